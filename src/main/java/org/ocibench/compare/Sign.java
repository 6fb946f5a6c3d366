package org.ocibench.compare;

import java.util.Objects;
import java.util.Optional;

/**
 * A figure of two arms that tells where a difference between them comes from. It is no claim of its own.
 *
 * @param name       what it is a figure of
 * @param unit       unit of the values
 * @param baseline   of the baseline
 * @param candidate  of the candidate
 * @param difference 99 % interval of candidate minus baseline; empty where the figure has none
 */
public record Sign(String name, Unit unit, double baseline, double candidate, Optional<Interval> difference) {

    /** Units of signs. */
    public enum Unit {
        /** Milliseconds per start. */
        MILLIS,
        /** A part of a whole, from 0 to 1. */
        SHARE,
        /** Events per start. */
        COUNT
    }

    public Sign {
        Objects.requireNonNull(unit, "unit is null");
        Objects.requireNonNull(difference, "difference is null");
    }
}
