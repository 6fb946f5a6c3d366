package org.ocibench.compare;

/** What a verdict needs at least before a build may fail for it. */
public final class Gate {

    /** Sub-blocks in which both arms have a value. */
    public static final int SUB_BLOCKS = 20;
    /** Blocks that these are of. */
    public static final int BLOCKS = 5;
    /** Timed starts per arm for a verdict on errors: with these a rate that goes from nought to 3.6 % is found. */
    public static final int ATTEMPTS = 500;

    private Gate() {
    }
}
