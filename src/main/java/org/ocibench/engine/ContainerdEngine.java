package org.ocibench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Launcher;
import org.ocibench.runtime.ResolvedRuntime;

/** What the ways through containerd have in common; they differ in the client. */
abstract class ContainerdEngine implements Engine {

    final World.Containerd containerd;
    final ResolvedRuntime runtime;
    final Workload workload;
    final String containersCgroup;
    private final FailureClass client;
    private final String specId;

    /** @param client class of a failure that neither runtime nor shim is to blame for */
    ContainerdEngine(World world, String armKey, ResolvedRuntime runtime, Workload workload, FailureClass client) {
        containerd = world.containerd();
        this.runtime = runtime;
        this.workload = workload;
        containersCgroup = world.containersCgroup(armKey);
        this.client = client;
        specId = world.token() + "-" + World.shortName(armKey) + "-spec";
    }

    /** Flags of a runtime with a shim of its own. */
    final List<String> ownShim() {
        List<String> flags = new ArrayList<>(List.of("--runtime", runtime.shimType()));
        runtime.annotations().forEach((key, value) -> flags.addAll(List.of("--annotation", key + "=" + value)));
        return flags;
    }

    @Override
    public final boolean startsContainer() {
        return true;
    }

    @Override
    public final Diagnosis diagnose(Launcher.Exit exit, String stderr) {
        return ContainerdDiagnosis.of(exit, stderr, runtime, client);
    }

    /**
     * What the container wrote goes through pipes that the client reads; when the container ends, ctr and nerdctl cancel a reader that
     * has not begun, and what is in its pipe is lost (containerd #13931, nerdctl #3877).
     */
    @Override
    public final Diagnosis withoutMark() {
        return new Diagnosis(FailureClass.LOST_OUTPUT, Layer.CLIENT);
    }

    @Override
    public final Optional<JsonNode> spec() throws IOException {
        return Optional.of(TaskSpec.of(containerd.taskFolder(), prepare(specId, null)));
    }

    @Override
    public final Layer timeoutLayer() {
        return Layer.SHIM;
    }
}
