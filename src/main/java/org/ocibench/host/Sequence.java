package org.ocibench.host;

import java.util.List;

/** Steps that the launcher has made ready, to be run one after the other. */
public final class Sequence {

    final Part[] parts;

    Sequence(List<Part> parts) {
        this.parts = parts.toArray(Part[]::new);
    }

    /** True if there is nothing to do. */
    public boolean isEmpty() {
        return parts.length == 0;
    }

    void close() {
        for (Part part : parts) {
            part.close();
        }
    }
}
