package org.ocibench.report;

import java.util.Objects;

/**
 * An arm that got no more turns because it failed too often.
 *
 * @param arm      its key
 * @param attempts how many attempts it had by then
 * @param reason   the rule that it fell under, with the failure seen
 */
public record Parked(String arm, int attempts, String reason) {
    public Parked {
        Objects.requireNonNull(arm, "arm is null");
        Objects.requireNonNull(reason, "reason is null");
        if (attempts < 0) {
            throw new IllegalArgumentException("negative number of attempts: " + attempts);
        }
    }

    /** A line for a reader. */
    String told() {
        return "Parked: " + arm + " after " + Counted.of(attempts, "attempt") + ": " + reason;
    }
}
