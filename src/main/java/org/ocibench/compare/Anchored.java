package org.ocibench.compare;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Two arms that were not measured in the same campaign, each as a ratio to an anchor: something that was the same in both campaigns
 * and took turns with it. What makes the whole host slower for a day cancels; what makes only the runtime slower does not, so this
 * raises suspicion and decides nothing.
 *
 * @param log       of the candidate's ratio to the anchor less that of the baseline's
 * @param error     its standard error
 * @param freedom   degrees of freedom by B. L. Welch, Biometrika 34, 1947
 * @param baselineN units of the baseline
 * @param candidateN units of the candidate
 */
public record Anchored(double log, double error, double freedom, int baselineN, int candidateN) {

    /**
     * The comparison.
     *
     * @param baseline  baseline / anchor in its campaign
     * @param candidate candidate / anchor in the other campaign
     * @return empty where one has fewer than {@value Estimate#LEAST_N} units, or none of them any scatter
     */
    static Optional<Anchored> of(LogRatio baseline, LogRatio candidate) {
        double a = baseline.sd() * baseline.sd() / baseline.n();
        double b = candidate.sd() * candidate.sd() / candidate.n();
        if (Math.min(baseline.n(), candidate.n()) < Estimate.LEAST_N || !baseline.hasSpread() && !candidate.hasSpread()) {
            return Optional.empty();
        }
        double freedom = (a + b) * (a + b) / (a * a / (baseline.n() - 1) + b * b / (candidate.n() - 1));
        return Optional.of(new Anchored(candidate.log().mean() - baseline.log().mean(), Math.sqrt(a + b), freedom, baseline.n(), candidate.n()));
    }

    /** Candidate / baseline. */
    public double ratio() {
        return Math.exp(log);
    }

    /** 99 % interval of the ratio; it knows nothing of what differs from day to day. */
    public Interval interval() {
        double half = TDistribution.of(freedom).inverseSurvivalProbability((1 - Estimate.CONFIDENCE) / 2) * error;
        return new Interval(Math.exp(log - half), Math.exp(log + half));
    }

    /** The geometric mean of some arms in the sub-blocks in which all of them have a value above 0: an anchor. */
    static SortedMap<SubBlocks.Unit, Double> anchor(List<SortedMap<SubBlocks.Unit, Double>> arms) {
        SortedMap<SubBlocks.Unit, Double> anchor = new TreeMap<>();
        if (arms.isEmpty()) {
            return anchor;
        }
        Set<SubBlocks.Unit> shared = new TreeSet<>(arms.get(0).keySet());
        arms.forEach(arm -> shared.retainAll(arm.keySet()));
        for (SubBlocks.Unit unit : shared) {
            double[] logs = arms.stream().mapToDouble(arm -> Math.log(arm.get(unit))).toArray();
            anchor.put(unit, Math.exp(Mean.of(logs).getAsDouble()));
        }
        return anchor;
    }
}
