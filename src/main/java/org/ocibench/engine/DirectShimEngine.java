package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ocibench.bundle.Bundle;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/**
 * The calls that containerd's runc shim makes of the runtime, with its flags, one after the other in one operation: create, start, the
 * wait for the container's first process as its sub-reaper, delete, and the {@code delete --force} with which containerd makes sure
 * (containerd 2.2: cmd/containerd-shim-runc-v2, process/init.go and manager/manager_linux.go). What ctr adds to this is
 * containerd's, the shim's and the client's own.
 */
final class DirectShimEngine extends BundleEngine {

    private final Workload workload;
    private final Bundle bundle;
    private final Bundle markedBundle;
    private final Path pidFile = file(".pid");
    private final Path log = file(".log.json");
    private final List<String> flags = List.of("--log", log.toString(), "--log-format", "json");

    DirectShimEngine(World world, Arm arm, ResolvedRuntime runtime, Workload workload) throws IOException {
        super(world, arm, 0, runtime);
        this.workload = workload;
        bundle = bundle("bundles", workload.args());
        markedBundle = bundle("marked", workload.markedArgs());
    }

    @Override
    public Start prepare(String id, Path stderr) throws IOException {
        return prepare(id, bundle, null, stderr);
    }

    @Override
    public Start prepareMarked(String id, Path stdout, Path stderr) throws IOException {
        return prepare(id, markedBundle, stdout, stderr);
    }

    // The container inherits the streams of create: files or nothing, never a pipe that would outlive the command.
    private Start prepare(String id, Bundle of, Path stdout, Path stderr) throws IOException {
        of.retarget(containersCgroup + "/" + id);
        Files.deleteIfExists(pidFile);
        Files.deleteIfExists(log);
        Step.Command create = step(stdout, stderr, "create", "--bundle", of.folder().toString(), "--pid-file", pidFile.toString(), id);
        return new Start(id, List.of(), List.of(create, step(null, stderr, "start", id), new Step.Orphan(pidFile, workload.expectedExit()),
                step(null, stderr, "delete", id), step(null, stderr, "delete", "--force", id)), List.of(), stdout,
                Workload.MARK, stderr, log);
    }

    private Step.Command step(Path stdout, Path stderr, String... arguments) {
        return new Step.Command(arguments[0], command(flags, arguments), Tool.ENVIRONMENT, stdout, stderr, 0);
    }

    @Override
    Bundle timedBundle() {
        return bundle;
    }
}
