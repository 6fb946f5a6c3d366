package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.host.Launcher;
import org.ocibench.runtime.ResolvedRuntime;

class ContainerdDiagnosisTest {

    private static final ResolvedRuntime RUNSC = new ResolvedRuntime("runsc", "runsc@1", "/bin/runsc", List.of(), List.of(128),
            "io.containerd.runsc.v1", Map.of(), List.of(128), false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0   | ''                                                                              | CONTAINERD | WORKLOAD    | CONTAINER",
        "7   | ''                                                                              | NERDCTL    | WORKLOAD    | CONTAINER",
        "128 | ''                                                                              | CONTAINERD | LOST_STATUS | SHIM",
        "1   | ctr: failed to create shim task: OCI runtime create failed: unable to retrieve  | CONTAINERD | RUNTIME     | RUNTIME",
        "1   | ctr: failed to create shim task: creating container: cannot create gofer        | CONTAINERD | RUNTIME     | RUNTIME",
        "1   | failed to create shim task: ttrpc: closed: unknown                              | NERDCTL    | SHIM        | SHIM",
        "1   | ctr: failed to start shim: start failed                                         | CONTAINERD | SHIM        | SHIM",
        "1   | ctr: image docker.io/x: not found                                               | CONTAINERD | CONTAINERD  | CONTAINERD",
        "1   | level=fatal msg: name already used                                              | NERDCTL    | NERDCTL     | CLIENT"})
    void theWordsTellWhoFailed(int code, String stderr, FailureClass client, FailureClass failure, Layer layer) {
        assertEquals(new Engine.Diagnosis(failure, layer),
                ContainerdDiagnosis.of(new Launcher.Exit(code, false, null, 1, 0, ""), stderr, RUNSC, client));
    }
}
