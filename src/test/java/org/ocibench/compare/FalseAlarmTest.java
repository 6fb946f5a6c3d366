package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** How often two copies of one binary come out different, on a host that drifts. */
class FalseAlarmTest {

    private static final int TRIALS = 10_000;
    private static final int BLOCKS = 6;
    private static final int SUB_BLOCKS = 24;
    private static final int TURN = 4;
    private static final int PER_SUB_BLOCK = SubBlocks.CYCLES * TURN;

    /** The starts of a campaign dealt out to two arms, and by sub-block. */
    private interface Slicing {
        double[][][] slice(double[] millis, Random random);
    }

    private record Alarms(double atFivePercent, double atOnePercent, double belowHalf, int verdicts) {

        static Alarms of(Slicing slicing, double forkEffect) {
            Random random = new Random(17);
            int five = 0;
            int one = 0;
            int half = 0;
            int verdicts = 0;
            for (int trial = 0; trial < TRIALS; trial++) {
                double[][][] arms = slicing.slice(new DriftingHost(trial).millis(2 * SUB_BLOCKS * PER_SUB_BLOCK), random);
                LogRatio ratio = Paired.of(values(arms[0], random, forkEffect), values(arms[1], random, forkEffect)).orElseThrow()
                        .ratio();
                double p = ratio.p().orElseThrow();
                five += p < .05 ? 1 : 0;
                one += p < .01 ? 1 : 0;
                half += p < .5 ? 1 : 0;
                verdicts += Evidence.of(ratio, Margin.OF_TIME).verdict().isChange() ? 1 : 0;
            }
            return new Alarms((double) five / TRIALS, (double) one / TRIALS, (double) half / TRIALS, verdicts);
        }

        private static SortedMap<SubBlocks.Unit, Double> values(double[][] subBlocks, Random random, double forkEffect) {
            double[] values = new double[subBlocks.length];
            double fork = 0;
            for (int i = 0; i < values.length; i++) {
                fork = i % (SUB_BLOCKS / BLOCKS) == 0 ? forkEffect * random.nextGaussian() : fork;
                values[i] = OrderStatistics.of(subBlocks[i]).median() * Math.exp(fork);
            }
            return GoldenPairs.units(BLOCKS, values);
        }

        boolean nominal() {
            return atFivePercent >= .04 && atFivePercent <= .06 && atOnePercent >= .006 && atOnePercent <= .015;
        }
    }

    private static double[][][] takingTurns(double[] millis, Random random) {
        double[][][] arms = new double[2][SUB_BLOCKS][PER_SUB_BLOCK];
        for (int cycle = 0; cycle < SUB_BLOCKS * SubBlocks.CYCLES; cycle++) {
            int first = random.nextInt(2);
            for (int turn = 0; turn < 2; turn++) {
                System.arraycopy(millis, (2 * cycle + turn) * TURN, arms[turn ^ first][cycle / SubBlocks.CYCLES],
                        cycle % SubBlocks.CYCLES * TURN, TURN);
            }
        }
        return arms;
    }

    private static double[][][] oneAfterTheOther(double[] millis, Random random) {
        double[][][] arms = new double[2][SUB_BLOCKS][];
        for (int i = 0; i < 2 * SUB_BLOCKS; i++) {
            arms[i / SUB_BLOCKS][i % SUB_BLOCKS] = Arrays.copyOfRange(millis, i * PER_SUB_BLOCK, (i + 1) * PER_SUB_BLOCK);
        }
        return arms;
    }

    @Test
    void takingTurnsThereAreAsManyAsThereMayBe() {
        Alarms alarms = Alarms.of(FalseAlarmTest::takingTurns, 0);
        assertTrue(alarms.nominal(), alarms::toString);
        assertEquals(.5, alarms.belowHalf(), .02);
        assertTrue(alarms.verdicts() <= TRIALS / 1000, alarms::toString);
    }

    @Test
    void oneArmAfterTheOtherThereAreManyMoreFromTheSameStarts() {
        Alarms alarms = Alarms.of(FalseAlarmTest::oneAfterTheOther, 0);
        assertTrue(alarms.atFivePercent() > .2, alarms::toString);
        assertTrue(!alarms.nominal(), alarms::toString);
    }

    @Test
    void aForkEffectMakesNoMoreVerdictsThanThereMayBe() {
        for (double sd : new double[] {.02, .05}) {
            Alarms alarms = Alarms.of(FalseAlarmTest::takingTurns, sd);
            assertTrue(alarms.verdicts() <= Verdict.ALPHA * TRIALS, alarms::toString);
        }
    }
}
