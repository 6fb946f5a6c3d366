package org.ocibench.engine;

import java.util.List;
import java.util.Locale;

/** Who used something while containers were started, from the outside in. */
public enum CostLayer {
    /** ctr, nerdctl with the processes that it runs beside it, or the program of a control. */
    CLIENT,
    /** The daemon. */
    CONTAINERD,
    /** containerd's shim, which lives as long as the container, and its helpers. */
    SHIM,
    /** The OCI runtime: every call of it, and what it does in the container before the container's own program begins. */
    RUNTIME,
    /** Programs that the runtime runs because the container's configuration says so. */
    HOOKS,
    /** The container's own processes. */
    CONTAINER,
    /** Threads of the kernel: what it does for others at a time of its own choosing. */
    KERNEL,
    /** This bench. */
    BENCH,
    /** All else on the host. */
    OTHERS;

    /** The layers that a container started in an arm's way passes, and those that are not of its making. */
    public static List<CostLayer> of(Arm arm) {
        if (Engines.needsContainerd(arm)) {
            return List.of(values());
        }
        return arm.isControl() ? List.of(CLIENT, KERNEL, BENCH, OTHERS)
                : List.of(RUNTIME, HOOKS, CONTAINER, KERNEL, BENCH, OTHERS);
    }

    /** True for those that are there whether containers are started or not: of them only CPU time and switches are told. */
    public boolean isSurrounding() {
        return this == KERNEL || this == BENCH || this == OTHERS;
    }

    /** Name in metrics and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
