package org.ocibench.report;

import java.util.Objects;

/**
 * An arm that could not run here.
 *
 * @param arm    what a reader calls it, for example its key
 * @param reason why it could not run
 * @param remedy what to do about it; empty if nothing can be done
 */
public record NotRun(String arm, String reason, String remedy) {
    public NotRun {
        Objects.requireNonNull(arm, "arm is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(remedy, "remedy is null");
    }

    /** A line for a reader. */
    String told() {
        return "Not run: " + arm + ": " + reason + (remedy.isEmpty() ? "" : "; remedy: " + remedy);
    }
}
