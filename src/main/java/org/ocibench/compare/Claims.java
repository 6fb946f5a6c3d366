package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What is claimed of a candidate against a baseline, and may fail a build. The p values are adjusted for being several (Holm).
 *
 * @param measures wall time, CPU time, peak memory
 * @param errors   failed starts
 */
public record Claims(List<MeasureVerdict> measures, ErrorVerdict errors) {

    static Claims of(SubBlocks subBlocks, String baseline, String candidate, SessionSpread sessions) {
        ErrorVerdict.Counts errors = ErrorVerdict.Counts.of(subBlocks, baseline, candidate);
        List<MeasureVerdict.Claim> claims = Stream.of(Measure.WALL, cpu(subBlocks, baseline, candidate), Measure.PEAK)
                .map(measure -> MeasureVerdict.Claim.of(subBlocks, baseline, candidate, measure, sessions, errors.censored())).toList();
        double[] changes = adjusted(claims, errors, Evidence::pChange);
        double[] differences = adjusted(claims, errors, Evidence::pDifference);
        List<MeasureVerdict> measures = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            measures.add(claims.get(i).verdict(changes[i], differences[i]));
        }
        return new Claims(measures, errors.verdict(Math.min(1, 2 * changes[claims.size()])));
    }

    /** All verdicts, in order. */
    public List<Verdict> verdicts() {
        return Stream.concat(measures.stream().map(MeasureVerdict::verdict), Stream.of(errors.verdict())).toList();
    }

    /** Whether both were started. */
    boolean tellAnything() {
        return errors.p().isPresent() || measures.stream().anyMatch(claim -> claim.paired().isPresent());
    }

    /** True for what a copy of the same binary must not get. */
    public boolean areChanged() {
        return verdicts().stream().anyMatch(Verdict::isChange);
    }

    /** CPU time from cgroups if both arms have it. */
    private static Measure cpu(SubBlocks subBlocks, String baseline, String candidate) {
        boolean metered = Stream.of(baseline, candidate)
                .noneMatch(arm -> subBlocks.values(arm, Measure.CPU_GEOMETRIC_MEAN).isEmpty());
        return metered ? Measure.CPU_GEOMETRIC_MEAN : Measure.WAITED_CPU_GEOMETRIC_MEAN;
    }

    /** One-sided p of the claims and then of the errors; what could not be tested counts as nothing found and does not adjust. */
    private static double[] adjusted(List<MeasureVerdict.Claim> claims, ErrorVerdict.Counts errors, ToDoubleFunction<Evidence> p) {
        List<Double> tested = new ArrayList<>();
        claims.forEach(claim -> claim.evidence().ifPresent(evidence -> tested.add(p.applyAsDouble(evidence))));
        errors.p().ifPresent(twoSided -> tested.add(twoSided / 2));
        double[] adjusted = Holm.adjust(tested.stream().mapToDouble(Double::doubleValue).toArray());
        double[] all = new double[claims.size() + 1];
        int next = 0;
        for (int i = 0; i < claims.size(); i++) {
            all[i] = claims.get(i).evidence().isPresent() ? adjusted[next++] : 1;
        }
        all[claims.size()] = errors.p().isPresent() ? adjusted[next] : 1;
        return all;
    }
}
