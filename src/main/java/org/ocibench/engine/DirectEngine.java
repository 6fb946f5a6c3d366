package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.ocibench.bundle.Bundle;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/** The runtime's own {@code run} with a prepared bundle: create, start, wait and delete in one command. */
final class DirectEngine extends BundleEngine {

    private final Workload workload;
    private final Bundle bundle;
    private final Bundle markedBundle;

    DirectEngine(World world, Arm arm, int slot, ResolvedRuntime runtime, Workload workload) throws IOException {
        super(world, arm, slot, runtime);
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

    private Start prepare(String id, Bundle of, Path stdout, Path stderr) throws IOException {
        of.retarget(containersCgroup + "/" + id);
        return Start.of(id, new Step.Command("run", command("run", "--bundle", of.folder().toString(), id), Tool.ENVIRONMENT, stdout,
                stderr, workload.expectedExit()));
    }

    @Override
    Bundle timedBundle() {
        return bundle;
    }
}
