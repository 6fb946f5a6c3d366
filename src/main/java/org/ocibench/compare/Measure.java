package org.ocibench.compare;

import java.util.Collection;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.commons.statistics.descriptive.Mean;
import org.ocibench.campaign.OperationRow;

/** What is compared of the starts of a sub-block, with the statistic that stands for them. */
public enum Measure {
    /** Wall time in milliseconds: the median, which a single slow start does not move. */
    WALL(row -> OptionalLong.of(row.wallNanos()), 1e6, false),
    /** CPU time in milliseconds of everything that a start ran, from cgroups: the mean, since it adds up. */
    CPU(OperationRow::cpuMicros, 1e3, true),
    /** CPU time in milliseconds of what was waited for: comparable only between arms that wait for the same. The mean. */
    WAITED_CPU(OperationRow::rusageMicros, 1e3, true),
    /** Peak memory in bytes of the cgroup that holds the container: the median. */
    PEAK(OperationRow::peakBytes, 1, false);

    private final Function<OperationRow, OptionalLong> value;
    private final double perUnit;
    private final boolean additive;

    Measure(Function<OperationRow, OptionalLong> value, double perUnit, boolean additive) {
        this.value = value;
        this.perUnit = perUnit;
        this.additive = additive;
    }

    /** The statistic over those of the rows that have a value; empty if none has. */
    OptionalDouble of(Collection<OperationRow> rows) {
        double[] values = rows.stream().map(value).filter(OptionalLong::isPresent)
                .mapToDouble(v -> v.getAsLong() / perUnit).toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(additive ? Mean.of(values).getAsDouble() : OrderStatistics.of(values).median());
    }
}
