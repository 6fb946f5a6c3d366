package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/** containerd through its own client: {@code ctr run --rm}, with or without its default seccomp profile. No hooks, no log. */
final class CtrEngine extends ContainerdEngine {

    private static final Duration CLEAN_LIMIT = Duration.ofSeconds(10);

    private final boolean seccomp;

    CtrEngine(World world, String armKey, ResolvedRuntime runtime, Workload workload, boolean seccomp) {
        super(world, armKey, runtime, workload, FailureClass.CONTAINERD);
        this.seccomp = seccomp;
    }

    @Override
    public Start prepare(String id, Path stderr) {
        return start(id, List.of("--null-io"), workload.args(), null, stderr);
    }

    @Override
    public Start prepareMarked(String id, Path stdout, Path stderr) {
        return start(id, List.of(), workload.markedArgs(), stdout, stderr);
    }

    private Start start(String id, List<String> io, List<String> args, Path stdout, Path stderr) {
        List<String> argv = client();
        argv.addAll(List.of("run", "--rm"));
        argv.addAll(io);
        argv.addAll(List.of("--cgroup", containersCgroup + "/" + id));
        if (seccomp) {
            argv.add("--seccomp");
        }
        if (runtime.shimType() == null) {
            argv.addAll(List.of("--runtime", "io.containerd.runc.v2", "--runc-binary", runtime.binary()));
        } else {
            argv.addAll(ownShim());
        }
        argv.addAll(List.of(containerd.image(), id));
        argv.addAll(args);
        return Start.of(id, new Step.Command("run", argv, Tool.ENVIRONMENT, stdout, stderr, workload.expectedExit()));
    }

    @Override
    public void cleanUp(String id) throws IOException {
        Shims.kill(containerd.namespace());
        for (List<String> step : List.of(List.of("tasks", "delete", "--force", id), List.of("containers", "delete", id),
                List.of("snapshots", "delete", id))) {
            List<String> argv = client();
            argv.addAll(step);
            Tool.run(argv, Tool.ENVIRONMENT, CLEAN_LIMIT);
        }
    }

    private List<String> client() {
        return client(containerd);
    }

    /** The beginning of every command line of ctr. */
    static List<String> client(World.Containerd containerd) {
        return new ArrayList<>(List.of(containerd.ctr().toString(), "--address", containerd.address(),
                "--namespace", containerd.namespace()));
    }
}
