package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * Two arms compared in the sub-blocks in which both have a value. Units are these sub-blocks, or the blocks where sub-blocks of
 * a block are alike; the value of a block is the mean of its sub-blocks'.
 *
 * @param ratio      candidate / baseline
 * @param difference candidate minus baseline in the unit of the values
 * @param subBlocks  sub-blocks in which both have a value, at least 1
 * @param blocks     blocks that these are of
 * @param byBlock    whether blocks are the units
 * @param leftOut    sub-blocks in which one arm has no value, or where a value is not finite or not above 0
 */
public record Paired(LogRatio ratio, Estimate difference, int subBlocks, int blocks, boolean byBlock, int leftOut) {

    /**
     * The comparison of two arms.
     *
     * @return empty if no sub-block is left
     */
    public static Optional<Paired> of(SubBlocks subBlocks, String baseline, String candidate, Measure measure) {
        return of(subBlocks.values(baseline, measure), subBlocks.values(candidate, measure));
    }

    /**
     * The comparison of two arms by their values.
     *
     * @return empty if no sub-block is left
     */
    public static Optional<Paired> of(SortedMap<SubBlocks.Unit, Double> baseline, SortedMap<SubBlocks.Unit, Double> candidate) {
        SortedMap<Integer, List<Pair>> blocks = new TreeMap<>();
        baseline.forEach((unit, value) -> {
            if (hasLogarithm(value) && hasLogarithm(candidate.get(unit))) {
                blocks.computeIfAbsent(unit.block(), block -> new ArrayList<>()).add(new Pair(value, candidate.get(unit)));
            }
        });
        int used = blocks.values().stream().mapToInt(List::size).sum();
        if (used == 0) {
            return Optional.empty();
        }
        boolean byBlock = ForkEffect.shows(blocks.values().stream().map(block -> values(block, Pair::logRatio)).toList());
        int leftOut = (int) (candidate.keySet().stream().filter(unit -> !baseline.containsKey(unit)).count() + baseline.size() - used);
        return Optional.of(new Paired(LogRatio.of(units(blocks, byBlock, Pair::logRatio)),
                Estimate.of(units(blocks, byBlock, Pair::difference)), used, blocks.size(), byBlock, leftOut));
    }

    /**
     * The same with what campaigns differ by added to the errors. Where all units have the same ratio it stays as it is: then a sign test decides.
     *
     * @param sessions what they differ by
     */
    Paired widened(SessionSpread sessions, Measure measure) {
        if (!ratio.hasSpread() || sessions.of(measure) == 0) {
            return this;
        }
        LogRatio wide = ratio.widened(sessions.of(measure), sessions.campaigns());
        double factor = ratio.log().interval().isEmpty() ? 1 : width(wide) / width(ratio);
        return new Paired(wide, difference.stretched(factor), subBlocks, blocks, byBlock, leftOut);
    }

    private static double width(LogRatio ratio) {
        return ratio.log().interval().map(i -> i.upper() - i.lower()).orElseThrow();
    }

    /** Whether there is enough for a verdict that may fail a build. */
    public boolean gates() {
        return subBlocks >= Gate.SUB_BLOCKS && blocks >= Gate.BLOCKS && ratio.n() >= Estimate.LEAST_N;
    }

    private static boolean hasLogarithm(Double value) {
        return value != null && value > 0 && value < Double.POSITIVE_INFINITY;
    }

    private static double[] values(List<Pair> block, ToDoubleFunction<Pair> value) {
        return block.stream().mapToDouble(value).toArray();
    }

    private static double[] units(Map<Integer, List<Pair>> blocks, boolean byBlock, ToDoubleFunction<Pair> value) {
        return byBlock ? blocks.values().stream().mapToDouble(block -> Mean.of(values(block, value)).getAsDouble()).toArray()
                : blocks.values().stream().flatMap(List::stream).mapToDouble(value).toArray();
    }

    private record Pair(double baseline, double candidate) {
        double logRatio() {
            return Math.log(candidate) - Math.log(baseline);
        }

        double difference() {
            return candidate - baseline;
        }
    }
}
