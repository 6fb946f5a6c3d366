package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;

class SubBlocksTest {

    private static final String A = "crun/direct/exit/burst/default";
    private static final String B = "runc/direct/exit/burst/default";

    private static SubBlocks.Unit unit(int block, int number) {
        return new SubBlocks.Unit(block, number);
    }

    @Test
    void threeCyclesOfABlockAreOneUnit() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 7; cycle++) {
            rows.turn(1, cycle, A, cycle, cycle + .1).turn(2, cycle, A, 100);
        }
        // Cycles 1 to 3: 1 1.1 2 2.1 3 3.1; 4 to 6: 4 4.1 5 5.1 6 6.1; the seventh is left over.
        Map<SubBlocks.Unit, Double> expected = Map.of(unit(1, 0), 2.05, unit(1, 1), 5.05, unit(2, 0), 100., unit(2, 1), 100.);
        SubBlocks subBlocks = SubBlocks.of(rows.list());
        assertEquals(expected.keySet(), subBlocks.values(A, Measure.WALL).keySet());
        subBlocks.values(A, Measure.WALL).forEach((unit, value) -> assertEquals(expected.get(unit), value, 1e-9));
        assertEquals(51.775, subBlocks.level(A, Measure.WALL).orElseThrow(), 1e-9);
    }

    @Test
    void wallIsTheMedianOfTheSuccessesAndCpuTheMean() {
        Rows rows = new Rows();
        long[] cpuMicros = {1000, 2000, 9000};
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.resources(OptionalLong.of(cpuMicros[cycle - 1]), OptionalLong.of(500), OptionalLong.of(1 << cycle))
                    .turn(1, cycle, A, cycle == 3 ? 50 : cycle);
        }
        SubBlocks subBlocks = SubBlocks.of(rows.list());
        assertEquals(2, subBlocks.values(A, Measure.WALL).get(unit(1, 0)), 1e-9);
        assertEquals(4, subBlocks.values(A, Measure.CPU).get(unit(1, 0)), 1e-9);
        assertEquals(.5, subBlocks.values(A, Measure.WAITED_CPU).get(unit(1, 0)), 1e-9);
        assertEquals(4, subBlocks.values(A, Measure.PEAK).get(unit(1, 0)), 1e-9);
    }

    @Test
    void ratiosAreOfGeometricMeansAndLowerQuartilesStandBeside() {
        Rows rows = new Rows();
        long[] cpuMicros = {1000, 2000, 4000};
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.resources(OptionalLong.of(cpuMicros[cycle - 1]), OptionalLong.of(8 * cpuMicros[cycle - 1]), OptionalLong.empty())
                    .turn(1, cycle, A, cycle, 10 + cycle);
        }
        SubBlocks subBlocks = SubBlocks.of(rows.list());
        assertEquals(2, subBlocks.values(A, Measure.CPU_GEOMETRIC_MEAN).get(unit(1, 0)), 1e-9);
        assertEquals(16, subBlocks.values(A, Measure.WAITED_CPU_GEOMETRIC_MEAN).get(unit(1, 0)), 1e-9);
        // Quantile .25 of 1 2 3 11 12 13: place .25 * (6 + 1/3) + 1/3 = 23/12.
        assertEquals(23 / 12., subBlocks.values(A, Measure.WALL_LOWER_QUARTILE).get(unit(1, 0)), 1e-9);
    }

    @Test
    void failuresCountAsTheirTimeOutsWhereThatIsAsked() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.turn(1, cycle, A, 3, Rows.TIMEOUT).failed(1, cycle, B, FailureClass.RUNTIME, 4);
        }
        SubBlocks subBlocks = SubBlocks.of(rows.list());
        assertEquals((3 + 2000) / 2., subBlocks.values(A, Measure.WALL_WITH_TIMEOUTS).get(unit(1, 0)), 1e-9);
        assertEquals(2000, subBlocks.values(B, Measure.WALL_WITH_TIMEOUTS).get(unit(1, 0)), 1e-9);
    }

    @Test
    void timesAreThoseOfTheWholeSubBlocksAndErrorsOfAllBlocks() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 4; cycle++) {
            rows.turn(1, cycle, A, cycle, Rows.TIMEOUT).turn(2, cycle, A, Rows.TIMEOUT);
        }
        SubBlocks subBlocks = SubBlocks.of(rows.list());
        assertEquals(List.of(unit(1, 0)), List.copyOf(subBlocks.wallMillis(A).keySet()));
        assertArrayEquals(new double[] {1, 2, 3}, subBlocks.wallMillis(A).get(unit(1, 0)), 1e-9);
        assertEquals(Map.of(1, new ErrorRate(4, 8), 2, new ErrorRate(4, 4)), subBlocks.errorsByBlock(A));
        assertTrue(subBlocks.wallMillis(B).isEmpty());
        assertTrue(subBlocks.errorsByBlock(B).isEmpty());
    }

    @Test
    void failedStartsAreCountedAndNotTimed() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.turn(1, cycle, A, 3, Rows.TIMEOUT).turn(1, cycle, B, Rows.TIMEOUT);
        }
        SubBlocks subBlocks = SubBlocks.of(rows.list());
        assertEquals(3, subBlocks.level(A, Measure.WALL).orElseThrow(), 1e-9);
        assertEquals(new ErrorRate(3, 6), subBlocks.errors(A));
        assertTrue(subBlocks.values(B, Measure.WALL).isEmpty());
        assertEquals(OptionalDouble.empty(), subBlocks.level(B, Measure.WALL));
        assertEquals(new ErrorRate(3, 3), subBlocks.errors(B));
        assertEquals(Optional.empty(), subBlocks.difference(B, A, Measure.WALL));
        assertEquals(new ErrorRate(0, 0), subBlocks.errors("youki/direct/exit/burst/default"));
    }

    @Test
    void anArmThatMissesACycleMissesTheUnit() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 6; cycle++) {
            rows.turn(1, cycle, A, 1);
            if (cycle != 5) {
                rows.turn(1, cycle, B, 3);
            }
        }
        SubBlocks subBlocks = SubBlocks.of(rows.list());
        assertEquals(List.of(unit(1, 0)), List.copyOf(subBlocks.values(B, Measure.WALL).keySet()));
        assertEquals(new Estimate(2, 1, Optional.empty()), subBlocks.difference(A, B, Measure.WALL).orElseThrow());
    }

    @Test
    void pairsAreJoinedByBlockAndCycleWhateverTheOrderOfTheRows() {
        List<OperationRow> rows = new ArrayList<>(drifting(new Random(3), 6).list());
        Estimate inOrder = SubBlocks.of(rows).difference(A, B, Measure.WALL).orElseThrow();
        Collections.shuffle(rows, new Random(4));
        assertEquals(inOrder, SubBlocks.of(rows).difference(A, B, Measure.WALL).orElseThrow());
    }

    @Test
    void driftThatBothShareCancels() {
        // B takes 2.5 ms more in every start, while the machine moves by up to 40 ms between sub-blocks.
        Estimate difference = SubBlocks.of(drifting(new Random(7), 10).list()).difference(A, B, Measure.WALL).orElseThrow();
        assertEquals(2.5, difference.mean(), 1e-6);
        assertEquals(10, difference.n());
        Interval interval = difference.interval().orElseThrow();
        assertEquals(2.5, interval.lower(), 1e-5);
        assertEquals(2.5, interval.upper(), 1e-5);
    }

    @Test
    void theIntervalIsOverUnitsNotOverStarts() {
        // Differences of the six units: 1, 2, 3, 4, 5, 6: mean 3.5, s = sqrt(3.5); t with 5 degrees of freedom is 4.0321430.
        Rows rows = new Rows();
        for (int block = 1; block <= 6; block++) {
            for (int cycle = 1; cycle <= 3; cycle++) {
                rows.turn(block, cycle, A, 10, 10, 10, 10).turn(block, cycle, B, 10 + block, 10 + block, 10 + block, 10 + block);
            }
        }
        Estimate estimate = SubBlocks.of(rows.list()).difference(A, B, Measure.WALL).orElseThrow();
        double half = 4.0321430 * Math.sqrt(3.5 / 6);
        assertEquals(3.5, estimate.mean(), 1e-9);
        assertEquals(3.5 - half, estimate.interval().orElseThrow().lower(), 1e-6);
        assertEquals(3.5 + half, estimate.interval().orElseThrow().upper(), 1e-6);
    }

    @Test
    void anArmTwiceInAContrastCancels() {
        SubBlocks subBlocks = SubBlocks.of(drifting(new Random(9), 6).list());
        assertEquals(0, subBlocks.contrast(List.of(A, B), List.of(B, A), Measure.WALL).orElseThrow().mean(), 1e-9);
        assertEquals(subBlocks.level(A, Measure.WALL).orElseThrow(),
                subBlocks.contrast(List.of(A), List.of(), Measure.WALL).orElseThrow().mean(), 1e-9);
    }

    @Test
    void theTrueDifferenceIsInNinetyNineOfAHundredIntervals() {
        int campaigns = 1000;
        int missed = 0;
        for (int seed = 0; seed < campaigns; seed++) {
            Synthetic campaign = new Synthetic(seed, 3).arm(A, 7, 7).arm(B, 9.5, 9.5);
            Interval interval = SubBlocks.of(campaign.rows(2, 12)).difference(A, B, Measure.WALL).orElseThrow().interval()
                    .orElseThrow();
            missed += interval.lower() > 2.5 || interval.upper() < 2.5 ? 1 : 0;
        }
        // 10 expected, standard deviation 3.
        assertTrue(missed >= 1 && missed <= 22, "missed " + missed);
    }

    private static Rows drifting(Random random, int blocks) {
        Rows rows = new Rows();
        for (int block = 1; block <= blocks; block++) {
            double drift = 40 * random.nextDouble();
            for (int cycle = 1; cycle <= 3; cycle++) {
                rows.turn(block, cycle, A, 7 + drift, 7.2 + drift, 7.1 + drift, 9 + drift)
                        .turn(block, cycle, B, 9.5 + drift, 9.7 + drift, 9.6 + drift, 11.5 + drift);
            }
        }
        return rows;
    }
}
