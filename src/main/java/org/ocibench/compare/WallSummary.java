package org.ocibench.compare;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * Wall times of an arm's successful operations, all in milliseconds.
 *
 * @param n              number of operations, at least 1
 * @param median         median of the medians of the turns
 * @param medianInterval 95 % order-statistic interval of the median with turns as units; empty below 6 turns
 * @param mean           arithmetic mean of the operations
 * @param min            shortest operation
 * @param max            longest operation
 * @param p95            95th percentile of the operations; empty below 72 of them
 * @param lowerQuartile  25th percentile of the operations
 * @param upperQuartile  75th percentile of the operations
 */
public record WallSummary(int n, double median, Optional<Interval> medianInterval, double mean, double min, double max,
        OptionalDouble p95, double lowerQuartile, double upperQuartile) {

    public WallSummary {
        Objects.requireNonNull(medianInterval, "medianInterval is null");
        Objects.requireNonNull(p95, "p95 is null");
        if (n < 1) {
            throw new IllegalArgumentException("a summary of " + n + " operations");
        }
        if (min > max || lowerQuartile > upperQuartile) {
            throw new IllegalArgumentException("order of min, quartiles and max is wrong");
        }
    }

    /**
     * Summary of an arm.
     *
     * @param millis      the successful operations
     * @param turnMedians the medians of the turns that they make up
     * @throws IllegalArgumentException if one of the two is empty
     */
    static WallSummary of(double[] millis, double[] turnMedians) {
        OrderStatistics operations = OrderStatistics.of(millis);
        OrderStatistics turns = OrderStatistics.of(turnMedians);
        OptionalDouble p95 = operations.interval(.95).isPresent() ? OptionalDouble.of(operations.quantile(.95))
                : OptionalDouble.empty();
        return new WallSummary(operations.n(), turns.median(), turns.interval(.5), Mean.of(millis).getAsDouble(),
                operations.min(), operations.max(), p95, operations.quantile(.25), operations.quantile(.75));
    }

    /** Distance of the quartiles, the spread of the operations; empty for a single operation. */
    public OptionalDouble interquartileRange() {
        return n < 2 ? OptionalDouble.empty() : OptionalDouble.of(upperQuartile - lowerQuartile);
    }
}
