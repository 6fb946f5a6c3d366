package org.ocibench.compare;

/**
 * How far units of a comparison scatter.
 *
 * @param sd      standard deviation of the log-ratio, at least 0
 * @param freedom its degrees of freedom
 */
record UnitSpread(double sd, double freedom) {

    /**
     * The same with what campaigns differ by added to the error of a mean of n units: the sd that n units would need to have that error by
     * themselves. The mean of equal binaries is known to be nought, so that k campaigns leave k degrees of freedom.
     *
     * @param session   standard deviation between campaigns; 0 where none shows
     * @param campaigns that it was worked out from
     */
    UnitSpread widened(int n, double session, int campaigns) {
        double within = sd * sd;
        double between = n * session * session;
        return between == 0 ? this : new UnitSpread(Math.sqrt(within + between), Effect.freedom(between, campaigns, within, freedom));
    }
}
