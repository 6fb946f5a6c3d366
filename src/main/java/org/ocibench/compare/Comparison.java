package org.ocibench.compare;

import java.util.List;
import java.util.Optional;
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

    /**
     * The comparison of two arms by one campaign alone.
     *
     * @param seed of what is drawn for the tail
     */
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

    /** All verdicts that may fail a build, if they gate. */
    public List<Verdict> verdicts() {
        return new Claims(measures, errors).verdicts();
    }

    /** Whether a build may fail for each of {@link #verdicts()}, by what was measured of it. */
    public List<Boolean> gates() {
        return Stream.concat(measures.stream().map(MeasureVerdict::gates), Stream.of(errors.gates())).toList();
    }
}
