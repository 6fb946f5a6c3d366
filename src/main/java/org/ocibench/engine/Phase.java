package org.ocibench.engine;

import java.util.Arrays;
import org.ocibench.host.Printable;

/** What of a container's life one operation times. Everything before and after it belongs to the operation too, untimed. */
public enum Phase {
    /** From create to exit, in one go. */
    RUN("run"),
    /** From the launch of {@code run} until the container's own first sign of life. */
    USER_CODE("userCode"),
    CREATE("create"),
    /** Of a created container. */
    START("start"),
    /** Asking for the state of a running container. */
    STATE("state"),
    /** Another process in a running container, to its end. */
    EXEC("exec"),
    /** Sending a running container the signal KILL, which it need not have taken yet when the command returns. */
    KILL("kill"),
    /** The same until the container has ended. */
    STOP("stop"),
    /** Of a container that has ended. */
    DELETE("delete"),
    /** {@code delete --force} of a running container. */
    DELETE_FORCE("deleteForce");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    /** Name in keys, logs and tables, and of the benchmark's method. */
    public String label() {
        return label;
    }

    /**
     * The phase with this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Phase ofLabel(String label) {
        return Arrays.stream(values()).filter(phase -> phase.label.equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown phase: " + Printable.quoted(label)));
    }
}
