package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes what a {@link Census} found: kills processes, unmounts, removes cgroups and state folders, in this order, since
 * each holds the next. Touches no path without the campaign's token in it, follows no links, enters no mounts.
 */
public final class Cleaner {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int ROUNDS = 3;
    private static final int MAX_STACKED_MOUNTS = 64;

    private static final Comparator<Leftover> DEEPEST_FIRST = Comparator.comparingInt(
            (Leftover leftover) -> leftover.where().split("/").length).reversed();

    private final Path root;
    private final Unmounter unmounter;
    private final ProcessKiller killer;
    private final Duration patience;

    /** A cleaner of this host. */
    public Cleaner(Unmounter unmounter) {
        this(Path.of("/"), unmounter, ProcessKiller.real(), PATIENCE);
    }

    /**
     * A cleaner of a host below {@code root}.
     *
     * @param patience how long to wait for killed processes, and again for cgroups to become empty
     */
    public Cleaner(Path root, Unmounter unmounter, ProcessKiller killer, Duration patience) {
        this.root = root;
        this.unmounter = unmounter;
        this.killer = killer;
        this.patience = patience;
    }

    private interface Step {
        void run() throws IOException;
    }

    private final class Work {
        private final List<Leftover> removed = new ArrayList<>();
        private final List<CleanReport.Kept> kept = new ArrayList<>();

        void attempt(Leftover leftover, Step step) {
            try {
                step.run();
                removed.add(leftover);
            } catch (IOException | RuntimeException e) {
                keep(leftover, reason(e));
            }
        }

        void keep(Leftover leftover, String reason) {
            kept.add(new CleanReport.Kept(leftover, reason));
        }
    }

    /**
     * Removes all that a census finds, and looks again, since what is killed may have been starting something: at most three
     * rounds.
     *
     * @param match tokens of campaigns to remove; those without a living owner, or one's own
     * @throws IOException if {@code /proc} cannot be read
     */
    public CleanReport clean(Census census, Predicate<String> match) throws IOException {
        Set<Leftover> removed = new LinkedHashSet<>();
        CleanReport last = new CleanReport(List.of(), List.of());
        for (int round = 0; round < ROUNDS; round++) {
            Snapshot found = census.take(match);
            last = clean(found);
            removed.addAll(last.removed());
            if (found.isEmpty()) {
                break;
            }
        }
        return new CleanReport(List.copyOf(removed), last.kept());
    }

    /** Removes what is in the snapshot. What has gone by itself counts as removed. */
    public CleanReport clean(Snapshot snapshot) {
        Work work = new Work();
        kill(snapshot, work);
        for (Leftover mount : deepestFirst(snapshot.of(Leftover.Kind.MOUNT))) {
            work.attempt(mount, () -> unmount(checked(mount)));
        }
        for (Leftover netns : deepestFirst(snapshot.of(Leftover.Kind.NETNS))) {
            work.attempt(netns, () -> removeNetns(checked(netns)));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (Leftover cgroup : deepestFirst(snapshot.of(Leftover.Kind.CGROUP))) {
            work.attempt(cgroup, () -> removeCgroup(checked(cgroup), deadline));
        }
        for (Leftover folder : deepestFirst(snapshot.of(Leftover.Kind.STATE_DIR))) {
            work.attempt(folder, () -> removeState(checked(folder)));
        }
        return new CleanReport(work.removed, work.kept);
    }

    private static List<Leftover> deepestFirst(List<Leftover> leftovers) {
        return leftovers.stream().sorted(DEEPEST_FIRST).toList();
    }

    private void kill(Snapshot snapshot, Work work) {
        Map<Leftover, ProcessKey> killed = new LinkedHashMap<>();
        for (Leftover leftover : snapshot.of(Leftover.Kind.PROCESS)) {
            ProcessKey process = ProcessKey.parse(leftover.where()).orElse(null);
            if (process == null || process.pid() <= 1 || process.pid() == ProcessHandle.current().pid()) {
                work.keep(leftover, "not a process to kill");
                continue;
            }
            try {
                killer.kill(process);
                killed.put(leftover, process);
            } catch (IOException | RuntimeException e) {
                work.keep(leftover, reason(e));
            }
        }
        // After the signal, so that what was frozen does nothing more.
        snapshot.of(Leftover.Kind.CGROUP).forEach(this::thaw);
        long deadline = System.nanoTime() + patience.toNanos();
        killed.forEach((leftover, process) -> {
            while (process.isAlive(root) && System.nanoTime() < deadline && pause()) {
                continue;
            }
            if (process.isAlive(root)) {
                work.keep(leftover, "still there " + patience.toMillis() + " ms after SIGKILL");
            } else {
                work.removed.add(leftover);
            }
        });
    }

    private void thaw(Leftover cgroup) {
        try {
            Path folder = at(checked(cgroup));
            remover(folder).thaw(folder);
        } catch (IOException | RuntimeException e) {
            // Then its processes stay, and are reported.
            return;
        }
    }

    private void unmount(String point) throws IOException {
        for (int i = 0; i < MAX_STACKED_MOUNTS && isMounted(point); i++) {
            unmounter.unmount(at(point));
        }
        if (isMounted(point)) {
            throw new IOException("still mounted");
        }
    }

    private boolean isMounted(String point) throws IOException {
        return MountEntry.read(root).stream().anyMatch(mount -> mount.point().equals(point));
    }

    private void removeNetns(String path) throws IOException {
        unmount(path);
        if (!Files.isDirectory(at(path), LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(at(path));
        }
    }

    private void removeCgroup(String path, long deadline) throws IOException {
        Path folder = at(path);
        remover(folder).remove(folder, deadline);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("something else is in the place of a cgroup");
        }
    }

    private CgroupRemover remover(Path folder) throws IOException {
        return new CgroupRemover(root, CgroupLayout.read(root).hierarchies().stream()
                .filter(hierarchy -> folder.startsWith(hierarchy.mount()))
                .max(Comparator.comparingInt(hierarchy -> hierarchy.mount().getNameCount()))
                .orElseThrow(() -> new IOException("not in a cgroup hierarchy")));
    }

    private void removeState(String path) throws IOException {
        Path folder = at(path);
        if (!path.startsWith("/run/") && !path.startsWith(Census.SCRATCH + "/")) {
            throw new IOException("not in a folder for state");
        }
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("not a folder");
        }
        Set<String> points = new HashSet<>();
        MountEntry.read(root).forEach(mount -> points.add(mount.point()));
        Path parent = folder.getParent().toRealPath();
        Path realRoot = root.toRealPath();
        if (!parent.startsWith(realRoot)) {
            throw new IOException("a link leads out of the tree");
        }
        String name = folder.getFileName().toString();
        new TreeRemover(points).remove(parent, name, "/" + realRoot.relativize(parent.resolve(name)));
    }

    /** The path of a leftover, if it is one that a campaign may have made. */
    private static String checked(Leftover leftover) throws IOException {
        String path = leftover.where();
        boolean normal = path.startsWith("/") && Path.of(path).normalize().toString().equals(path);
        if (!normal || !Tokens.in(path).contains(leftover.token())) {
            throw new IOException("not a path of the campaign");
        }
        return path;
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        String name = e.getClass().getSimpleName();
        return message == null ? name : e.getClass() == IOException.class ? message : name + ": " + message;
    }
}
