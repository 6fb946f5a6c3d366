package org.ocibench.engine;

import java.util.Arrays;
import java.util.List;

/** The containerd shims that serve a namespace of ours. After a failed start they may outlive their container. */
final class Shims {

    private Shims() {
    }

    /** Kills every shim that was started for this containerd namespace, and the runtime that it waits for. */
    static void kill(String namespace) {
        ProcessHandle.allProcesses().filter(process -> serves(process, namespace)).toList().forEach(shim -> {
            List<ProcessHandle> below = shim.descendants().toList();
            shim.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        });
    }

    private static boolean serves(ProcessHandle process, String namespace) {
        String command = process.info().command().orElse("");
        List<String> arguments = process.info().arguments().map(Arrays::asList).orElse(List.of());
        int flag = arguments.indexOf("-namespace");
        return command.contains("containerd-shim") && flag >= 0 && flag + 1 < arguments.size()
                && arguments.get(flag + 1).equals(namespace);
    }
}
