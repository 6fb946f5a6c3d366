package org.ocibench.compare;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.GeometricMean;
import org.apache.commons.statistics.descriptive.Mean;
import org.ocibench.campaign.OperationRow;

/** What is compared of the starts of a sub-block, with the statistic that stands for them. */
public enum Measure {
    /** Wall time in milliseconds: the median, which a single slow start does not move. */
    WALL(Measure::wallNanos, 1e6, Measure::median),
    /** Wall time in milliseconds of a start that nothing disturbed: the lower quartile. */
    WALL_LOWER_QUARTILE(Measure::wallNanos, 1e6, values -> OrderStatistics.of(values).quantile(.25)),
    /** Wall time in milliseconds with every failed start counted as its time-out, whatever ended it: the median. */
    WALL_WITH_TIMEOUTS(Measure::nanosWithTimeouts, 1e6, Measure::median),
    /** CPU time in milliseconds of everything that a start ran, from cgroups: the mean, since it adds up. */
    CPU(success(OperationRow::cpuMicros), 1e3, Measure::mean),
    /** The same for ratios: the geometric mean, whose logarithm is the mean of logarithms. */
    CPU_GEOMETRIC_MEAN(success(OperationRow::cpuMicros), 1e3, Measure::geometricMean),
    /** CPU time in milliseconds of what was waited for: comparable only between arms that wait for the same. The mean. */
    WAITED_CPU(success(OperationRow::rusageMicros), 1e3, Measure::mean),
    /** The same for ratios: the geometric mean. */
    WAITED_CPU_GEOMETRIC_MEAN(success(OperationRow::rusageMicros), 1e3, Measure::geometricMean),
    /** Peak memory in bytes of the cgroup that holds the container: the median. */
    PEAK(success(OperationRow::peakBytes), 1, Measure::median);

    /** Of times what ratios are made of. */
    public static final List<Measure> TIMES = List.of(WALL, CPU_GEOMETRIC_MEAN);

    private final Function<OperationRow, OptionalLong> value;
    private final double perUnit;
    private final ToDoubleFunction<double[]> statistic;

    Measure(Function<OperationRow, OptionalLong> value, double perUnit, ToDoubleFunction<double[]> statistic) {
        this.value = value;
        this.perUnit = perUnit;
        this.statistic = statistic;
    }

    /** The statistic over those of the rows that have a value; empty if none has. */
    OptionalDouble of(Collection<OperationRow> rows) {
        double[] values = rows.stream().map(value).filter(OptionalLong::isPresent)
                .mapToDouble(v -> v.getAsLong() / perUnit).toArray();
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(statistic.applyAsDouble(values));
    }

    private static Function<OperationRow, OptionalLong> success(Function<OperationRow, OptionalLong> value) {
        return row -> row.succeeded() ? value.apply(row) : OptionalLong.empty();
    }

    private static OptionalLong wallNanos(OperationRow row) {
        return row.succeeded() ? OptionalLong.of(row.wallNanos()) : OptionalLong.empty();
    }

    private static OptionalLong nanosWithTimeouts(OperationRow row) {
        return OptionalLong.of(row.succeeded() ? row.wallNanos()
                : Math.max(row.wallNanos(), TimeUnit.MILLISECONDS.toNanos(row.timeoutMillis())));
    }

    private static double median(double[] values) {
        return OrderStatistics.of(values).median();
    }

    private static double mean(double[] values) {
        return Mean.of(values).getAsDouble();
    }

    private static double geometricMean(double[] values) {
        return GeometricMean.of(values).getAsDouble();
    }
}
