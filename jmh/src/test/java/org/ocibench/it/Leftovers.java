package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What carries a campaign's token on this host: looked for in a way of its own, not with the bench's census. */
final class Leftovers {

    private static final Path PROC = Path.of("/proc");
    private static final Path STATE = Path.of("/run/ocibench");
    private static final Path SCRATCH = Path.of("/var/lib/ocibench");
    /** A killed process is gone only when its parent has waited for it. */
    private static final long PATIENCE_MILLIS = 5000;
    private static final long POLL_MILLIS = 50;

    private Leftovers() {
    }

    /** Asserts that the campaign left nothing, a short patience granted. */
    static void assertNone(String token) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        Set<String> found = of(token);
        while (!found.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            found = of(token);
        }
        assertEquals(Set.of(), found, "leftovers of " + token);
    }

    /** Processes, mounts, cgroups and folders with this token. */
    static Set<String> of(String token) throws IOException {
        Set<String> found = new TreeSet<>();
        for (long pid : pids()) {
            if (pid != ProcessHandle.current().pid() && isCampaigns(pid, token)) {
                found.add("process " + pid + " " + read(pid, "cmdline").replace('\0', ' '));
            }
        }
        for (String table : List.of("/proc/1/mountinfo", "/proc/self/mountinfo")) {
            mounts(Path.of(table)).filter(line -> line.contains(token)).forEach(line -> found.add("mount " + line));
        }
        for (Path folder : List.of(STATE.resolve(token), SCRATCH.resolve(token))) {
            if (Files.exists(folder)) {
                found.add("folder " + folder);
            }
        }
        for (Path hierarchy : hierarchies()) {
            if (Files.exists(hierarchy.resolve("ocibench").resolve(token))) {
                found.add("cgroup " + hierarchy.resolve("ocibench").resolve(token));
            }
        }
        return found;
    }

    /**
     * A process.
     *
     * @param start when it started, in clock ticks after boot
     */
    record Stat(long pid, String name, String state, long parent, long session, long start) {

        boolean isZombie() {
            return state.equals("Z") || state.equals("X");
        }
    }

    /** All processes. */
    static List<Stat> stats() {
        List<Stat> stats = new ArrayList<>();
        for (long pid : pids()) {
            String stat = read(pid, "stat");
            int end = stat.lastIndexOf(')');
            if (end > 0) {
                String[] field = stat.substring(end + 2).split(" ");
                stats.add(new Stat(pid, stat.substring(stat.indexOf('(') + 1, end), field[0], Long.parseLong(field[1]),
                        Long.parseLong(field[3]), Long.parseLong(field[19])));
            }
        }
        return stats;
    }

    /** Token of the campaign that this process runs, or null. */
    static String tokenOf(long pid) {
        return owners().get(pid);
    }

    /** Tokens of living campaigns on this host that this process did not start. */
    static Set<String> foreign() {
        Set<Long> mine = ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
        return owners().entrySet().stream()
                .filter(owner -> !mine.contains(owner.getKey()) && ProcessHandle.of(owner.getKey()).isPresent())
                .map(Map.Entry::getValue).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Processes whose command line holds all of these words. */
    static List<Long> processes(String... words) {
        return pids().stream().filter(pid -> Stream.of(words).allMatch(read(pid, "cmdline")::contains)).toList();
    }

    /** Whether a thread of the process is in a cgroup whose path holds this text. */
    static boolean isInCgroup(long pid, String text) {
        try (Stream<Path> tasks = Files.list(PROC.resolve(pid + "/task"))) {
            return tasks.anyMatch(task -> read(task.resolve("cgroup")).contains(text));
        } catch (IOException | java.io.UncheckedIOException gone) {
            return false;
        }
    }

    private static boolean isCampaigns(long pid, String token) {
        String state = read(pid, "stat").replaceFirst(".*\\) ", "");
        return !state.startsWith("Z") && (read(pid, "cmdline").contains(token) || read(pid, "cgroup").contains(token)
                || folder(pid).contains(token));
    }

    private static Map<Long, String> owners() {
        Map<Long, String> owners = new HashMap<>();
        try {
            for (Path folder : Files.isDirectory(STATE) ? Bench.entries(STATE) : List.<Path>of()) {
                Path file = folder.resolve("owner.json");
                if (Files.exists(file)) {
                    JsonNode owner = Bench.json(file);
                    owners.put(owner.path("pid").asLong(), owner.path("token").asText());
                }
            }
        } catch (IOException changing) {
            return owners;
        }
        return owners;
    }

    private static List<Path> hierarchies() throws IOException {
        return mounts(Path.of("/proc/self/mountinfo")).filter(line -> line.matches(".* - cgroup2? .*"))
                .map(line -> Path.of(line.split(" ")[4])).toList();
    }

    private static Stream<String> mounts(Path table) throws IOException {
        return new String(Files.readAllBytes(table), StandardCharsets.ISO_8859_1).lines();
    }

    private static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        String[] names = PROC.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (name.matches("\\d+")) {
                pids.add(Long.parseLong(name));
            }
        }
        return pids;
    }

    private static String folder(long pid) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String read(long pid, String file) {
        return read(PROC.resolve(pid + "/" + file));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
