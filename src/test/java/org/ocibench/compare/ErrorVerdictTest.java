package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;

class ErrorVerdictTest {

    private static final String OLD = "youki/direct/exit/burst/default";
    private static final String NEW = "youki~new/direct/exit/burst/default";

    /** Starts of both arms in turns of four; which of the candidate's fail is told by their number, from 0. */
    private static SubBlocks subBlocks(int blocks, int perBlock, IntPredicate oldFails, IntPredicate newFails) {
        Rows rows = new Rows();
        int turn = 0;
        for (int block = 1; block <= blocks; block++) {
            for (int cycle = 1; cycle <= perBlock / 4; cycle++) {
                rows.turn(block, cycle, OLD, millis(turn, oldFails)).turn(block, cycle, NEW, millis(turn, newFails));
                turn++;
            }
        }
        return SubBlocks.of(rows.list());
    }

    private static double[] millis(int turn, IntPredicate fails) {
        double[] millis = new double[4];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = fails.test(4 * turn + i) ? Rows.TIMEOUT : 20;
        }
        return millis;
    }

    private static ErrorVerdict verdict(SubBlocks subBlocks) {
        ErrorVerdict.Counts counts = ErrorVerdict.Counts.of(subBlocks, OLD, NEW);
        return counts.verdict(counts.p().orElse(1));
    }

    @Test
    void fromNoughtToThreePointSixPercentIsARegression() {
        // 18 of 504, three in each of six blocks.
        SubBlocks subBlocks = subBlocks(6, 84, i -> false, i -> i % 28 == 5);
        ErrorVerdict verdict = verdict(subBlocks);
        assertEquals(Verdict.REGRESSED, verdict.verdict());
        assertEquals(new ErrorRate(18, 504), verdict.candidate());
        assertEquals(new ErrorRate(0, 504), verdict.baseline());
        assertTrue(verdict.p().orElseThrow() < 1e-4);
        assertEquals(2 / 64., verdict.permutation().orElseThrow(), 1e-12);
        assertTrue(verdict.difference().lower() > 0 && verdict.difference().lower() < 18 / 504.);
        assertTrue(verdict.gates());
        assertEquals(Set.of(), verdict.caveats());
    }

    @Test
    void itIsFoundInNineOfTenCampaignsOfFiveHundredStarts() {
        Random random = new Random(41);
        int found = 0;
        for (int campaign = 0; campaign < 40; campaign++) {
            found += verdict(subBlocks(6, 84, i -> false, i -> random.nextDouble() < .036)).verdict() == Verdict.REGRESSED ? 1 : 0;
        }
        assertTrue(found >= 36, "found " + found);
    }

    @Test
    void theReverseIsAnImprovement() {
        assertEquals(Verdict.IMPROVED, verdict(subBlocks(6, 84, i -> i % 28 == 5, i -> false)).verdict());
    }

    @Test
    void failuresOfOneBlockAreNoRegression() {
        ErrorVerdict verdict = verdict(subBlocks(10, 60, i -> false, i -> i >= 300 && i < 320));
        assertTrue(verdict.p().orElseThrow() < 1e-4);
        assertEquals(1, verdict.permutation().orElseThrow(), 1e-12);
        assertEquals(Verdict.INCONCLUSIVE, verdict.verdict());
        assertEquals(Set.of(Caveat.FAILURES_CLUSTER), verdict.caveats());
    }

    @Test
    void clusteredFailuresOfManyBlocksAreOne() {
        ErrorVerdict verdict = verdict(subBlocks(12, 60, i -> false, i -> i % 60 < (i / 60 % 3 == 0 ? 30 : 2)));
        assertEquals(Set.of(Caveat.FAILURES_CLUSTER), verdict.caveats());
        assertEquals(Verdict.REGRESSED, verdict.verdict());
    }

    @Test
    void withoutFailuresManyStartsAreEquivalentAndFewSayNothing() {
        ErrorVerdict many = verdict(subBlocks(6, 100, i -> false, i -> false));
        assertEquals(Verdict.EQUIVALENT, many.verdict());
        assertEquals(1, many.p().orElseThrow(), 1e-9);
        assertTrue(many.difference().upper() > 0 && many.difference().upper() < .01);
        ErrorVerdict few = verdict(subBlocks(5, 20, i -> false, i -> false));
        assertEquals(Verdict.INCONCLUSIVE, few.verdict());
        assertFalse(few.gates());
        assertEquals(Set.of(Caveat.BELOW_GATE), few.caveats());
    }

    @Test
    void anArmWithoutSuccessRegressedAndTwoSuchDoNotDiffer() {
        ErrorVerdict all = verdict(subBlocks(6, 84, i -> false, i -> true));
        assertEquals(Verdict.REGRESSED, all.verdict());
        assertEquals(1 - Math.sqrt(2) * (1 - Math.pow(.005, 1 / 504.)), all.difference().lower(), 1e-9);
        assertEquals(1, all.difference().upper());
        assertEquals(1, verdict(subBlocks(6, 84, i -> true, i -> true)).p().orElseThrow(), 1e-9);
    }

    @Test
    void anArmThatWasNotStartedHasNoP() {
        List<OperationRow> rows = new Rows().turn(1, 1, OLD, 20, 20).list();
        ErrorVerdict verdict = verdict(SubBlocks.of(rows));
        assertEquals(Verdict.INCONCLUSIVE, verdict.verdict());
        assertTrue(verdict.p().isEmpty());
        assertTrue(verdict.adjusted().isEmpty());
        assertTrue(verdict.permutation().isEmpty());
        assertTrue(verdict.caveats().contains(Caveat.NOTHING_SHARED));
        assertEquals(1, verdict.difference().upper());
        assertEquals(Verdict.INCONCLUSIVE, verdict(SubBlocks.of(List.of())).verdict());
    }

    @Test
    void withTheSameRateOneInAHundredIsCalledAChange() {
        Random random = new Random(43);
        int changed = 0;
        for (int campaign = 0; campaign < 60; campaign++) {
            changed += verdict(subBlocks(6, 60, i -> random.nextDouble() < .05, i -> random.nextDouble() < .05)).verdict().isChange()
                    ? 1 : 0;
        }
        assertTrue(changed <= 3, "changed " + changed);
    }
}
