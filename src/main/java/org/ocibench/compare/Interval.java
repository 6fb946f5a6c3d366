package org.ocibench.compare;

/**
 * A closed interval with finite ends, in the unit of what it is an interval of.
 *
 * @param lower lower end
 * @param upper upper end, not below {@code lower}
 */
public record Interval(double lower, double upper) {
    public Interval {
        if (!Double.isFinite(lower) || !Double.isFinite(upper) || lower > upper) {
            throw new IllegalArgumentException("not an interval: [" + lower + ", " + upper + "]");
        }
    }
}
