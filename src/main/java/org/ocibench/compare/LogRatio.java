package org.ocibench.compare;

import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The mean of paired log-ratios d = ln(candidate) - ln(baseline) with the one-sample tests of Student (The Probable Error of a
 * Mean, Biometrika 6, 1908). Between units d has no autocorrelation to speak of, even where the host drifts.
 *
 * @param log     mean of d and its 99 % interval
 * @param sd      standard deviation of d; 0 for a single one
 * @param freedom degrees of freedom of the sd
 */
public record LogRatio(Estimate log, double sd, double freedom) {

    /** Chance with which an effect of the size that is called detectable or claimable is found. */
    public static final double POWER = .8;

    /** A standard deviation this small is the rounding of equal values. */
    static final double ROUNDING = 1e-12;

    /**
     * The mean of these log-ratios.
     *
     * @throws IllegalArgumentException if there is none, or one that is not finite
     */
    static LogRatio of(double... d) {
        return new LogRatio(Estimate.of(d), d.length == 1 ? 0 : StandardDeviation.of(d).getAsDouble(), d.length - 1.);
    }

    /**
     * The same with what campaigns differ by added to its error: the sd becomes what it would have to be for n units to have that error.
     *
     * @param session   standard deviation between campaigns
     * @param campaigns that it was worked out from
     */
    LogRatio widened(double session, int campaigns) {
        UnitSpread whole = new UnitSpread(sd, freedom).widened(n(), session, campaigns);
        return new LogRatio(Estimate.ofSpread(log.mean(), whole.sd(), n(), whole.freedom()), whole.sd(), whole.freedom());
    }

    /** Variance of the mean. */
    double squaredError() {
        return sd * sd / n();
    }

    /** Number of units. */
    public int n() {
        return log.n();
    }

    /** Candidate / baseline: the geometric mean of the units' ratios. */
    public double ratio() {
        return Math.exp(log.mean());
    }

    /** 99 % interval of the ratio, not adjusted for other measures; empty below {@value Estimate#LEAST_N} units. */
    public Optional<Interval> interval() {
        return log.interval().map(i -> new Interval(Math.exp(i.lower()), Math.exp(i.upper())));
    }

    /** False where all units have the same ratio: then nothing is known of how much they would scatter. */
    public boolean hasSpread() {
        return sd > ROUNDING;
    }

    /** Two-sided p against equality; empty below {@value Estimate#LEAST_N} units. */
    public OptionalDouble p() {
        return n() < Estimate.LEAST_N ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, 2 * Math.min(pAbove(0), pBelow(0))));
    }

    /**
     * One-sided p against a log-ratio of at most {@code bound}. Where all units are equal t is not defined, and it is that of
     * the sign test, 2<sup>-n</sup>.
     */
    double pAbove(double bound) {
        double distance = log.mean() - bound;
        if (hasSpread()) {
            return TDistribution.of(freedom).survivalProbability(distance * Math.sqrt(n()) / sd);
        }
        return distance > ROUNDING ? Math.scalb(1., -n()) : 1;
    }

    /** One-sided p against a log-ratio of at least {@code bound}. */
    double pBelow(double bound) {
        return new LogRatio(new Estimate(-log.mean(), n(), Optional.empty()), sd, freedom).pAbove(-bound);
    }

    /**
     * The change, as a fraction, that differs from none in 80 of 100 repetitions. Empty without spread and below
     * {@value Estimate#LEAST_N} units.
     */
    public OptionalDouble detectable() {
        return hasSpread() && n() >= Estimate.LEAST_N ? OptionalDouble.of(new Reach(sd, n(), freedom).detectable()) : OptionalDouble.empty();
    }

    /** The change, as a fraction, that is called {@link Verdict#REGRESSED} in 80 of 100 repetitions; empty as above. */
    public OptionalDouble claimable(Margin margin) {
        return hasSpread() && n() >= Estimate.LEAST_N ? OptionalDouble.of(new Reach(sd, n(), freedom).claimable(margin))
                : OptionalDouble.empty();
    }

    /**
     * Upper 80 % confidence limit of the standard deviation, from the chi-squared distribution. A plan that takes the sd of its
     * pilot as it is falls short of its power in half of all cases (R. H. Browne, On the use of a pilot sample for sample size
     * determination, Statistics in Medicine 14, 1995). Empty for a single unit.
     */
    public OptionalDouble sdUpperLimit() {
        return n() == 1 ? OptionalDouble.empty() : OptionalDouble.of(sd * Math.sqrt((n() - 1)
                / ChiSquaredDistribution.of(n() - 1.0).inverseCumulativeProbability(1 - POWER)));
    }
}
