package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts the packaged jar as a user would: in a process of its own, with its output in files. */
final class Bench {

    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final long POLL_MILLIS = 20;
    /** How long others may hold the host before a test gives up. */
    private static final Duration OTHERS = Duration.ofMinutes(10);
    private static final long OTHERS_POLL_MILLIS = 200;
    private static final int REFUSED = 69;
    private static final Pattern HOLDER = Pattern.compile("is running on this host \\(process (\\d+)");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> starter = new ArrayList<>();
    private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    private Path jar = jar();
    private Duration limit = LIMIT;
    private int runs;

    /** @param folder takes outputs, and results in {@code results} */
    Bench(Path folder) {
        this.folder = folder;
    }

    static Path jar() {
        return Path.of(System.getProperty("ocibench.jar", "../target/benchmarks.jar")).toAbsolutePath().normalize();
    }

    Bench jar(Path other) {
        jar = other;
        return this;
    }

    Bench java(Path executable) {
        java = executable;
        return this;
    }

    Bench environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** How long a run may take where it is not the usual. */
    Bench limit(int seconds) {
        limit = Duration.ofSeconds(seconds);
        return this;
    }

    /** Words before the java command: a program that starts it. */
    Bench startedBy(String... words) {
        starter.addAll(List.of(words));
        return this;
    }

    Path results() {
        return folder.resolve("results");
    }

    /** Runs a campaign with its results below {@link #results()}. */
    Ended campaign(String... arguments) throws IOException, InterruptedException {
        return startCampaign(arguments).await();
    }

    /**
     * Starts a campaign and gives it back when it has its token, or has ended without one. Only one may live on the host: it
     * waits for those that this process did not start, and tries again when one of them was faster.
     */
    Running startCampaign(String... arguments) throws IOException, InterruptedException {
        return startHolder(Stream.of("--results", results().toString()), arguments);
    }

    /** Runs {@code explain} with its results below {@link #results()}. */
    Ended explain(String... arguments) throws IOException, InterruptedException {
        return startExplain(arguments).await();
    }

    /** Starts {@code explain}; it holds the host as a campaign does. */
    Running startExplain(String... arguments) throws IOException, InterruptedException {
        return startHolder(Stream.of("explain", "--results", results().toString()), arguments);
    }

    /** Starts {@code ab} with its results below {@link #results()}. */
    Running startAb(String... arguments) throws IOException, InterruptedException {
        return startHolder(Stream.of("ab", "--results", results().toString()), arguments);
    }

    private Running startHolder(Stream<String> first, String... arguments) throws IOException, InterruptedException {
        String[] all = Stream.concat(first, Stream.of(arguments)).toArray(String[]::new);
        while (true) {
            awaitFreeHost();
            Running running = start(all);
            while (running.isAlive() && Leftovers.tokenOf(running.pid()) == null) {
                Thread.sleep(POLL_MILLIS);
            }
            if (!running.wasRefusedForOthers()) {
                return running;
            }
        }
    }

    /** Waits until no campaign lives that this process did not start. */
    static void awaitFreeHost() throws InterruptedException {
        long deadline = System.nanoTime() + OTHERS.toNanos();
        Set<String> said = Set.of();
        for (Set<String> others = Leftovers.foreign(); !others.isEmpty(); others = Leftovers.foreign()) {
            if (System.nanoTime() > deadline) {
                fail("others have held the host for " + OTHERS.toMinutes() + " minutes: " + others);
            }
            if (!others.equals(said)) {
                said = others;
                System.out.println("waiting for campaigns of others: " + others);
            }
            Thread.sleep(OTHERS_POLL_MILLIS);
        }
    }

    /** Runs {@code java -jar benchmarks.jar} with these arguments and nothing else. */
    Ended run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).await();
    }

    Running start(String... arguments) throws IOException {
        return startJava(Stream.concat(Stream.of("-jar", jar.toString()), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Runs java itself with these arguments. */
    Ended runJava(String... arguments) throws IOException, InterruptedException {
        return startJava(arguments).await();
    }

    private Running startJava(String... arguments) throws IOException {
        runs++;
        Path out = folder.resolve("out-" + runs + ".txt");
        Path err = folder.resolve("err-" + runs + ".txt");
        // A process group of its own, so that a signal can go to it as from a terminal; and a background job of a shell, as
        // which a build may run, has SIGINT ignored, one under nohup SIGHUP, which a child would inherit.
        List<String> argv = new ArrayList<>(List.of("/usr/bin/setsid", "/usr/bin/env", "--default-signal=INT,TERM,HUP"));
        argv.addAll(starter);
        argv.add(java.toString());
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err, results(), limit);
    }

    /** What has ended. */
    record Ended(int exit, String out, String err, Path results) {

        /** Asserts the exit code. */
        Ended exits(int code) {
            assertEquals(code, exit, () -> "exit code\nstdout:\n" + out + "\nstderr:\n" + err);
            return this;
        }

        /** Asserts that nothing on stderr looks like a crash. */
        Ended speaksPlainly() {
            assertFalse(err.contains("\tat ") || err.contains("Exception"), () -> "a stack trace or the name of one:\n" + err);
            return this;
        }

        /** The folder of the only campaign that was run. */
        Kept kept() throws IOException {
            return Kept.only(results);
        }
    }

    /** What still runs. */
    static final class Running {

        private final Duration limit;
        private final Process process;
        private final Path out;
        private final Path err;
        private final Path results;

        Running(Process process, Path out, Path err, Path results, Duration limit) {
            this.limit = limit;
            this.process = process;
            this.out = out;
            this.err = err;
            this.results = results;
        }

        long pid() {
            return process.pid();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        /** Whether it ended because a campaign lives that this process did not start. */
        private boolean wasRefusedForOthers() throws IOException {
            Matcher refusal = HOLDER.matcher(isAlive() || process.exitValue() != REFUSED ? "" : Files.readString(err));
            // One that is gone by now was not ours: ours are waited for.
            return refusal.find() && ProcessHandle.current().descendants()
                    .noneMatch(mine -> mine.pid() == Long.parseLong(refusal.group(1)));
        }

        /** Waits for the end; what runs too long is killed, and the test fails. */
        Ended await() throws IOException, InterruptedException {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                destroy();
                fail("no end within " + limit.toSeconds() + " s\n" + Files.readString(out) + "\n" + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err), results);
        }

        /** Kills it with all that descends from it. */
        void destroy() throws InterruptedException {
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroyForcibly().waitFor();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }

        /** Kills the process alone, as {@code kill -9 PID} does. */
        void destroyOnlyIt() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** Sends a signal to the process, or to its whole group as a terminal does. */
        void signal(String name, boolean group) throws IOException, InterruptedException {
            String target = (group ? "-" : "") + pid();
            assertEquals(0, new ProcessBuilder("sh", "-c", "kill -" + name + " " + target).start().waitFor(), "kill");
        }

        /** The campaign's token, as soon as it has said whose it is. */
        String token() throws IOException, InterruptedException {
            String[] token = new String[1];
            until("the campaign has a token", () -> {
                token[0] = Leftovers.tokenOf(pid());
                return token[0] != null;
            });
            return token[0];
        }

        /** Waits until so many operations are in the campaign's log. */
        void awaitOperations(int count) throws IOException, InterruptedException {
            until(count + " operations are in the log", () -> lines() > count);
        }

        /** Waits for a condition while the process lives. */
        void until(String what, BooleanSupplier condition) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + limit.toNanos();
            while (!condition.getAsBoolean()) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    destroy();
                    fail("it ended, or it took too long, before " + what + "\n" + Files.readString(out) + "\n"
                            + Files.readString(err));
                }
                Thread.sleep(POLL_MILLIS);
            }
        }

        /** Lines in the log of the campaign, its header too; 0 before there is one. */
        long lines() {
            try (Stream<Path> files = Files.walk(results)) {
                for (Path file : files.filter(f -> f.endsWith("ops.csv")).toList()) {
                    return Files.readString(file).lines().count();
                }
                return 0;
            } catch (IOException | java.io.UncheckedIOException notYet) {
                return 0;
            }
        }
    }

    /** The JSON of a file. */
    static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    /** The entries of a folder, sorted. */
    static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        entries.sort(null);
        return entries;
    }
}
