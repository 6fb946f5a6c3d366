package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/**
 * containerd through nerdctl: {@code nerdctl run --rm --net none}. Either with nerdctl's defaults, or without a log and with
 * the configuration of {@code ctr run --seccomp} as near as nerdctl allows; what it cannot leave out are its hooks, its files for
 * host names and the mount of the cgroups.
 */
final class NerdctlEngine extends ContainerdEngine {

    private static final Duration CLEAN_LIMIT = Duration.ofSeconds(15);

    /** What ctr has in every container. */
    private static final List<String> AS_CTR = List.of("--log-driver", "none", "--security-opt", "no-new-privileges", "--ulimit",
            "nofile=1024:1024", "--cpu-shares", "1024", "--tmpfs", "/run:nosuid,strictatime,mode=755,size=65536k");

    private final boolean defaults;
    private final Optional<Limit> limit;
    private final List<String> client;
    private final Map<String, String> environment;

    /**
     * @param defaults true for the article's command line, which leaves everything else at nerdctl's defaults, also the log
     * @param limit    what containers may use
     */
    NerdctlEngine(World world, String armKey, ResolvedRuntime runtime, Workload workload, boolean defaults, Optional<Limit> limit) {
        super(world, armKey, runtime, workload, FailureClass.NERDCTL);
        this.defaults = defaults;
        this.limit = limit;
        client = client(world);
        environment = environment(world);
    }

    @Override
    public Start prepare(String id, Path stderr) {
        return start(id, workload.args(), null, stderr);
    }

    @Override
    public Start prepareMarked(String id, Path stdout, Path stderr) {
        return start(id, workload.markedArgs(), stdout, stderr);
    }

    private Start start(String id, List<String> args, Path stdout, Path stderr) {
        List<String> argv = new ArrayList<>(client);
        argv.addAll(List.of("run", "--rm", "--pull", "never", "--net", "none", "--name", id));
        if (!defaults) {
            argv.addAll(AS_CTR);
        }
        argv.addAll(List.of("--cgroup-parent", containersCgroup));
        limit.ifPresent(l -> argv.addAll(l.nerdctlFlags()));
        if (runtime.shimType() == null) {
            argv.addAll(List.of("--runtime", runtime.binary()));
        } else {
            argv.addAll(ownShim());
        }
        argv.add(containerd.image());
        argv.addAll(args);
        return Start.of(id, new Step.Command("run", argv, environment, stdout, stderr, workload.expectedExit()));
    }

    @Override
    public void cleanUp(String id) throws IOException {
        Shims.kill(containerd.namespace());
        List<String> argv = new ArrayList<>(client);
        argv.addAll(List.of("rm", "--force", id));
        Tool.run(argv, environment, CLEAN_LIMIT);
    }

    /** The beginning of every command line of nerdctl. */
    static List<String> client(World world) {
        World.Containerd containerd = world.containerd();
        Path dataRoot = dataRoot(world);
        return List.of(containerd.nerdctl().toString(), "--address", containerd.address(), "--namespace", containerd.namespace(),
                "--data-root", dataRoot.toString(), "--cni-path", containerd.cniPath().toString(),
                "--cni-netconfpath", dataRoot.resolve("cni").toString(), "--cgroup-manager", "cgroupfs");
    }

    /** nerdctl's environment: the user's own configuration must not change what is measured. */
    static Map<String, String> environment(World world) {
        Map<String, String> environment = new HashMap<>(Tool.ENVIRONMENT);
        environment.put("NERDCTL_TOML", dataRoot(world).resolve("none.toml").toString());
        return environment;
    }

    private static Path dataRoot(World world) {
        return world.scratch().resolve("nerdctl");
    }
}
