package org.ocibench.runtime;

import java.util.List;
import java.util.Map;

/**
 * What an engine needs of the runtime that a parameter selected; small enough to be handed to a fork.
 *
 * @param parameter         the parameter's value, for example {@code runsc~kvm}
 * @param id                name and version, for example {@code runsc@20260905.0}
 * @param binary            absolute path
 * @param globalFlags       flags before the subcommand
 * @param setupFailureExits exit codes of {@code run} that mean that the runtime itself failed
 * @param shimType          containerd's runtime type of its own shim; null for the runc shim
 * @param annotations       annotations that its containers need under that shim
 * @param lostStatusExits   exit codes that the shim reports when it lost the container's
 * @param local             true if it was built on this host
 */
public record ResolvedRuntime(String parameter, String id, String binary, List<String> globalFlags,
        List<Integer> setupFailureExits, String shimType, Map<String, String> annotations, List<Integer> lostStatusExits,
        boolean local) {

    public ResolvedRuntime {
        globalFlags = List.copyOf(globalFlags);
        setupFailureExits = List.copyOf(setupFailureExits);
        annotations = Map.copyOf(annotations);
        lostStatusExits = List.copyOf(lostStatusExits);
    }

    /** The same runtime from another file: the copy of an A/A control. */
    public ResolvedRuntime at(String otherBinary) {
        return new ResolvedRuntime(parameter, id, otherBinary, globalFlags, setupFailureExits, shimType, annotations,
                lostStatusExits, local);
    }

    /** The variant in the parameter, or an empty text. */
    public String variant() {
        int tilde = parameter.indexOf('~');
        return tilde < 0 ? "" : parameter.substring(tilde + 1);
    }
}
