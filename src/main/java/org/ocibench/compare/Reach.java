package org.ocibench.compare;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What so many units with so much spread can show, with a power of 80 %. Not adjusted for other measures.
 *
 * @param sd      standard deviation of the log-ratio between units, at least 0
 * @param n       number of units, at least {@value Estimate#LEAST_N}
 * @param freedom degrees of freedom of the sd
 */
public record Reach(double sd, int n, double freedom) {

    /** With what n units are spread by alone. */
    public Reach(double sd, int n) {
        this(sd, n, n - 1.);
    }

    public Reach {
        if (!(sd >= 0 && Double.isFinite(sd)) || n < Estimate.LEAST_N) {
            throw new IllegalArgumentException("sd " + sd + ", " + n + " units");
        }
    }

    /** Change as a fraction that differs from none: exp((t<sub>1-a/2</sub> + t<sub>.8</sub>) s / &radic;n) - 1. */
    public double detectable() {
        return Math.expm1(logDetectable());
    }

    /**
     * Change as a fraction that is shown to exceed the margin: (1 + margin) exp((t<sub>1-a/2</sub> + t<sub>.8</sub>) s / &radic;n)
     * - 1.
     */
    public double claimable(Margin margin) {
        return Math.expm1(margin.log() + logDetectable());
    }

    /**
     * Whether two equal arms come out {@link Verdict#EQUIVALENT}: (t<sub>1-a</sub> + t<sub>1-b/2</sub>) s / &radic;n within the
     * margin, b = 1 - power (S.-C. Chow, J. Shao and H. Wang, Sample Size Calculations in Clinical Research, 2nd ed. 2008, §3.1).
     */
    public boolean showsEquivalence(Margin margin) {
        return (t(1 - Verdict.ALPHA) + t((1 + LogRatio.POWER) / 2)) * sd / Math.sqrt(n) <= margin.log();
    }

    private double logDetectable() {
        return (t(1 - Verdict.ALPHA / 2) + t(LogRatio.POWER)) * sd / Math.sqrt(n);
    }

    private double t(double probability) {
        return TDistribution.of(freedom).inverseCumulativeProbability(probability);
    }
}
