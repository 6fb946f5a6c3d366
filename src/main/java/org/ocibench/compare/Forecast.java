package org.ocibench.compare;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a comparison of one measure will be able to show, said before it is made, from a pilot whose data are then discarded.
 * Effects are those that are found in 80 of 100 campaigns, not adjusted for other measures.
 *
 * @param sd        standard deviation of the log-ratio that is planned with: the pilot's upper 80 % limit
 * @param session   standard deviation of the log-ratio between campaigns, which no length of this one takes away
 * @param campaigns that it was worked out from
 * @param cost      what the campaign is made of
 * @param seconds   budget, without pilot and confirming rerun
 * @param margin    what a change must exceed
 */
public record Forecast(double sd, double session, int campaigns, Cost cost, double seconds, Margin margin) {

    /** No budget is longer: some half a million starts an hour are logged, and the log must be readable again. */
    public static final int LONGEST_SECONDS = 6 * 3600;

    /** As they are told: whole seconds below 100, then whole minutes. */
    private static final int WHOLE_SECONDS = 100;

    /**
     * What the parts of a campaign take, with all arms in them, and what of them fits into a budget.
     *
     * @param secondsPerBlock    start and end of the forks, and warm-ups, of one block
     * @param secondsPerSubBlock of one sub-block
     */
    public record Cost(double secondsPerBlock, double secondsPerSubBlock) {

        /** More than a verdict needs, so that blocks can be the units where the sub-blocks of one are alike. */
        private static final int LEAST_BLOCKS = 8;
        private static final int MOST_BLOCKS = 20;
        /** Of one block, about, where neither more nor fewer are wanted. */
        private static final double BLOCK_SECONDS = 30;

        public Cost {
            if (!(secondsPerBlock >= 0) || !(secondsPerSubBlock > 0)) {
                throw new IllegalArgumentException("not a cost: " + secondsPerBlock + ", " + secondsPerSubBlock);
            }
        }

        /**
         * Blocks of a campaign that takes no longer than this, all of the same length; one even where that takes longer. Where blocks of the usual
         * length are too few: first those that gate, with most sub-blocks, then as many as give an interval.
         */
        public int blocks(double seconds) {
            int usual = (int) Math.max(1, Math.round((BLOCK_SECONDS - secondsPerBlock) / secondsPerSubBlock));
            int blocks = (int) Math.min(MOST_BLOCKS, seconds / secondsOf(usual));
            if (blocks >= LEAST_BLOCKS || gates(LEAST_BLOCKS, seconds)) {
                return Math.max(LEAST_BLOCKS, blocks);
            }
            return IntStream.rangeClosed(1, MOST_BLOCKS).filter(some -> fits(some, seconds)).boxed()
                    .max(Comparator.comparingInt((Integer some) -> worth(some, seconds)).thenComparing(Comparator.naturalOrder())).orElse(1);
        }

        /** Sub-blocks as far as they are of use: those that do not gate are good for an interval, and more of them for nothing. */
        private int worth(int blocks, double seconds) {
            int all = blocks * each(blocks, seconds);
            return gates(blocks, seconds) ? all : Math.min(Estimate.LEAST_N, all);
        }

        /** Sub-blocks of each of its blocks, at least one. */
        public int perBlock(double seconds) {
            return each(blocks(seconds), seconds);
        }

        /** Sub-blocks of all of its blocks. */
        public int subBlocks(double seconds) {
            return blocks(seconds) * perBlock(seconds);
        }

        /** Whether a verdict may fail a build with so many blocks in this time. */
        private boolean gates(int blocks, double seconds) {
            return blocks >= Gate.BLOCKS && fits(blocks, seconds) && blocks * each(blocks, seconds) >= Gate.SUB_BLOCKS;
        }

        private boolean fits(int blocks, double seconds) {
            return seconds >= blocks * secondsOf(1);
        }

        private int each(int blocks, double seconds) {
            return (int) Math.max(1, (seconds / blocks - secondsPerBlock) / secondsPerSubBlock);
        }

        private double secondsOf(int subBlocks) {
            return secondsPerBlock + subBlocks * secondsPerSubBlock;
        }
    }

    /**
     * The forecast.
     *
     * @param pilot    log-ratio of two arms that took turns
     * @param sessions what campaigns of this environment differ by
     * @param measure  of the pilot
     * @param seconds  budget, without pilot and confirming rerun
     * @return empty where the pilot says nothing of the spread: it has one unit, or all of its units are equal
     */
    public static Optional<Forecast> of(LogRatio pilot, SessionSpread sessions, Measure measure, Cost cost, double seconds, Margin margin) {
        return !pilot.hasSpread() ? Optional.empty()
                : Optional.of(new Forecast(pilot.sdUpperLimit().orElseThrow(), sessions.of(measure), sessions.campaigns(), cost, seconds, margin));
    }

    /** Sub-blocks within the budget. */
    public int subBlocks() {
        return cost.subBlocks(seconds);
    }

    /** Whether a verdict may fail a build with these sub-blocks. */
    public boolean gates() {
        return gates(seconds);
    }

    /** Change as a fraction that will differ from none; empty below {@value Estimate#LEAST_N} sub-blocks. */
    public OptionalDouble detectable() {
        return reach(seconds).map(reach -> OptionalDouble.of(reach.detectable())).orElse(OptionalDouble.empty());
    }

    /** Change as a fraction that will be called {@link Verdict#REGRESSED}; empty below {@value Estimate#LEAST_N} sub-blocks. */
    public OptionalDouble claimable() {
        return reach(seconds).map(reach -> OptionalDouble.of(reach.claimable(margin))).orElse(OptionalDouble.empty());
    }

    /** Whether two equal arms will come out {@link Verdict#EQUIVALENT}. */
    public boolean showsEquivalence() {
        return showsEquivalence(seconds);
    }

    /** Budget in seconds with which a verdict may fail a build; empty if none up to {@value #LONGEST_SECONDS} s is enough. */
    public OptionalInt secondsToGate() {
        return least(this::gates);
    }

    /** Budget in seconds with which two equal arms come out {@link Verdict#EQUIVALENT}, and a verdict may fail a build; likewise. */
    public OptionalInt secondsToEquivalence() {
        return least(budget -> gates(budget) && showsEquivalence(budget));
    }

    private boolean gates(double budget) {
        return cost.gates(cost.blocks(budget), budget);
    }

    private boolean showsEquivalence(double budget) {
        return reach(budget).map(reach -> reach.showsEquivalence(margin)).orElse(false);
    }

    private Optional<Reach> reach(double budget) {
        int n = cost.subBlocks(budget);
        if (n < Estimate.LEAST_N) {
            return Optional.empty();
        }
        UnitSpread whole = new UnitSpread(sd, n - 1.).widened(n, session, campaigns);
        return Optional.of(new Reach(whole.sd(), n, whole.freedom()));
    }

    private static OptionalInt least(IntPredicate shows) {
        return IntStream.concat(IntStream.range(1, WHOLE_SECONDS), IntStream.rangeClosed((WHOLE_SECONDS + 59) / 60, LONGEST_SECONDS / 60)
                .map(minutes -> minutes * 60)).filter(shows).findFirst();
    }
}
