package org.ocibench.compare;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A log-ratio that more than one campaign went into, with the error of its mean.
 *
 * @param log     mean
 * @param error   standard error, above 0
 * @param freedom degrees of freedom of the error, above 0
 */
public record Effect(double log, double error, double freedom) {

    /**
     * What several campaigns say together: the mean of their log-ratios. Its error is what is left within them plus what they differ by beyond
     * that (random effects; R. DerSimonian and N. Laird, Controlled Clinical Trials 7, 1986, with equal weights).
     *
     * @param campaigns one ratio of each, without those that have fewer than {@value Estimate#LEAST_N} units or no scatter
     * @return empty if no campaign is left
     */
    static Optional<Effect> of(List<LogRatio> campaigns) {
        List<LogRatio> known = campaigns.stream().filter(one -> one.n() >= Estimate.LEAST_N && one.hasSpread()).toList();
        int k = known.size();
        if (k == 0) {
            return Optional.empty();
        }
        double[] means = known.stream().mapToDouble(one -> one.log().mean()).toArray();
        double within = known.stream().mapToDouble(LogRatio::squaredError).average().orElseThrow();
        double units = known.stream().mapToDouble(LogRatio::freedom).sum();
        double between = k == 1 ? 0 : Math.max(0, Variance.of(means).getAsDouble() - within);
        return Optional.of(new Effect(Mean.of(means).getAsDouble(), Math.sqrt((within + between) / k), freedom(within, units, between, k - 1.)));
    }

    /** The candidate of one effect against that of another, both against the same baseline. */
    static Effect difference(Effect baseline, Effect candidate) {
        double a = baseline.error * baseline.error;
        double b = candidate.error * candidate.error;
        return new Effect(candidate.log - baseline.log, Math.sqrt(a + b), freedom(a, baseline.freedom, b, candidate.freedom));
    }

    /** Degrees of freedom of the sum of two variances (F. E. Satterthwaite, Biometrics Bulletin 2, 1946). */
    static double freedom(double one, double freedomOfOne, double other, double freedomOfOther) {
        double sum = one + other;
        return other == 0 ? freedomOfOne : sum * sum / (one * one / freedomOfOne + other * other / freedomOfOther);
    }

    /** Candidate / baseline. */
    public double ratio() {
        return Math.exp(log);
    }

    /** 99 % interval of the ratio. */
    public Interval interval() {
        double half = TDistribution.of(freedom).inverseSurvivalProbability((1 - Estimate.CONFIDENCE) / 2) * error;
        return new Interval(Math.exp(log - half), Math.exp(log + half));
    }
}
