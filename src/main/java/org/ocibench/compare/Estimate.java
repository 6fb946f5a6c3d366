package org.ocibench.compare;

import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over sub-blocks and how sure it is. Values are differences between arms that ran in the same sub-blocks, so what hits
 * all arms alike has cancelled; they keep the unit they came in.
 *
 * @param mean     arithmetic mean
 * @param n        number of sub-blocks, at least 1
 * @param interval 99 % interval; empty below {@value #LEAST_N} sub-blocks
 */
public record Estimate(double mean, int n, Optional<Interval> interval) {

    /** Nominal coverage of the interval, for each estimate by itself. */
    public static final double CONFIDENCE = .99;

    /** With fewer sub-blocks an interval would rest on their normal distribution more than on them. */
    public static final int LEAST_N = 6;

    public Estimate {
        Objects.requireNonNull(interval, "interval is null");
        if (n < 1) {
            throw new IllegalArgumentException("a mean of " + n + " values");
        }
    }

    /**
     * The mean of these values with the interval of Student (The Probable Error of a Mean, Biometrika 6, 1908):
     * mean &plusmn; t<sub>n-1</sub> s / &radic;n.
     *
     * @throws IllegalArgumentException if there is no value, or one that is not finite
     */
    public static Estimate of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a mean of no values");
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a value is not finite");
            }
        }
        return ofSpread(Mean.of(values).getAsDouble(), values.length == 1 ? 0 : StandardDeviation.of(values).getAsDouble(), values.length,
                values.length - 1.);
    }

    /** The same from the mean, the standard deviation with its degrees of freedom, and the number of values. */
    static Estimate ofSpread(double mean, double sd, int n, double freedom) {
        if (n < LEAST_N) {
            return new Estimate(mean, n, Optional.empty());
        }
        double half = TDistribution.of(freedom).inverseSurvivalProbability((1 - CONFIDENCE) / 2) * sd / Math.sqrt(n);
        return new Estimate(mean, n, Optional.of(new Interval(mean - half, mean + half)));
    }

    /** The same with an interval so many times as wide. */
    Estimate stretched(double factor) {
        return new Estimate(mean, n, interval.map(i -> new Interval(mean - factor * (mean - i.lower()), mean + factor * (i.upper() - mean))));
    }

    /** 1 or -1 where the whole interval is above or below nought; 0 where it holds nought, or there is none. */
    public int sign() {
        return interval.map(i -> i.lower() > 0 ? 1 : i.upper() < 0 ? -1 : 0).orElse(0);
    }
}
