package org.ocibench.engine;

import java.util.Arrays;
import java.util.Locale;
import org.ocibench.host.Printable;

/** What went wrong with a start. The name says which party failed, as far as its own words and exit code tell. */
public enum FailureClass {
    /** The OCI runtime refused or broke. */
    RUNTIME,
    /** The containerd shim refused or broke. */
    SHIM,
    /** containerd or its client ctr refused or broke. */
    CONTAINERD,
    /** nerdctl refused or broke. */
    NERDCTL,
    /** The container ran and its process ended with another code than the sentinel. */
    WORKLOAD,
    /** The container ran, but the exit code it ended with did not come back. */
    LOST_STATUS,
    /** The container ran and its exit code came back, but what it wrote did not: a client may end before it has copied it. */
    LOST_OUTPUT,
    /** The command ended as if the container had run, but it had not: it used no CPU time, or, run directly, its mark is missing. */
    NOT_RUN,
    /** The runtime's binary was changed while the campaign ran. */
    REPLACED,
    /** The kernel killed something of the container because its memory limit was reached, whatever came of that. */
    OOM_KILL,
    /** The container's limit could not be set: more was in use already, or the limit is out of range. */
    LIMIT_REFUSED,
    /** Something of a container stayed on the host. */
    LEAK,
    /** Nothing came back within the operation's time-out; the container was killed. */
    TIMEOUT,
    /** The bench itself could not do its part; says nothing about the runtime. */
    HARNESS;

    /** Name in the operation log and in tables, for example {@code lost-status}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The class with this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static FailureClass ofLabel(String label) {
        return Arrays.stream(values()).filter(c -> c.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown failure class: " + Printable.quoted(label)));
    }
}
