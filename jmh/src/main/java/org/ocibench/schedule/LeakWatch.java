package org.ocibench.schedule;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ocibench.engine.Arm;
import org.ocibench.engine.IdleContainers;
import org.ocibench.engine.World;
import org.ocibench.host.Census;
import org.ocibench.host.CleanReport;
import org.ocibench.host.Cleaner;
import org.ocibench.host.Leftover;
import org.ocibench.host.Native;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.Snapshot;

/**
 * Finds what the starts of a campaign left on the host, charges it to the arm that left it, and removes it. To be asked only
 * while nothing is being started.
 */
public final class LeakWatch {

    private static final Path ROOT = Path.of("/");
    /** Where the runc shim lets the runtimes keep their state, by namespace: of all arms together. */
    private static final Path SHIM_STATE = Path.of("/run/containerd/runc");
    private static final String SHIMS_FOLDER = "/run/containerd/";
    /** A shim ends some moments after the client that it served. */
    private static final long SETTLE_MILLIS = 200;

    private final World world;
    private final List<Arm> arms;
    private Snapshot known;

    /**
     * Something that was left.
     *
     * @param arm    key of the arm that left it, or empty where nothing tells
     * @param stayed why it could not be removed, or null if it was
     */
    public record Leak(Optional<String> arm, Leftover leftover, String stayed) {

        @Override
        public String toString() {
            return arm.orElse("an arm") + " left " + leftover + (stayed == null ? "" : ", which cannot be removed: " + stayed);
        }
    }

    /** A watch over these arms; what is there already belongs to the campaign itself. */
    public LeakWatch(World world, List<Arm> arms) throws IOException {
        this.world = world;
        this.arms = List.copyOf(arms);
        known = thorough(Set.of());
    }

    /**
     * Looks at processes, mounts, cgroups and the runtimes' state; takes a few milliseconds where nothing was left.
     *
     * @param forks processes of the bench that carry the campaign's token
     */
    public List<Leak> glance(Set<Long> forks) throws IOException {
        Census census = census(forks);
        return left(with(census.takeCheap(world.token()), census)).isEmpty() ? List.of() : look(forks);
    }

    /**
     * To be asked once, after every arm has been started: what stays in the folders for the runtimes' state under a name of its
     * own, no container's (gVisor's null-netns), is kept for later starts and no leak, now or later.
     */
    public List<Leak> lookAfterProbes() throws IOException {
        List<Leftover> standing = new ArrayList<>(known.leftovers());
        left(thorough(Set.of())).stream().filter(this::isStanding).forEach(standing::add);
        known = new Snapshot(standing);
        return look(Set.of());
    }

    private boolean isStanding(Leftover leftover) {
        return leftover.kind() != Leftover.Kind.PROCESS && leftover.kind() != Leftover.Kind.CGROUP
                && leftover.owner().equals(world.token())
                && (leftover.where().startsWith(world.state() + "/") || leftover.where().startsWith(SHIMS_FOLDER));
    }

    /** Looks everywhere that a campaign may leave something. */
    public List<Leak> look(Set<Long> forks) throws IOException {
        if (left(thorough(forks)).isEmpty()) {
            return List.of();
        }
        settle();
        List<Leftover> left = left(thorough(forks));
        if (left.isEmpty()) {
            return List.of();
        }
        CleanReport report = new Cleaner(Native::unmount).clean(new Snapshot(left));
        List<Leak> leaks = new ArrayList<>();
        for (Leftover leftover : left) {
            String stayed = report.kept().stream().filter(kept -> kept.leftover().equals(leftover))
                    .map(CleanReport.Kept::reason).findFirst().orElse(null);
            leaks.add(new Leak(armOf(leftover), leftover, stayed));
        }
        // Told once; what cannot be removed would be found again every time.
        List<Leftover> all = new ArrayList<>(known.leftovers());
        leaks.stream().filter(leak -> leak.stayed() != null).map(Leak::leftover).forEach(all::add);
        known = new Snapshot(all);
        return leaks;
    }

    private Snapshot thorough(Set<Long> forks) throws IOException {
        Census census = census(forks);
        return with(census.take(world.token()::equals), census);
    }

    // In a private mount namespace there is nobody but the campaign: also not under another name, in another session or cgroup.
    private Snapshot with(Snapshot found, Census census) throws IOException {
        List<Leftover> all = new ArrayList<>(found.leftovers());
        if (PrivateWorld.description() != null) {
            census.inOwnMounts(world.token()).stream().filter(stranger -> all.stream()
                    .noneMatch(named -> named.kind() == stranger.kind() && named.where().equals(stranger.where()))).forEach(all::add);
        }
        return new Snapshot(all);
    }

    private static Census census(Set<Long> forks) {
        Set<Long> bench = new HashSet<>(forks);
        bench.add(ProcessHandle.current().pid());
        return new Census(ROOT, bench);
    }

    private List<Leftover> left(Snapshot now) throws IOException {
        List<Leftover> all = new ArrayList<>(now.leftovers());
        for (Arm arm : arms) {
            all.addAll(state(world.stateRoot(arm.key())));
        }
        all.addAll(state(SHIM_STATE.resolve(world.token())));
        return new Snapshot(all).since(known).leftovers().stream().filter(leftover -> !isOwn(leftover)).toList();
    }

    // What a runtime keeps below its --root is named as it pleases, not by the token.
    private List<Leftover> state(Path folder) throws IOException {
        List<Leftover> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder,
                entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            entries.forEach(entry -> found.add(new Leftover(Leftover.Kind.STATE_DIR, entry.toString(), world.token(), "")));
        } catch (NoSuchFileException unused) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    // The arms' own cgroups, containerd's folders for the namespace that is named by the token, and the state that the host is in.
    private boolean isOwn(Leftover leftover) {
        String where = leftover.where();
        if (IdleContainers.owns(world, leftover.owner(), where)) {
            return true;
        }
        return switch (leftover.kind()) {
            case CGROUP -> arms.stream().map(Arm::key)
                    .anyMatch(key -> where.endsWith(world.armCgroup(key)) || where.endsWith(world.containersCgroup(key)));
            case STATE_DIR -> where.endsWith("/" + world.token());
            case MOUNT -> where.startsWith(world.extraMounts() + "/");
            case PROCESS, NETNS -> false;
        };
    }

    private Optional<String> armOf(Leftover leftover) {
        String told = String.join(" ", leftover.owner(), leftover.where(), leftover.detail());
        return arms.stream().map(Arm::key).filter(key -> {
            String name = World.shortName(key);
            return told.contains("/" + name) || told.contains(world.token() + "-" + name);
        }).findFirst();
    }

    private static void settle() {
        try {
            Thread.sleep(SETTLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
