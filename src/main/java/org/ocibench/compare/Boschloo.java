package org.ocibench.compare;

import org.apache.commons.statistics.inference.FisherExactTest;
import org.apache.commons.statistics.inference.UnconditionedExactTest;

/**
 * The unconditional exact test of R. D. Boschloo (Raised conditional level of significance for the 2 x 2-table, Statistica
 * Neerlandica 24, 1970) of whether two error rates are equal: Fisher's two-sided p is its statistic, and its p is the largest
 * probability, over all common rates, of a table whose statistic is no larger. It takes the attempts of each arm for fixed, and
 * for independent.
 */
final class Boschloo {

    /** With more attempts in an arm Fisher's p is taken: it is hardly larger then, and the search would take seconds. */
    private static final int MOST_ATTEMPTS = 2000;

    private Boschloo() {
    }

    /**
     * The two-sided p.
     *
     * @param a with at least one attempt
     * @param b with at least one attempt
     */
    static double p(ErrorRate a, ErrorRate b) {
        int failures = a.failures() + b.failures();
        if (failures == 0 || failures == a.attempts() + b.attempts()) {
            // The library takes no table with an empty row.
            return 1;
        }
        return Math.max(a.attempts(), b.attempts()) > MOST_ATTEMPTS ? fisher(a, b)
                : Math.min(1, UnconditionedExactTest.withDefaults().with(UnconditionedExactTest.Method.BOSCHLOO).test(table(a, b)).getPValue());
    }

    /** Fisher's two-sided p (R. A. Fisher, Journal of the Royal Statistical Society 98, 1935), both margins being fixed. */
    static double fisher(ErrorRate a, ErrorRate b) {
        return FisherExactTest.withDefaults().test(table(a, b)).getPValue();
    }

    /** The columns are the arms: their sums are what is fixed. */
    private static int[][] table(ErrorRate a, ErrorRate b) {
        return new int[][] {{a.failures(), b.failures()}, {a.attempts() - a.failures(), b.attempts() - b.failures()}};
    }
}
