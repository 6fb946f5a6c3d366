package org.ocibench.compare;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of a sample and its 95 % t-interval, in the unit of the values. The interval describes one run.
 *
 * @param value    the mean
 * @param interval empty for a single value
 * @param n        number of values, at least 1
 */
public record Mean(double value, Optional<Interval> interval, int n) {

    /**
     * The mean of these values.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Mean of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        int n = values.length;
        double mean = Arrays.stream(values).sum() / n;
        if (n == 1) {
            return new Mean(mean, Optional.empty(), n);
        }
        double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (n - 1);
        double half = TDistribution.of(n - 1).inverseSurvivalProbability(OrderStatistics.TAIL) * Math.sqrt(variance / n);
        return new Mean(mean, Optional.of(new Interval(mean - half, mean + half)), n);
    }
}
