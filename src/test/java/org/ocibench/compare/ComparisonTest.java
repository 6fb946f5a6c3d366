package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final String OLD = "runc@1.1.13/direct/exit/burst/quiet";
    private static final String NEW = "runc@1.1.15/direct/exit/burst/quiet";

    private static Comparison of(Rows rows) {
        return Comparison.of(SubBlocks.of(rows.list()), OLD, NEW, 1);
    }

    private static Comparison of(Synthetic campaign, int blocks, int cycles) {
        return Comparison.of(SubBlocks.of(campaign.rows(blocks, cycles)), OLD, NEW, 1);
    }

    private static MeasureVerdict wall(Comparison comparison) {
        return comparison.measures().get(0);
    }

    /** Turns of four starts of both arms; a time of {@link Rows#TIMEOUT} is a failure. */
    private static Rows turns(int blocks, int cycles, DoubleSupplier old, DoubleSupplier young) {
        Rows rows = new Rows();
        for (int block = 1; block <= blocks; block++) {
            for (int cycle = 1; cycle <= cycles; cycle++) {
                rows.turn(block, cycle, OLD, old.getAsDouble(), old.getAsDouble(), old.getAsDouble(), old.getAsDouble())
                        .turn(block, cycle, NEW, young.getAsDouble(), young.getAsDouble(), young.getAsDouble(), young.getAsDouble());
            }
        }
        return rows;
    }

    private static boolean hasChange(Comparison comparison) {
        return comparison.verdicts().stream().anyMatch(Verdict::isChange);
    }

    @Test
    void everyMeasureIsAClaimOfItsOwn() {
        Comparison comparison = of(new Synthetic(79, .5).arm(OLD, 20, 15).arm(NEW, 20, 25), 6, 12);
        assertEquals(List.of(Measure.WALL, Measure.CPU_GEOMETRIC_MEAN, Measure.PEAK),
                comparison.measures().stream().map(MeasureVerdict::measure).toList());
        assertEquals(List.of(Verdict.EQUIVALENT, Verdict.REGRESSED, Verdict.EQUIVALENT, Verdict.INCONCLUSIVE), comparison.verdicts());
        assertTrue(hasChange(comparison));
        MeasureVerdict cpu = comparison.measures().get(1);
        assertEquals(10, cpu.paired().orElseThrow().difference().mean(), 1);
        assertTrue(cpu.p().orElseThrow() < cpu.adjusted().orElseThrow());
        assertTrue(cpu.adjusted().orElseThrow() < .005);
        assertTrue(cpu.gates());
        assertTrue(cpu.detectable().orElseThrow() < cpu.claimable().orElseThrow());
        assertEquals(24, wall(comparison).paired().orElseThrow().subBlocks());
        assertTrue(comparison.undisturbed().isPresent());
    }

    @Test
    void peakMemoryIsClaimedFromOnePercentAndSixtyFourKibibytesOn() {
        assertEquals(Verdict.REGRESSED, peak(10 << 20, 11 << 20));
        assertEquals(Verdict.DIFFERENT, peak(1 << 20, (1 << 20) + (60 << 10)));
        assertEquals(Verdict.DIFFERENT, peak(1 << 20, (1 << 20) + (64 << 10)));
        assertEquals(Verdict.REGRESSED, peak(1 << 20, (1 << 20) + (65 << 10)));
        assertEquals(Verdict.EQUIVALENT, peak(10 << 20, 10 << 20));
        assertEquals(Verdict.IMPROVED, peak(11 << 20, 10 << 20));
    }

    private static Verdict peak(long old, long young) {
        Rows rows = new Rows();
        for (int block = 1; block <= 6; block++) {
            for (int cycle = 1; cycle <= 12; cycle++) {
                rows.resources(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(old)).turn(block, cycle, OLD, 5)
                        .resources(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(young)).turn(block, cycle, NEW, 5);
            }
        }
        return of(rows).measures().get(2).verdict();
    }

    @Test
    void withoutCgroupsCpuIsThatOfWhatWasWaitedForAndWithoutThatNone() {
        Rows rows = new Rows().resources(OptionalLong.empty(), OptionalLong.of(4000), OptionalLong.empty());
        assertEquals(Measure.WAITED_CPU_GEOMETRIC_MEAN, of(rows.turn(1, 1, OLD, 5).turn(1, 1, NEW, 5)).measures().get(1).measure());
        MeasureVerdict none = of(new Rows().turn(1, 1, OLD, 5).turn(1, 1, NEW, 5)).measures().get(1);
        assertEquals(Verdict.INCONCLUSIVE, none.verdict());
        assertEquals(Set.of(Caveat.NOTHING_SHARED), none.caveats());
        assertFalse(none.gates());
        assertEquals(OptionalDouble.empty(), none.p());
        assertEquals(OptionalDouble.empty(), none.adjusted());
        assertEquals(OptionalDouble.empty(), none.detectable());
        assertEquals(OptionalDouble.empty(), none.claimable());
    }

    @Test
    void errorsThatComeWithABetterMedianAreFound() {
        Random random = new Random(83);
        Comparison comparison = of(turns(6, 21, () -> 20 + random.nextGaussian(),
                () -> random.nextDouble() < .036 ? Rows.TIMEOUT : 18 + random.nextGaussian()));
        assertEquals(504, comparison.errors().candidate().attempts());
        assertEquals(Verdict.REGRESSED, comparison.errors().verdict());
        assertEquals(Verdict.IMPROVED, wall(comparison).verdict());
        assertEquals(Set.of(Caveat.CENSORED), wall(comparison).caveats());
        assertEquals(Verdict.INCONCLUSIVE, comparison.tail().verdict());
    }

    @Test
    void aVerdictThatTimeOutsWouldOverturnIsNone() {
        Random random = new Random(89);
        Comparison comparison = of(turns(6, 21, () -> 20 + random.nextGaussian(),
                () -> random.nextDouble() < .4 ? Rows.TIMEOUT : 19 + random.nextGaussian()));
        assertTrue(wall(comparison).paired().orElseThrow().ratio().interval().orElseThrow().upper() < .98);
        assertEquals(Verdict.INCONCLUSIVE, wall(comparison).verdict());
        assertTrue(wall(comparison).caveats().containsAll(List.of(Caveat.CENSORED, Caveat.OVERTURNED_BY_TIMEOUTS)));
        assertTrue(wall(comparison).p().orElseThrow() > .005);
        assertEquals(Verdict.REGRESSED, comparison.errors().verdict());
    }

    @Test
    void anArmWithoutSuccessHasNoTimesButErrors() {
        Comparison comparison = of(turns(6, 21, () -> 20, () -> Rows.TIMEOUT));
        assertEquals(Verdict.INCONCLUSIVE, wall(comparison).verdict());
        assertEquals(Set.of(Caveat.NOTHING_SHARED, Caveat.CENSORED), wall(comparison).caveats());
        assertTrue(wall(comparison).paired().isEmpty());
        assertEquals(Verdict.REGRESSED, comparison.errors().verdict());
        assertTrue(comparison.undisturbed().isEmpty());
        Comparison neither = of(turns(6, 21, () -> Rows.TIMEOUT, () -> Rows.TIMEOUT));
        assertFalse(hasChange(neither));
    }

    @Test
    void equalTimesAreEquivalentWithTheirCaveatAndSomeMoreAreARegression() {
        MeasureVerdict equal = wall(of(turns(6, 12, () -> 20, () -> 20)));
        assertEquals(Verdict.EQUIVALENT, equal.verdict());
        assertEquals(Set.of(Caveat.NO_SPREAD), equal.caveats());
        assertEquals(OptionalDouble.empty(), equal.detectable());
        assertEquals(1, equal.p().orElseThrow());
        assertEquals(Verdict.REGRESSED, wall(of(turns(6, 12, () -> 20, () -> 21))).verdict());
    }

    @Test
    void fewerThanSixSubBlocksHaveNoVerdictAndNoneBelowTwentyGates() {
        MeasureVerdict five = wall(of(turns(5, 3, () -> 20, () -> 30)));
        assertEquals(Verdict.INCONCLUSIVE, five.verdict());
        assertEquals(Set.of(Caveat.TOO_FEW_UNITS, Caveat.BELOW_GATE), five.caveats());
        assertEquals(1.5, five.paired().orElseThrow().ratio().ratio(), 1e-9);
        Random random = new Random(97);
        MeasureVerdict eight = wall(of(turns(4, 6, () -> 20 + random.nextGaussian(), () -> 30 + random.nextGaussian())));
        assertEquals(Verdict.REGRESSED, eight.verdict());
        assertFalse(eight.gates());
        assertTrue(eight.caveats().contains(Caveat.BELOW_GATE));
    }

    @Test
    void raggedRowsAreComparedWhereTheyMatch() {
        Random random = new Random(101);
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 90; cycle++) {
            int block = (cycle + 17) / 18;
            rows.turn(block, (cycle - 1) % 18 + 1, OLD, 20 + random.nextGaussian());
            if (cycle % 30 != 7) {
                rows.turn(block, (cycle - 1) % 18 + 1, NEW, 20 + random.nextGaussian(), 20 + random.nextGaussian());
            }
        }
        MeasureVerdict wall = wall(of(rows));
        assertEquals(27, wall.paired().orElseThrow().subBlocks());
        assertEquals(3, wall.paired().orElseThrow().leftOut());
        assertTrue(wall.caveats().contains(Caveat.UNITS_LEFT_OUT));
    }

    @Test
    void nothingAtAllIsInconclusive() {
        Comparison comparison = of(new Rows());
        assertEquals(List.of(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE),
                comparison.verdicts());
        assertFalse(hasChange(comparison));
        assertEquals(Set.of(Caveat.NOTHING_SHARED), comparison.tail().caveats());
    }

    @Test
    void aCopyGetsNoVerdictOfChange() {
        int changes = 0;
        for (int seed = 0; seed < 40; seed++) {
            changes += hasChange(of(new Synthetic(seed, 1).arm(OLD, 20, 18).arm(NEW, 20, 18), 6, 12)) ? 1 : 0;
        }
        assertEquals(0, changes);
    }
}
