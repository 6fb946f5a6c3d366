package org.ocibench.compare;

/** What is said of a candidate against a baseline. */
public enum Verdict {
    /** Worse by more than the margin. */
    REGRESSED("REGRESSED"),
    /** Better by more than the margin. */
    IMPROVED("IMPROVED"),
    /** Apart by less than the margin, if at all. */
    EQUIVALENT("EQUIVALENT"),
    /** Apart, but not shown to be so by more than the margin. */
    DIFFERENT("DIFFERENT (below margin)"),
    /** None of these was shown; that does not mean that there is no change. */
    INCONCLUSIVE("INCONCLUSIVE");

    /** Probability of one verdict of change or more where nothing has changed by more than the margin. */
    public static final double ALPHA = .01;

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** Word in tables. */
    public String label() {
        return label;
    }

    /** True for what a copy of the same binary must not get. */
    public boolean isChange() {
        return this == REGRESSED || this == IMPROVED;
    }
}
