package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Whether a candidate is slower, or otherwise worse, than a baseline that it took turns with. Wall time, CPU time, peak memory
 * and errors are claims of their own; their p values are adjusted for being several (Holm). The tail is none of them: it stands
 * beside and fails no build.
 *
 * @param baseline    key of the baseline's arm
 * @param candidate   key of the candidate's arm
 * @param measures    wall time, CPU time, peak memory
 * @param errors      failed starts
 * @param undisturbed wall time of a start that nothing disturbed, without verdict; empty if there is no shared sub-block
 * @param tail        the 95th percentile of wall time
 */
public record Comparison(String baseline, String candidate, List<MeasureVerdict> measures, ErrorVerdict errors,
        Optional<Paired> undisturbed, TailVerdict tail) {

    public Comparison {
        measures = List.copyOf(measures);
    }

    /** The comparison of two arms by one campaign alone. @param seed of what is drawn for the tail */
    public static Comparison of(SubBlocks subBlocks, String baseline, String candidate, long seed) {
        return of(subBlocks, baseline, candidate, SessionSpread.UNKNOWN, seed);
    }

    /**
     * The comparison of two arms.
     *
     * @param sessions what campaigns of this environment differ by
     * @param seed     of what is drawn for the tail
     */
    public static Comparison of(SubBlocks subBlocks, String baseline, String candidate, SessionSpread sessions, long seed) {
        Claims claims = Claims.of(subBlocks, baseline, candidate, sessions);
        return new Comparison(baseline, candidate, claims.measures(), claims.errors(),
                Paired.of(subBlocks, baseline, candidate, Measure.WALL_LOWER_QUARTILE),
                TailVerdict.of(subBlocks, baseline, candidate, seed));
    }

    /**
     * What may fail a build.
     *
     * @param measures wall time, CPU time, peak memory
     */
    record Claims(List<MeasureVerdict> measures, ErrorVerdict errors) {

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

        /** Their verdicts. */
        List<Verdict> verdicts() {
            return Stream.concat(measures.stream().map(MeasureVerdict::verdict), Stream.of(errors.verdict())).toList();
        }
    }

    /** All verdicts that may fail a build, if they gate. */
    public List<Verdict> verdicts() {
        return new Claims(measures, errors).verdicts();
    }

    /** Whether a build may fail for each of {@link #verdicts()}, by what was measured of it. */
    public List<Boolean> gates() {
        return Stream.concat(measures.stream().map(MeasureVerdict::gates), Stream.of(errors.gates())).toList();
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
