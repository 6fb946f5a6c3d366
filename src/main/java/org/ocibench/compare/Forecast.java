package org.ocibench.compare;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What a comparison of one measure will be able to show, said before it is made, from a pilot whose data are then discarded.
 * Effects are those that are found in 80 of 100 campaigns, not adjusted for other measures.
 *
 * @param sd        standard deviation of the log-ratio that is planned with: the pilot's upper 80 % limit
 * @param session   standard deviation of the log-ratio between campaigns, which no length of this one takes away
 * @param campaigns that it was worked out from
 * @param cost      what the campaign is made of
 * @param subBlocks sub-blocks within the budget, at least 0
 * @param margin    what a change must exceed
 */
public record Forecast(double sd, double session, int campaigns, Cost cost, int subBlocks, Margin margin) {

    /**
     * What the parts of a campaign take, with all arms in them.
     *
     * @param blocks             number of blocks, at least 1
     * @param secondsPerBlock    start and end of the forks, and warm-ups, of one block
     * @param secondsPerSubBlock of one sub-block
     */
    public record Cost(int blocks, double secondsPerBlock, double secondsPerSubBlock) {
        public Cost {
            if (blocks < 1 || !(secondsPerBlock >= 0) || !(secondsPerSubBlock > 0)) {
                throw new IllegalArgumentException("not a cost: " + blocks + ", " + secondsPerBlock + ", " + secondsPerSubBlock);
            }
        }

        /** Sub-blocks of a campaign that takes no longer than this; all blocks have the same number. */
        public int subBlocks(double seconds) {
            return blocks * (int) Math.max(0, (seconds / blocks - secondsPerBlock) / secondsPerSubBlock);
        }

        /** Seconds of a campaign that has at least so many sub-blocks. */
        double seconds(int subBlocks) {
            return blocks * (secondsPerBlock + Math.ceil((double) subBlocks / blocks) * secondsPerSubBlock);
        }
    }

    /**
     * The forecast.
     *
     * @param pilot         log-ratio of two arms that took turns
     * @param sessions      what campaigns of this environment differ by
     * @param measure       of the pilot
     * @param budgetSeconds without pilot and confirming rerun
     * @return empty where the pilot says nothing of the spread: it has one unit, or all of its units are equal
     */
    public static Optional<Forecast> of(LogRatio pilot, SessionSpread sessions, Measure measure, Cost cost, double budgetSeconds,
            Margin margin) {
        return !pilot.hasSpread() ? Optional.empty()
                : Optional.of(new Forecast(pilot.sdUpperLimit().orElseThrow(), sessions.of(measure), sessions.campaigns(), cost,
                        cost.subBlocks(budgetSeconds), margin));
    }

    /** Whether a verdict may fail a build with these sub-blocks. */
    public boolean gates() {
        return subBlocks >= Gate.SUB_BLOCKS && cost.blocks() >= Gate.BLOCKS;
    }

    /** Change as a fraction that will differ from none; empty below {@value Estimate#LEAST_N} sub-blocks. */
    public OptionalDouble detectable() {
        return reach().map(reach -> OptionalDouble.of(reach.detectable())).orElse(OptionalDouble.empty());
    }

    /** Change as a fraction that will be called {@link Verdict#REGRESSED}; empty below {@value Estimate#LEAST_N} sub-blocks. */
    public OptionalDouble claimable() {
        return reach().map(reach -> OptionalDouble.of(reach.claimable(margin))).orElse(OptionalDouble.empty());
    }

    /** Whether two equal arms will come out {@link Verdict#EQUIVALENT}. */
    public boolean showsEquivalence() {
        return reach().map(reach -> reach.showsEquivalence(margin)).orElse(false);
    }

    /** Budget in seconds with which a verdict may fail a build, with at least {@value Gate#BLOCKS} blocks. */
    public double secondsToGate() {
        return gating().seconds(Gate.SUB_BLOCKS);
    }

    /** Budget in seconds with which a change of this size, as a fraction, is called {@link Verdict#REGRESSED}; empty if none is enough. */
    public OptionalDouble secondsToClaim(double change) {
        return seconds(reach -> reach.claimable(margin) <= change);
    }

    /** Budget in seconds with which two equal arms come out {@link Verdict#EQUIVALENT}; empty if none is enough. */
    public OptionalDouble secondsToEquivalence() {
        return seconds(reach -> reach.showsEquivalence(margin));
    }

    private Optional<Reach> reach() {
        return subBlocks < Estimate.LEAST_N ? Optional.empty() : Optional.of(reach(subBlocks));
    }

    private Reach reach(int n) {
        UnitSpread whole = new UnitSpread(sd, n - 1.).widened(n, session, campaigns);
        return new Reach(whole.sd(), n, whole.freedom());
    }

    private OptionalDouble seconds(Predicate<Reach> shows) {
        OptionalInt units = Reach.leastUnits(this::reach, shows);
        return units.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(gating().seconds(Math.max(Gate.SUB_BLOCKS, units.getAsInt())));
    }

    private Cost gating() {
        return new Cost(Math.max(Gate.BLOCKS, cost.blocks()), cost.secondsPerBlock(), cost.secondsPerSubBlock());
    }
}
