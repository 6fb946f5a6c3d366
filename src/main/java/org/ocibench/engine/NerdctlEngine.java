package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/** containerd through nerdctl: {@code nerdctl run --rm --net none}, without a log or with nerdctl's default one. */
final class NerdctlEngine extends ContainerdEngine {

    private static final Duration CLEAN_LIMIT = Duration.ofSeconds(15);

    private final boolean defaultLog;
    private final Path dataRoot;
    private final Map<String, String> environment;

    /**
     * @param defaultLog true for the article's command line, which leaves the log driver at nerdctl's default (json-file)
     */
    NerdctlEngine(World world, String armKey, ResolvedRuntime runtime, Workload workload, boolean defaultLog) {
        super(world, armKey, runtime, workload, FailureClass.NERDCTL);
        this.defaultLog = defaultLog;
        dataRoot = world.scratch().resolve("nerdctl");
        environment = new HashMap<>(Tool.ENVIRONMENT);
        // The user's own configuration must not change what is measured.
        environment.put("NERDCTL_TOML", dataRoot.resolve("none.toml").toString());
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
        List<String> argv = client();
        argv.addAll(List.of("run", "--rm", "--pull", "never", "--net", "none", "--name", id));
        if (!defaultLog) {
            argv.addAll(List.of("--log-driver", "none"));
        }
        argv.addAll(List.of("--cgroup-parent", containersCgroup));
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
        List<String> argv = client();
        argv.addAll(List.of("rm", "--force", id));
        Tool.run(argv, environment, CLEAN_LIMIT);
    }

    private List<String> client() {
        return new ArrayList<>(List.of(containerd.nerdctl().toString(), "--address", containerd.address(),
                "--namespace", containerd.namespace(), "--data-root", dataRoot.toString(),
                "--cni-path", containerd.cniPath().toString(), "--cni-netconfpath", dataRoot.resolve("cni").toString(),
                "--cgroup-manager", "cgroupfs"));
    }
}
