package org.ocibench.compare;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is said of the 95th percentile of a candidate's wall times against a baseline's. Sub-blocks are drawn for both arms
 * together, so that what hits both cancels here too; their starts are pooled. It is indicative: not one of the claims that a
 * build may fail for, and its p is not adjusted.
 *
 * @param verdict   what is said
 * @param baseline  95th percentile in milliseconds
 * @param candidate 95th percentile in milliseconds
 * @param ratio     candidate / baseline
 * @param interval  99 % interval of the ratio
 * @param p         one-sided p as that of {@link MeasureVerdict}; like the four above empty where there is too little, below
 *                  {@value #LEAST_UNITS} sub-blocks or 72 starts of an arm, and where an arm is censored
 * @param subBlocks sub-blocks in which both arms had a success
 * @param caveats   what is to be known beside it
 */
public record TailVerdict(Verdict verdict, OptionalDouble baseline, OptionalDouble candidate, OptionalDouble ratio,
        Optional<Interval> interval, OptionalDouble p, int subBlocks, SortedSet<Caveat> caveats) {

    /** What is called the tail. */
    static final double PROBABILITY = .95;

    /** With fewer sub-blocks the draws are too much alike. */
    static final int LEAST_UNITS = 10;

    private static final int LEAST_STARTS = OrderStatistics.leastN(PROBABILITY);
    private static final int DRAWS = 9_999;

    public TailVerdict {
        caveats = Collections.unmodifiableSortedSet(new TreeSet<>(caveats));
    }

    /**
     * The verdict.
     *
     * @param seed of the draws
     */
    static TailVerdict of(SubBlocks subBlocks, String baseline, String candidate, long seed) {
        Starts starts = Starts.shared(subBlocks.wallMillis(baseline), subBlocks.wallMillis(candidate));
        if (subBlocks.errors(baseline).censored() || subBlocks.errors(candidate).censored()) {
            return inconclusive(starts, Caveat.CENSORED);
        }
        return of(starts, DRAWS, seed);
    }

    static TailVerdict of(Starts starts, int draws, long seed) {
        if (starts.units() == 0) {
            return inconclusive(starts, Caveat.NOTHING_SHARED);
        }
        if (starts.units() < LEAST_UNITS || starts.least() < LEAST_STARTS) {
            return inconclusive(starts, Caveat.TOO_FEW_UNITS);
        }
        PooledQuantile ofBaseline = new PooledQuantile(starts.baseline(), PROBABILITY);
        PooledQuantile ofCandidate = new PooledQuantile(starts.candidate(), PROBABILITY);
        StudentizedBootstrap log = StudentizedBootstrap.of(starts.units(),
                times -> Math.log(ofCandidate.of(times)) - Math.log(ofBaseline.of(times)), draws, seed);
        double lower = Math.exp(log.limit(1 - Verdict.ALPHA / 2));
        double upper = Math.exp(log.limit(Verdict.ALPHA / 2));
        if (log.error() <= LogRatio.ROUNDING || !Double.isFinite(upper) || lower == 0) {
            return inconclusive(starts, Caveat.NO_SPREAD);
        }
        double bound = Margin.OF_TIME.log();
        Evidence evidence = new Evidence(log.pAbove(bound), log.pBelow(-bound), log.pAbove(0), log.pBelow(0),
                Math.max(log.pBelow(bound), log.pAbove(-bound)));
        int[] once = new int[starts.units()];
        Arrays.fill(once, 1);
        return new TailVerdict(evidence.verdict(), OptionalDouble.of(ofBaseline.of(once)), OptionalDouble.of(ofCandidate.of(once)),
                OptionalDouble.of(Math.exp(log.value())), Optional.of(new Interval(lower, upper)),
                OptionalDouble.of(evidence.pChange()), starts.units(),
                starts.units() < Gate.SUB_BLOCKS ? new TreeSet<>(List.of(Caveat.BELOW_GATE)) : Collections.emptySortedSet());
    }

    private static TailVerdict inconclusive(Starts starts, Caveat why) {
        return new TailVerdict(Verdict.INCONCLUSIVE, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                Optional.empty(), OptionalDouble.empty(), starts.units(), new TreeSet<>(List.of(why)));
    }

    /** Wall times in milliseconds of two arms, by the sub-blocks in which both have some. */
    record Starts(double[][] baseline, double[][] candidate) {

        static Starts shared(SortedMap<SubBlocks.Unit, double[]> baseline, SortedMap<SubBlocks.Unit, double[]> candidate) {
            List<SubBlocks.Unit> units = baseline.keySet().stream().filter(candidate::containsKey).toList();
            return new Starts(of(units, baseline), of(units, candidate));
        }

        int units() {
            return baseline.length;
        }

        /** Starts of the arm that has fewer. */
        int least() {
            return (int) Math.min(Arrays.stream(baseline).flatMapToDouble(Arrays::stream).count(),
                    Arrays.stream(candidate).flatMapToDouble(Arrays::stream).count());
        }

        private static double[][] of(List<SubBlocks.Unit> units, Map<SubBlocks.Unit, double[]> millis) {
            return units.stream().map(millis::get).toArray(double[][]::new);
        }
    }
}
