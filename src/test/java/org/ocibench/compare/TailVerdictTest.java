package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TailVerdictTest {

    private static final String OLD = "crun/direct/exit/burst/default";
    private static final String NEW = "crun~new/direct/exit/burst/default";

    /** Starts that drift together, and of which those of the slow share take half as long again. */
    private static TailVerdict.Starts starts(Random random, int units, double slowOfOld, double slowOfNew) {
        double[][] old = new double[units][12];
        double[][] young = new double[units][12];
        for (int unit = 0; unit < units; unit++) {
            double drift = .05 * random.nextGaussian();
            for (int i = 0; i < 12; i++) {
                old[unit][i] = millis(random, drift, slowOfOld);
                young[unit][i] = millis(random, drift, slowOfNew);
            }
        }
        return new TailVerdict.Starts(old, young);
    }

    private static double millis(Random random, double drift, double slow) {
        return 10 * Math.exp(drift + .08 * random.nextGaussian() + (random.nextDouble() < slow ? .4 : 0));
    }

    @Test
    void moreSlowStartsAreATailThatRegressed() {
        TailVerdict tail = TailVerdict.of(starts(new Random(67), 60, .02, .12), 9_999, 1);
        assertEquals(Verdict.REGRESSED, tail.verdict());
        assertTrue(tail.ratio().orElseThrow() > 1.1);
        assertTrue(tail.interval().orElseThrow().lower() > 1.02);
        assertEquals(tail.ratio().orElseThrow(), tail.candidate().orElseThrow() / tail.baseline().orElseThrow(), 1e-12);
        assertTrue(tail.p().orElseThrow() < .005);
        assertEquals(Set.of(), tail.caveats());
        assertEquals(Verdict.IMPROVED, TailVerdict.of(starts(new Random(67), 60, .12, .02), 9_999, 1).verdict());
    }

    @Test
    void ofEqualTailsOneInAHundredDiffersAtMost() {
        Random random = new Random(71);
        int trials = 1000;
        int outside = 0;
        int changes = 0;
        for (int trial = 0; trial < trials; trial++) {
            TailVerdict tail = TailVerdict.of(starts(random, 24, .1, .1), 399, trial);
            Interval interval = tail.interval().orElseThrow();
            outside += interval.lower() > 1 || interval.upper() < 1 ? 1 : 0;
            changes += tail.verdict().isChange() ? 1 : 0;
        }
        // 10 expected, standard deviation 3.
        assertTrue(outside <= 19, "outside " + outside);
        assertTrue(changes <= 10, "changes " + changes);
    }

    @Test
    void fewSubBlocksOrStartsHaveNoTail() {
        TailVerdict nine = TailVerdict.of(starts(new Random(1), 9, .1, .1), 99, 1);
        assertEquals(new TailVerdict(Verdict.INCONCLUSIVE, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                Optional.empty(), OptionalDouble.empty(), 9, nine.caveats()), nine);
        assertEquals(Set.of(Caveat.TOO_FEW_UNITS), nine.caveats());
        double[][] sevenEach = new double[10][7];
        assertEquals(Set.of(Caveat.TOO_FEW_UNITS), TailVerdict.of(new TailVerdict.Starts(sevenEach, sevenEach), 99, 1).caveats());
        assertEquals(Set.of(Caveat.BELOW_GATE), TailVerdict.of(starts(new Random(1), 12, .1, .1), 99, 1).caveats());
    }

    @Test
    void equalStartsHaveNoSpread() {
        double[][] equal = new double[20][12];
        for (double[] unit : equal) {
            Arrays.fill(unit, 5);
        }
        TailVerdict tail = TailVerdict.of(new TailVerdict.Starts(equal, equal), 99, 1);
        assertEquals(Verdict.INCONCLUSIVE, tail.verdict());
        assertEquals(Set.of(Caveat.NO_SPREAD), tail.caveats());
    }

    @Test
    void itIsOfTheSubBlocksThatBothHave() {
        Synthetic campaign = new Synthetic(73, 1).arm(OLD, 20, 20).arm(NEW, 30, 20);
        TailVerdict tail = TailVerdict.of(SubBlocks.of(campaign.rows(6, 18)), OLD, NEW, 1);
        assertEquals(36, tail.subBlocks());
        assertEquals(Verdict.REGRESSED, tail.verdict());
        assertEquals(Set.of(Caveat.NOTHING_SHARED),
                TailVerdict.of(SubBlocks.of(campaign.rows(1, 18)), OLD, "runc/direct/exit/burst/default", 1).caveats());
    }

    @Test
    void aCensoredArmHasNoTail() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 60; cycle++) {
            rows.turn(1, cycle, OLD, 9, 10, 11, 12).turn(1, cycle, NEW, 9, 10, 11, cycle % 5 == 0 ? Rows.TIMEOUT : 12);
        }
        TailVerdict tail = TailVerdict.of(SubBlocks.of(rows.list()), OLD, NEW, 1);
        assertEquals(Verdict.INCONCLUSIVE, tail.verdict());
        assertEquals(Set.of(Caveat.CENSORED), tail.caveats());
        assertEquals(20, tail.subBlocks());
    }
}
