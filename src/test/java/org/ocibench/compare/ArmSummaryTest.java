package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;

class ArmSummaryTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final String RUNC = "runc/direct/exit/burst/default";

    @Test
    void headlineIsTheMedianOfTurnMediansNotOfOperations() {
        ArmSummary crun = ArmSummary.of(CRUN, new Rows()
                .turn(1, 1, CRUN, 8, 8, 8, 8, 8, 8)
                .turn(1, 2, CRUN, 10, 12)
                .turn(2, 1, CRUN, 20).list());
        assertEquals(List.of(8., 11., 20.), crun.turnMedians());
        WallSummary wall = crun.wall().orElseThrow();
        assertEquals(11, wall.median());
        assertEquals(Optional.empty(), wall.medianInterval());
        assertEquals(10, wall.mean(), 1e-12);
        assertEquals(8, wall.min());
        assertEquals(20, wall.max());
        assertEquals(OptionalDouble.empty(), wall.p95());
        assertEquals(9, wall.n());
        assertEquals(.090, crun.totalSeconds(), 1e-12);
    }

    @Test
    void sameCycleOfAnotherBlockIsAnotherTurn() {
        Rows rows = new Rows();
        for (int block = 1; block <= 6; block++) {
            rows.turn(block, 1, CRUN, 10 * block, 10 * block + 2);
        }
        WallSummary wall = ArmSummary.of(CRUN, rows.list()).wall().orElseThrow();
        assertEquals(36, wall.median());
        assertEquals(Optional.of(new Interval(11, 61)), wall.medianInterval());
    }

    @Test
    void leadInsWarmUpsAndOtherArmsDoNotCount() {
        ArmSummary crun = ArmSummary.of(CRUN, new Rows().warmUp(1, CRUN).warmUp(1, RUNC)
                .turn(1, 1, RUNC, 50, 60).turn(1, 1, CRUN, 8, 9).list());
        assertEquals(2, crun.attempts());
        assertEquals(2, crun.successes());
        assertEquals(.017, crun.totalSeconds(), 1e-12);
        assertEquals(9, crun.wall().orElseThrow().max());
    }

    @Test
    void failuresCountInErrorsAndTotalButNotInTimes() {
        ArmSummary crun = ArmSummary.of(CRUN, new Rows()
                .turn(1, 1, CRUN, 8, Rows.TIMEOUT, 10)
                .turn(1, 2, CRUN, Rows.TIMEOUT, Rows.TIMEOUT)
                .failed(1, 3, CRUN, FailureClass.RUNTIME, 3)
                .turn(1, 4, CRUN, 12, 14).list());
        assertEquals(8, crun.attempts());
        assertEquals(4, crun.successes());
        assertEquals(Map.of(FailureClass.RUNTIME, 1, FailureClass.TIMEOUT, 3), crun.failures());
        assertEquals(FailureClass.RUNTIME, crun.failures().firstKey());
        assertEquals(new ErrorRate(4, 8), crun.errors());
        assertTrue(crun.errors().censored());
        assertEquals(List.of(9., 13.), crun.turnMedians());
        WallSummary wall = crun.wall().orElseThrow();
        assertEquals(11, wall.median());
        assertEquals(11, wall.mean(), 1e-12);
        assertEquals(14, wall.max());
        assertEquals(3 * 2 + .003 + .044, crun.totalSeconds(), 1e-12);
    }

    @Test
    void armWithoutSuccessHasCountsAndNoTimes() {
        ArmSummary crun = ArmSummary.of(CRUN, new Rows()
                .resources(OptionalLong.of(9), OptionalLong.of(9), OptionalLong.of(9))
                .turn(1, 1, CRUN, Rows.TIMEOUT, Rows.TIMEOUT).list());
        assertEquals(2, crun.attempts());
        assertEquals(0, crun.successes());
        assertEquals(Optional.empty(), crun.wall());
        assertEquals(List.of(), crun.turnMedians());
        assertEquals(4, crun.totalSeconds());
        assertEquals(Optional.empty(), crun.cpu());
        assertEquals("none", crun.cpuSource());
        assertEquals(OptionalLong.empty(), crun.peakBytes());
    }

    @Test
    void armWithoutRowsIsEmpty() {
        ArmSummary crun = ArmSummary.of(CRUN, new Rows().turn(1, 1, RUNC, 50).list());
        assertEquals(0, crun.attempts());
        assertEquals(Optional.empty(), crun.wall());
        assertFalse(crun.errors().censored());
        assertEquals(Arm.ofKey(CRUN), crun.arm());
    }

    @Test
    void oneOperationHasNoSpread() {
        WallSummary wall = ArmSummary.of(CRUN, new Rows().turn(1, 1, CRUN, 8.5).list()).wall().orElseThrow();
        assertEquals(8.5, wall.median());
        assertEquals(8.5, wall.mean());
        assertEquals(OptionalDouble.empty(), wall.interquartileRange());
    }

    @Test
    void equalTimesCollapseToAPoint() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 18; cycle++) {
            rows.turn(1, cycle, CRUN, 8.1, 8.1, 8.1, 8.1);
        }
        WallSummary wall = ArmSummary.of(CRUN, rows.list()).wall().orElseThrow();
        assertEquals(Optional.of(new Interval(8.1, 8.1)), wall.medianInterval());
        assertEquals(OptionalDouble.of(8.1), wall.p95());
        assertEquals(8.1, wall.mean(), 1e-12);
        assertEquals(OptionalDouble.of(0), wall.interquartileRange());
    }

    @Test
    void p95NeedsSeventyTwoSuccesses() {
        Rows rows = new Rows();
        for (int i = 1; i <= 71; i++) {
            rows.turn(1, i, CRUN, i);
        }
        assertEquals(OptionalDouble.empty(), ArmSummary.of(CRUN, rows.list()).wall().orElseThrow().p95());
        rows.turn(1, 72, CRUN, Rows.TIMEOUT);
        assertEquals(OptionalDouble.empty(), ArmSummary.of(CRUN, rows.list()).wall().orElseThrow().p95());
        rows.turn(1, 73, CRUN, 72);
        WallSummary wall = ArmSummary.of(CRUN, rows.list()).wall().orElseThrow();
        assertEquals((72 + 1. / 3) * .95 + 1. / 3, wall.p95().orElseThrow(), 1e-9);
        assertEquals((72 + 1. / 3) / 2, wall.interquartileRange().orElseThrow(), 1e-9);
    }

    @Test
    void cpuIsFromCgroupsWhereAnySuccessHasIt() {
        OptionalLong none = OptionalLong.empty();
        ArmSummary crun = ArmSummary.of(CRUN, new Rows()
                .resources(none, OptionalLong.of(1000), none).turn(1, 1, CRUN, 8, 8, 8)
                .resources(OptionalLong.of(5000), OptionalLong.of(1000), OptionalLong.of(2048)).turn(1, 2, CRUN, 8)
                .resources(OptionalLong.of(7000), OptionalLong.of(1000), OptionalLong.of(4096)).turn(1, 3, CRUN, 8)
                .resources(OptionalLong.of(90), none, OptionalLong.of(1)).turn(1, 4, CRUN, Rows.TIMEOUT).list());
        assertEquals(Optional.of(new CpuPerStart(6, 2, CpuPerStart.Source.CGROUP)), crun.cpu());
        assertEquals("cgroup", crun.cpuSource());
        assertEquals(OptionalLong.of(3072), crun.peakBytes());
    }

    @Test
    void cpuFallsBackToRusage() {
        ArmSummary crun = ArmSummary.of(CRUN, new Rows()
                .resources(OptionalLong.empty(), OptionalLong.of(1500), OptionalLong.empty())
                .turn(1, 1, CRUN, 8, 8, 8).list());
        assertEquals(Optional.of(new CpuPerStart(1.5, 3, CpuPerStart.Source.RUSAGE)), crun.cpu());
        assertEquals("rusage", crun.cpuSource());
    }

    @Test
    void orderOfTheRowsDoesNotMatter() {
        List<OperationRow> rows = new Rows().warmUp(1, RUNC).turn(1, 1, CRUN, 8, Rows.TIMEOUT).turn(1, 1, RUNC, 20, 21)
                .turn(1, 2, RUNC, 22).turn(1, 2, CRUN, 9, 10).turn(2, 1, CRUN, 11).list();
        List<OperationRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(7));
        assertEquals(ArmSummary.of(CRUN, rows), ArmSummary.of(CRUN, shuffled));
    }

    @Test
    void phasesAreNotMixed() {
        List<OperationRow> rows = new ArrayList<>(new Rows().turn(1, 1, CRUN, 8).list());
        OperationRow run = rows.get(1);
        rows.add(new OperationRow(1, 1, 1, 2, run.kind(), CRUN, CRUN, 99, "create", 1, run.cpuMicros(),
                run.rusageMicros(), run.peakBytes(), 42, null, null, "", 2000));
        assertThrows(IllegalArgumentException.class, () -> ArmSummary.of(CRUN, rows));
    }

    @Test
    void inconsistentPartsAreRefused() {
        ArmSummary good = ArmSummary.of(CRUN, new Rows().turn(1, 1, CRUN, 8).list());
        assertThrows(IllegalArgumentException.class, () -> new ArmSummary(good.arm(), 2, good.failures(),
                good.turnMedians(), good.wall(), 1, good.cpu(), good.peakBytes(), good.medianByPredecessor(),
                good.incidents()));
        assertThrows(IllegalArgumentException.class, () -> new ArmSummary(good.arm(), 1,
                new TreeMap<>(Map.of(FailureClass.SHIM, 2)), List.of(), Optional.empty(), 1, good.cpu(),
                good.peakBytes(), good.medianByPredecessor(), good.incidents()));
        assertThrows(IllegalArgumentException.class, () -> ArmSummary.of("crun", List.of()));
    }
}
