package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Burst;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.HostState;

class BurstSummaryTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final String RUNC = "runc/direct/exit/burst/default";

    private static BurstSummary summary(int together, Bursts bursts) {
        return BurstSummary.of(ArmSummary.of(CRUN, bursts.operations()), new Burst(together, HostState.NONE), bursts.containers());
    }

    @Test
    void theMakespanIsTheBurstsAndTheOtherTimesAreTheContainers() {
        Bursts bursts = new Bursts();
        for (int cycle = 1; cycle <= 6; cycle++) {
            bursts.burst(1, cycle, CRUN, 1, 20 * cycle, 10, 12, 14, 20 * cycle).burst(1, cycle, RUNC, 1, 500, 400, 400, 400, 500);
        }
        BurstSummary crun = summary(4, bursts);
        assertEquals(70, crun.bursts().wall().orElseThrow().median());
        assertEquals(Optional.of(new BurstSummary.Estimate(4000 / 70., Optional.of(new Interval(4000 / 120., 4000 / 20.)))),
                crun.perSecond(), "containers per second have the makespan's interval");
        assertEquals(Optional.of(new BurstSummary.Estimate(13, Optional.of(new Interval(13, 13)))), crun.p50());
        assertEquals(24, crun.n());
        assertEquals(OptionalDouble.empty(), crun.p99(), "24 containers tell no 99th percentile");
        assertEquals(new ErrorRate(0, 24), crun.containers());
        assertEquals(0, crun.broken());
        assertEquals(OptionalDouble.of(30), crun.skewMicros());
    }

    @Test
    void aBurstInWhichOneFailedGivesNoTimesButItsContainersCount() {
        BurstSummary crun = summary(2, new Bursts().burst(1, 1, CRUN, 1, 20, 10, 20).burst(1, 1, CRUN, 2, 2000, 11, Rows.TIMEOUT)
                .burst(1, 1, CRUN, 3, 2000, Rows.TIMEOUT, Rows.TIMEOUT));
        assertEquals(1, crun.bursts().wall().orElseThrow().n());
        assertEquals(2, crun.n());
        assertEquals(15, crun.p50().orElseThrow().value());
        assertEquals(new ErrorRate(3, 6), crun.containers());
        assertEquals(Map.of(FailureClass.TIMEOUT, 3), crun.failures());
        assertEquals(2, crun.broken());
    }

    @Test
    void leadInsAndWarmUpsDoNotCount() {
        BurstSummary crun = summary(1, new Bursts().burst(1, 0, CRUN, 1, 90, 90).burst(1, 1, CRUN, 0, 80, 80)
                .burst(1, 1, CRUN, 1, 10, 10));
        assertEquals(1, crun.containers().attempts());
        assertEquals(10, crun.p50().orElseThrow().value());
    }

    @Test
    void aHundredContainersTellThe99thPercentile() {
        Bursts bursts = new Bursts();
        for (int cycle = 1; cycle <= 25; cycle++) {
            bursts.burst(1, cycle, CRUN, 1, 100, 4 * cycle, 4 * cycle - 1, 4 * cycle - 2, 4 * cycle - 3);
        }
        BurstSummary crun = summary(4, bursts);
        assertEquals(100, crun.n());
        assertEquals(99.66, crun.p99().orElseThrow(), .01, "of 1 to 100");
        assertTrue(summary(4, bursts).p50().orElseThrow().interval().isPresent());
    }

    @Test
    void withoutSuccessThereAreNoTimes() {
        BurstSummary crun = summary(1, new Bursts().burst(1, 1, CRUN, 1, 2000, Rows.TIMEOUT));
        assertEquals(List.of(Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty()),
                List.of(crun.perSecond(), crun.p50(), crun.p99(), crun.skewMicros()));
        assertEquals(new ErrorRate(1, 1), crun.containers());
    }

    @Test
    void ofAnArmThatNeverRanNothingIsKnown() {
        BurstSummary crun = summary(4, new Bursts());
        assertEquals(new ErrorRate(0, 0), crun.containers());
        assertEquals(0, crun.n());
    }
}
