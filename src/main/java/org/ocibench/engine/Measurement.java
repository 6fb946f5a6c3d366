package org.ocibench.engine;

import java.util.OptionalLong;

/**
 * An outcome with what the start used.
 *
 * @param outcome      how it ended
 * @param cpuMicros    user and system time in microseconds of all that ran for it, from cgroups
 * @param rusageMicros the same as far as the launching process waited for it
 * @param peakBytes    peak memory in bytes of the cgroup that holds the container
 * @param limitMillis  the time-out in force, in milliseconds
 */
public record Measurement(Outcome outcome, OptionalLong cpuMicros, OptionalLong rusageMicros, OptionalLong peakBytes,
        long limitMillis) {
}
