package org.ocibench.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Limit;
import org.ocibench.engine.Measurement;
import org.ocibench.engine.OperationKind;
import org.ocibench.engine.Operations;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.World;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.Tokens;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * What a fork runs in: the campaign's world, named by the property {@link WorldProperties#WORLD}; or, under the stock JMH main, a world of its
 * own, as far as this process may make one.
 */
final class Surroundings implements AutoCloseable {

    private static final Duration FREE_LIMIT = Duration.ofSeconds(30);

    private final World world;
    private final CgroupLayout cgroups;
    private final WorldSetup own;

    private Surroundings(World world, CgroupLayout cgroups, WorldSetup own) {
        this.world = world;
        this.cgroups = cgroups;
        this.own = own;
    }

    static Surroundings open(Arm arm) throws IOException {
        CgroupLayout cgroups = CgroupLayout.read(Path.of("/"));
        String file = System.getProperty(WorldProperties.WORLD);
        if (file != null) {
            World world = WorldSetup.read(Path.of(file));
            // What a fork that is killed leaves there goes with the campaign's folder.
            System.setProperty("java.io.tmpdir", world.scratch().toString());
            // What a fork writes there comes out at the scheduler's, and no place is made for a stack trace in a campaign's progress.
            Thread.setDefaultUncaughtExceptionHandler((thread, why) ->
                    System.err.println("ocibench: a thread of the fork of " + arm + " ended: " + why.getMessage()));
            return new Surroundings(world, cgroups, null);
        }
        requirePrerequisites(arm, cgroups);
        requireBurst(arm);
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        WorldSetup setup;
        try {
            String token = Tokens.fresh();
            setup = new WorldSetup(token, RuntimeCatalog.discover(places, null), List.of(arm.runtime()), cgroups);
        } catch (UnknownRuntimeException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        if (Engines.needsContainerd(arm)) {
            PrivateContainerd.Programs programs = WorldSetup.programs(places)
                    .orElseThrow(() -> new IllegalStateException("ctr is not installed: run jmh/provision.sh"));
            setup.useContainerd(programs, System.getProperty(WorldProperties.CONTAINERD));
        }
        return new Surroundings(setup.world(null), cgroups, setup);
    }

    private static void requirePrerequisites(Arm arm, CgroupLayout cgroups) throws IOException {
        require(Files.isWritable(Path.of("/run")), "starting containers needs root: run with sudo");
        require(cgroups.mode() != CgroupLayout.Mode.NONE, "no cgroup hierarchy is mounted on this host");
        require(arm.isControl() || cgroups.mode() != CgroupLayout.Mode.HYBRID,
                "this host mounts cgroup v1 and v2 side by side, which crun refuses: use java -jar target/benchmarks.jar, "
                        + "which makes a private view, or run inside: unshare --mount sh -c "
                        + "'umount /sys/fs/cgroup/unified; exec java -cp target/benchmarks.jar org.openjdk.jmh.Main ...'");
        require(!Engines.needsContainerd(arm) || System.getProperty(WorldProperties.CONTAINERD) != null,
                "via=" + arm.via() + " needs a containerd: add -jvmArgsAppend -D" + WorldProperties.CONTAINERD
                        + "=/run/containerd/containerd.sock, or use java -jar target/benchmarks.jar, which starts its own");
        require(Engines.limit(arm.via()).filter(limit -> !hasController(cgroups, limit)).isEmpty(),
                "via=" + arm.via() + " needs a cgroup controller that this host's cgroups lack");
        require(!arm.kernel().equals(KernelSetting.QUIET)
                || new KernelSetting(Path.of("/"), WorldSetup.STATE).current().equals(KernelSetting.QUIET),
                "kernel=quiet needs 1 in /sys/kernel/rcu_expedited: write it there first, or use java -jar "
                        + "target/benchmarks.jar, which sets and restores it");
    }

    private static boolean hasController(CgroupLayout cgroups, Limit limit) {
        return cgroups.controller(limit.kind().label()).isPresent();
    }

    private static void requireBurst(Arm arm) {
        require(arm.state().isNone(), "idle containers and further mounts are made by the bench's own scheduler: use java -jar "
                + "target/benchmarks.jar BurstBenchmark, or leave idle and mounts at 0");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    Operations operations(Arm arm) throws IOException {
        return Operations.of(world, arm, cgroups, Integer.getInteger(WorldProperties.BLOCK, 0));
    }

    /** One start without a mark, from its making to its cleaning up. */
    Measurement once(Arm arm, int run, Duration limit) throws IOException {
        try (Operations operations = Operations.of(world, arm, cgroups, run)) {
            return operations.run(limit, false);
        }
    }

    LayerWatch watch(Arm arm) {
        return new LayerWatch(world, arm, cgroups);
    }

    /** @param rest what the fork does at the end of each of its turns */
    Turn turn(Arm arm, Turn.Rest rest) throws IOException {
        return world.socket() != null ? Turn.conducted(world.socket(), arm.key(), rest)
                : Turn.free(LayerWatch.isWanted() ? OperationKind.PROFILED : OperationKind.TIMED, FREE_LIMIT);
    }

    Path trivialProgram() {
        return world.rootfs().resolve("bin/busybox");
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.close();
        }
    }
}
