package org.ocibench.engine;

import java.util.List;
import java.util.Locale;
import org.ocibench.host.Launcher;
import org.ocibench.runtime.ResolvedRuntime;

/** Tells from a client's exit code and words which layer of a containerd stack failed. */
final class ContainerdDiagnosis {

    /** What containerd and its shims say when the OCI runtime itself refused. */
    private static final List<String> RUNTIME_WORDS =
            List.of("oci runtime", "runtime create failed", "runc create failed", "creating container: ", "runsc");
    private static final List<String> SHIM_WORDS = List.of("shim", "ttrpc");

    private ContainerdDiagnosis() {
    }

    static Engine.Diagnosis of(Launcher.Exit exit, String stderr, ResolvedRuntime runtime, FailureClass client) {
        if (stderr.isBlank()) {
            return runtime.lostStatusExits().contains(exit.code())
                    ? new Engine.Diagnosis(FailureClass.LOST_STATUS, Layer.SHIM)
                    : new Engine.Diagnosis(FailureClass.WORKLOAD, Layer.CONTAINER);
        }
        String said = stderr.toLowerCase(Locale.ROOT);
        if (RUNTIME_WORDS.stream().anyMatch(said::contains)) {
            return new Engine.Diagnosis(FailureClass.RUNTIME, Layer.RUNTIME);
        }
        if (SHIM_WORDS.stream().anyMatch(said::contains)) {
            return new Engine.Diagnosis(FailureClass.SHIM, Layer.SHIM);
        }
        return new Engine.Diagnosis(client, client == FailureClass.NERDCTL ? Layer.CLIENT : Layer.CONTAINERD);
    }
}
