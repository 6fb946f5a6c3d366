package org.ocibench.engine;

import java.util.Arrays;
import java.util.Locale;
import org.ocibench.host.Printable;

/** Where in the stack a failure was seen, from the outside in. */
public enum Layer {
    BENCH, CLIENT, CONTAINERD, SHIM, RUNTIME, CONTAINER;

    /** Name in the operation log and in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The layer with this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Layer ofLabel(String label) {
        return Arrays.stream(values()).filter(l -> l.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown layer: " + Printable.quoted(label)));
    }
}
