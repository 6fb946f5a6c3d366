package org.ocibench.compare;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Quantiles of a sample and their distribution-free intervals. Values keep the unit they came in.
 *
 * <p>Point estimates are type 8 of R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, The American
 * Statistician 50 (1996). The intervals assume independent values, which neighbouring operations are not: they
 * describe one run and are narrow for anything beyond it.
 */
public final class OrderStatistics {

    /** Nominal coverage of every interval of this package. */
    public static final double CONFIDENCE = .95;

    static final double TAIL = (1 - CONFIDENCE) / 2;

    private static final Quantile HYNDMAN_FAN_8 = Quantile.withDefaults().withCopy(true).with(EstimationMethod.HF8);

    private final double[] sorted;

    private OrderStatistics(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * Order statistics of these values, in any order.
     *
     * @throws IllegalArgumentException if there is no value, or one that is not finite
     */
    public static OrderStatistics of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a value is not finite");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new OrderStatistics(sorted);
    }

    /**
     * Order statistics of these values, in any order.
     *
     * @throws IllegalArgumentException if there is no value, or one that is not finite
     */
    public static OrderStatistics of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Number of values, at least 1. */
    public int n() {
        return sorted.length;
    }

    public double min() {
        return sorted[0];
    }

    public double max() {
        return sorted[sorted.length - 1];
    }

    public double median() {
        return Median.withDefaults().withCopy(true).evaluate(sorted);
    }

    /**
     * The quantile of probability {@code q}.
     *
     * @param q between 0 and 1
     */
    public double quantile(double q) {
        return HYNDMAN_FAN_8.evaluate(sorted, q);
    }

    /**
     * The 95 % interval of the quantile: the values at its {@link #ranks ranks}. Empty where the sample is too small.
     *
     * @param q between 0 and 1, exclusive
     */
    public Optional<Interval> interval(double q) {
        return ranks(sorted.length, q).map(r -> new Interval(sorted[r.lower() - 1], sorted[r.upper() - 1]));
    }

    /**
     * The ranks whose values enclose the quantile with at least 95 % confidence, at most 2.5 % beyond either end: with
     * B from Binomial(n, q), the lower is the largest l with P(B &lt; l) &lt; .025, the upper the smallest u with
     * P(B &lt; u) &ge; .975 (H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed. 2003, §7.1). Empty where one of
     * them would lie outside of the sample.
     *
     * @param n size of the sample, at least 1
     * @param q between 0 and 1, exclusive
     */
    public static Optional<Ranks> ranks(int n, double q) {
        requireInterior(q);
        if (n < 1) {
            throw new IllegalArgumentException("sample size below 1: " + n);
        }
        BinomialDistribution below = BinomialDistribution.of(n, q);
        int lower = below.inverseCumulativeProbability(TAIL);
        int upper = below.inverseCumulativeProbability(1 - TAIL) + 1;
        return lower >= 1 && upper <= n ? Optional.of(new Ranks(lower, upper)) : Optional.empty();
    }

    /**
     * Size of the smallest sample that has an {@link #interval interval} for this quantile: 6 for the median, 72 for
     * the 95th percentile.
     *
     * @param q between 0 and 1, exclusive
     */
    public static int leastN(double q) {
        requireInterior(q);
        int n = 1;
        while (ranks(n, q).isEmpty()) {
            n++;
        }
        return n;
    }

    private static void requireInterior(double q) {
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("probability not between 0 and 1: " + q);
        }
    }

    /**
     * Places in the sorted sample.
     *
     * @param lower from 1
     * @param upper up to the size of the sample
     */
    public record Ranks(int lower, int upper) {
        public Ranks {
            if (lower < 1 || upper < lower) {
                throw new IllegalArgumentException("not ranks: " + lower + ", " + upper);
            }
        }
    }
}
