package org.ocibench.compare;

/**
 * What a change must exceed to matter: both of it.
 *
 * @param ratio      relative change, for example .02; at least 0
 * @param difference change in the unit of the measure; at least 0
 */
public record Margin(double ratio, double difference) {

    /** For times: what the same two binaries differ from one session to the next lies below. */
    public static final Margin OF_TIME = new Margin(.02, 0);
    /** For peak memory in bytes: it comes in pages, and a small process moves by per cents for nothing. */
    public static final Margin OF_MEMORY = new Margin(.01, 64 * 1024);

    public Margin {
        if (!(ratio >= 0 && ratio < 1 && difference >= 0)) {
            throw new IllegalArgumentException("not a margin: " + ratio + ", " + difference);
        }
    }

    /** Logarithm of the ratio at the margin: the other end of the margin is its negative. */
    double log() {
        return Math.log1p(ratio);
    }

    /** The margin of this measure. */
    static Margin of(Measure measure) {
        return measure == Measure.PEAK ? OF_MEMORY : OF_TIME;
    }
}
