package org.ocibench.compare;

/** What a reader of a verdict must know beside it. */
public enum Caveat {
    /** The arms have no value in the same sub-block: one of them had no success, or what is compared was not measured. */
    NOTHING_SHARED,
    /** There are fewer units than any verdict needs. */
    TOO_FEW_UNITS,
    /** There are enough units for a verdict, but not for one that fails a build: see {@link Gate}. */
    BELOW_GATE,
    /** Some sub-blocks of one arm have no counterpart in the other, or values that have no ratio, and were left out. */
    UNITS_LEFT_OUT,
    /** All units differ by the same, so that nothing is known of their scatter; the p is that of a sign test. */
    NO_SPREAD,
    /** Sub-blocks of a block are alike, so that blocks are the units. */
    FORK_EFFECT,
    /** Of one arm more than 1 % of the starts failed, so that its times are those of a selection. */
    CENSORED,
    /** Counted as their time-outs, the failures of a censored arm take away the verdict that the successes alone would have. */
    OVERTURNED_BY_TIMEOUTS,
    /** Failures are not independent: some blocks have more than their share, so that a change must show over blocks too. */
    FAILURES_CLUSTER
}
