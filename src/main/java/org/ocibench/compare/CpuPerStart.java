package org.ocibench.compare;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.ocibench.campaign.OperationRow;

/**
 * User and system time of a successful start.
 *
 * @param millis median in milliseconds
 * @param n      number of operations with a value, at least 1
 * @param source what the values were read from
 */
public record CpuPerStart(double millis, int n, Source source) {

    private static final double MICROS_PER_MILLI = 1e3;

    /** Where CPU time was read. */
    public enum Source {
        /** The operation's own cgroups: everything that it ran. */
        CGROUP("cgroup"),
        /** {@code getrusage(RUSAGE_CHILDREN)}: only descendants that were waited for, so a lower bound. */
        RUSAGE("rusage");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        /** Name in tables and metadata. */
        public String label() {
            return label;
        }
    }

    public CpuPerStart {
        Objects.requireNonNull(source, "source is null");
        if (n < 1) {
            throw new IllegalArgumentException("a median of " + n + " values");
        }
    }

    /** From cgroups where any successful row has such a value, else from rusage; the two are never mixed. */
    static Optional<CpuPerStart> of(List<OperationRow> successes) {
        return of(successes, OperationRow::cpuMicros, Source.CGROUP)
                .or(() -> of(successes, OperationRow::rusageMicros, Source.RUSAGE));
    }

    private static Optional<CpuPerStart> of(List<OperationRow> successes, Function<OperationRow, OptionalLong> value,
            Source source) {
        double[] millis = successes.stream().map(value).filter(OptionalLong::isPresent)
                .mapToDouble(v -> v.getAsLong() / MICROS_PER_MILLI).toArray();
        return millis.length == 0 ? Optional.empty()
                : Optional.of(new CpuPerStart(OrderStatistics.of(millis).median(), millis.length, source));
    }
}
