package org.ocibench.cli;

/** What the process ends with. */
final class ExitCode {

    /** Done. */
    static final int OK = 0;
    /** A regression was found and confirmed. */
    static final int REGRESSED = 1;
    /** Neither a change nor equality was shown. */
    static final int INCONCLUSIVE = 2;
    /** Two campaigns do not compare. */
    static final int NOT_COMPARABLE = 3;
    /** The campaign is invalid: no arm gave numbers, or an arm that was asked for by name is missing. */
    static final int INVALID = 4;
    /** The command line is wrong. */
    static final int USAGE = 64;
    /** The bench itself failed: a bug, or no memory. */
    static final int SOFTWARE = 70;
    /** A prerequisite is missing: root, containerd, a runnable arm, a folder that can be written. */
    static final int UNAVAILABLE = 69;
    /** Interrupted; what was measured is kept. */
    static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
