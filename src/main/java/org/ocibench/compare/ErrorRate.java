package org.ocibench.compare;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How many of an arm's attempts failed. Rates are fractions, not percent.
 *
 * @param failures number of attempts that failed
 * @param attempts number of attempts, failed ones included; may be 0
 */
public record ErrorRate(int failures, int attempts) {

    /** Above this rate the times of an arm are those of a selection: failing may depend on being fast or slow. */
    public static final double CENSORING_LIMIT = .01;

    public ErrorRate {
        if (failures < 0 || failures > attempts) {
            throw new IllegalArgumentException(failures + " failures of " + attempts + " attempts");
        }
    }

    /** Failures per attempt; empty without attempts. */
    public OptionalDouble rate() {
        return attempts == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) failures / attempts);
    }

    /**
     * The exact 95 % interval of the rate (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934), from quantiles of
     * the beta distribution. It is [0, 1] without attempts.
     */
    public Interval interval() {
        return interval(OrderStatistics.TAIL);
    }

    /** The same with at most the probability {@code tail} beyond either end. */
    Interval interval(double tail) {
        double lower = failures == 0 ? 0
                : BetaDistribution.of(failures, attempts - failures + 1.0).inverseCumulativeProbability(tail);
        double upper = failures == attempts ? 1
                : BetaDistribution.of(failures + 1.0, attempts - failures).inverseSurvivalProbability(tail);
        return new Interval(lower, upper);
    }

    /** Both counts together. */
    ErrorRate plus(ErrorRate other) {
        return new ErrorRate(failures + other.failures, attempts + other.attempts);
    }

    /** True if more than 1 % of the attempts failed. */
    public boolean censored() {
        return rate().orElse(0) > CENSORING_LIMIT;
    }
}
