package org.ocibench.engine;

import java.util.List;
import java.util.OptionalLong;

/**
 * An outcome with what the operation used.
 *
 * @param outcome      how it ended
 * @param cpuMicros    user and system time in microseconds of all that ran for it, from cgroups
 * @param rusageMicros the same as far as the launching process waited for it
 * @param peakBytes    peak memory in bytes of the cgroup that holds the container, or all of a burst
 * @param limitMillis  the time-out in force, in milliseconds
 * @param together     of a burst its containers in the order in which they were let go; else empty
 */
public record Measurement(Outcome outcome, OptionalLong cpuMicros, OptionalLong rusageMicros, OptionalLong peakBytes,
        long limitMillis, List<Together> together) {

    /**
     * One container of a burst.
     *
     * @param startNanos {@link System#nanoTime} just before its launch
     * @param wallNanos  from then to its end
     * @param exit       exit code of its command, {@link Outcome#NO_EXIT} where there was none
     * @param failure    class of its failure, or null if it succeeded
     */
    public record Together(long startNanos, long wallNanos, int exit, FailureClass failure) {
    }

    public Measurement {
        together = List.copyOf(together);
    }

    /** Of a single container. */
    public Measurement(Outcome outcome, OptionalLong cpuMicros, OptionalLong rusageMicros, OptionalLong peakBytes, long limitMillis) {
        this(outcome, cpuMicros, rusageMicros, peakBytes, limitMillis, List.of());
    }
}
