package org.ocibench.compare;

import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * The unconditional exact test of R. D. Boschloo (Raised conditional level of significance for the 2 x 2-table, Statistica
 * Neerlandica 24, 1970) of whether two error rates are equal: Fisher's two-sided p is its statistic, and its p is the largest
 * probability, over all common rates, of a table whose statistic is no larger. It takes the attempts of each arm for fixed, and
 * for independent.
 */
final class Boschloo {

    /** With more attempts in an arm Fisher's p is taken: it is hardly larger then, and the search would take seconds. */
    private static final int MOST_ATTEMPTS = 2000;

    /** Tables whose probability is the same but for rounding count as equal. */
    private static final double TIE = 1 + 1e-7;

    private static final int REFINEMENTS = 40;

    private final int attemptsOfA;
    private final int attemptsOfB;

    private Boschloo(ErrorRate a, ErrorRate b) {
        this.attemptsOfA = a.attempts();
        this.attemptsOfB = b.attempts();
    }

    /**
     * The two-sided p.
     *
     * @param a with at least one attempt
     * @param b with at least one attempt
     */
    static double p(ErrorRate a, ErrorRate b) {
        double fisher = fisher(a, b);
        return Math.max(a.attempts(), b.attempts()) > MOST_ATTEMPTS ? fisher : new Boschloo(a, b).largest(fisher);
    }

    /** Fisher's two-sided p (R. A. Fisher, Journal of the Royal Statistical Society 98, 1935), both margins being fixed. */
    static double fisher(ErrorRate a, ErrorRate b) {
        HypergeometricDistribution tables = new Boschloo(a, b).tables(a.failures() + b.failures());
        double limit = tables.probability(b.failures()) * TIE;
        return Math.min(1, IntStream.rangeClosed(tables.getSupportLowerBound(), tables.getSupportUpperBound())
                .mapToDouble(tables::probability).filter(probability -> probability <= limit).sum());
    }

    /** Failures of b among so many of both. */
    private HypergeometricDistribution tables(int failures) {
        return HypergeometricDistribution.of(attemptsOfA + attemptsOfB, attemptsOfB, failures);
    }

    private double largest(double fisher) {
        int attempts = attemptsOfA + attemptsOfB;
        double[] rejected = IntStream.rangeClosed(0, attempts).mapToDouble(failures -> rejected(failures, fisher * TIE)).toArray();
        // Spaced by arcsine a binomial rate scatters alike everywhere: a step is half of its standard deviation.
        int steps = (int) Math.ceil(2 * Math.PI * Math.sqrt(attempts));
        double step = Math.PI / 2 / steps;
        double[] byStep = IntStream.range(0, steps).mapToDouble(i -> probability(i * step, rejected)).toArray();
        int best = IntStream.range(1, steps).reduce(1, (i, j) -> byStep[j] > byStep[i] ? j : i);
        double lower = (best - 1) * step;
        double upper = (best + 1) * step;
        for (int i = 0; i < REFINEMENTS; i++) {
            double third = (upper - lower) / 3;
            if (probability(lower + third, rejected) < probability(upper - third, rejected)) {
                lower += third;
            } else {
                upper -= third;
            }
        }
        return Math.min(1, Math.max(byStep[best], probability((lower + upper) / 2, rejected)));
    }

    /** Probability, given so many failures in all, of a table whose statistic is within the limit. */
    private double rejected(int failures, double limit) {
        HypergeometricDistribution tables = tables(failures);
        int lower = tables.getSupportLowerBound();
        int upper = tables.getSupportUpperBound();
        double sum = 0;
        while (lower <= upper) {
            double left = tables.probability(lower);
            double right = tables.probability(upper);
            double least = Math.min(left, right) * TIE;
            double added = (left <= least ? left : 0) + (right <= least && lower < upper ? right : 0);
            if (sum + added > limit) {
                return sum;
            }
            sum += added;
            lower += left <= least ? 1 : 0;
            upper -= right <= least ? 1 : 0;
        }
        return sum;
    }

    /** The same whatever the number of failures, where both arms fail with the rate sin<sup>2</sup>(angle). */
    private double probability(double angle, double[] rejected) {
        BinomialDistribution failures = BinomialDistribution.of(attemptsOfA + attemptsOfB, Math.pow(Math.sin(angle), 2));
        return IntStream.range(0, rejected.length).mapToDouble(i -> rejected[i] == 0 ? 0 : rejected[i] * failures.probability(i)).sum();
    }
}
