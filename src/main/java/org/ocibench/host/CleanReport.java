package org.ocibench.host;

import java.util.List;

/** What a cleaner did. */
public record CleanReport(List<Leftover> removed, List<Kept> kept) {

    /** What could not or must not be removed, and why. */
    public record Kept(Leftover leftover, String reason) { }

    public CleanReport {
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /** Whether everything is gone. */
    public boolean isComplete() {
        return kept.isEmpty();
    }
}
