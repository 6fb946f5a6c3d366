package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ends what runs in a cgroup and removes it. Enters nothing that is mounted there, and kills only what is in the cgroup by its
 * own {@code /proc/PID/cgroup}: what a runtime put in the place of a cgroup is a stranger's.
 */
final class CgroupRemover {

    private static final int KILL_ROUNDS = 10;
    private static final long PAUSE_MILLIS = 20;

    private final Path root;
    private final CgroupLayout.Hierarchy hierarchy;
    private final Object device;

    /** @param root {@code /} but in tests */
    CgroupRemover(Path root, CgroupLayout.Hierarchy hierarchy) throws IOException {
        this.root = root;
        this.hierarchy = hierarchy;
        device = device(hierarchy.mount());
    }

    /** Whether this is a folder of the hierarchy, and not something else in its place. */
    boolean isCgroup(Path folder) {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && device.equals(device(folder));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Processes in a cgroup and below it. */
    Set<Long> processes(Path folder) throws IOException {
        Set<Long> all = new TreeSet<>();
        for (Path each : tree(folder)) {
            for (String pid : lines(each.resolve("cgroup.procs"))) {
                // A line of a real one is a number; 0 is a process of another pid namespace.
                if (pid.matches("[1-9][0-9]{0,9}")) {
                    all.add(Long.parseLong(pid));
                }
            }
        }
        return all;
    }

    /**
     * Stops a cgroup and kills all that is in it, again while something new appears.
     *
     * @return number of processes that were killed
     */
    int kill(Path folder) throws IOException {
        Set<Long> victims = new TreeSet<>();
        for (int round = 0; round < KILL_ROUNDS; round++) {
            freeze(folder, true);
            Set<Long> now = processes(folder);
            now.remove(ProcessHandle.current().pid());
            now.removeIf(pid -> !isIn(pid, folder));
            for (long pid : now) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            thaw(folder);
            victims.addAll(now);
            if (now.isEmpty()) {
                break;
            }
            pause();
        }
        return victims.size();
    }

    /** Lets what was killed die: a process that v1's freezer has frozen does so only once thawed. */
    void thaw(Path folder) throws IOException {
        freeze(folder, false);
    }

    /**
     * Removes the folders, those below it first.
     *
     * @param deadline by {@link System#nanoTime()}, for what does not become empty
     */
    void remove(Path folder, long deadline) throws IOException {
        List<Path> tree = tree(folder);
        for (int i = tree.size() - 1; i >= 0; i--) {
            // A killed process leaves its cgroup a moment after it is gone from /proc.
            while (!isRemoved(tree.get(i), deadline)) {
                pause();
            }
        }
    }

    private static boolean isRemoved(Path folder, long deadline) throws IOException {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException e) {
            if (System.nanoTime() > deadline) {
                throw new IOException("cannot remove cgroup " + folder + ": " + e.getMessage(), e);
            }
            return false;
        }
    }

    private List<Path> tree(Path folder) throws IOException {
        List<Path> tree = new ArrayList<>();
        if (isCgroup(folder)) {
            tree.add(folder);
            for (Path child : children(folder)) {
                tree.addAll(tree(child));
            }
        }
        return tree;
    }

    /** The cgroups directly below one. */
    List<Path> children(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, this::isCgroup)) {
            children.forEach(found::add);
        } catch (NoSuchFileException gone) {
            return found;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private boolean isIn(long pid, Path folder) {
        String name = hierarchy.nameOf(folder);
        try {
            return Files.readString(root.resolve("proc/" + pid + "/cgroup"), StandardCharsets.ISO_8859_1).lines()
                    .anyMatch(line -> line.endsWith(":" + name) || line.contains(":" + name + "/"));
        } catch (IOException gone) {
            return false;
        }
    }

    private void freeze(Path folder, boolean frozen) throws IOException {
        for (Path each : tree(folder)) {
            write(each.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
            write(each.resolve("cgroup.freeze"), frozen ? "1" : "0");
        }
    }

    private static void write(Path file, String text) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.writeString(file, text);
            } catch (IOException refused) {
                // Then what is in it dies as it runs.
                return;
            }
        }
    }

    private static Object device(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while removing a cgroup", e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }
}
