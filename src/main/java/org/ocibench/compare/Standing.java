package org.ocibench.compare;

import java.util.Optional;

/** Where a ratio stands to the margin, by its interval. It is no verdict: nothing is adjusted, and nothing fails for it. */
public enum Standing {
    /** The whole interval is above the margin. */
    SLOWER("slower"),
    /** The whole interval is below the margin. */
    FASTER("faster"),
    /** The whole interval is within the margin. */
    SAME("same"),
    /** None of these, or there is no interval. */
    UNCLEAR("unclear");

    private final String label;

    Standing(String label) {
        this.label = label;
    }

    /** Word in tables. */
    public String label() {
        return label;
    }

    /** Where this interval of a ratio stands. */
    static Standing of(Optional<Interval> interval, Margin margin) {
        if (interval.isEmpty()) {
            return UNCLEAR;
        }
        double above = 1 + margin.ratio();
        Interval i = interval.get();
        return i.lower() > above ? SLOWER : i.upper() < 1 / above ? FASTER : i.lower() > 1 / above && i.upper() < above ? SAME : UNCLEAR;
    }

    /** True for slower and faster. */
    public boolean isChange() {
        return this == SLOWER || this == FASTER;
    }
}
