package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.FailureClass;

class ProfilingCostTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final String RUNC = "runc/direct/exit/burst/default";
    private static final OptionalLong NONE = OptionalLong.empty();

    private final Rows rows = new Rows();

    @Test
    void watchedOverTimedOfEachTurn() {
        rows.turn(1, 1, CRUN, 10, 10, 90).watched(1, 1, CRUN, 20, 20, 1);
        rows.turn(1, 2, CRUN, 10).watched(1, 2, CRUN, 5);
        rows.turn(1, 1, RUNC, 10).watched(1, 1, RUNC, 1000);
        ProfilingCost.Ratio wall = ProfilingCost.of(CRUN, rows.list()).orElseThrow().wall();
        assertEquals(1, wall.value(), 1e-9);
        assertEquals(2, wall.turns());
        assertEquals(Optional.empty(), wall.interval(), "of two turns it would say nothing");
        for (int cycle = 3; cycle <= Estimate.LEAST_N; cycle++) {
            rows.turn(1, cycle, CRUN, 10).watched(1, cycle, CRUN, cycle % 2 == 0 ? 5 : 20);
        }
        wall = ProfilingCost.of(CRUN, rows.list()).orElseThrow().wall();
        assertTrue(wall.interval().orElseThrow().lower() < 1 && wall.interval().orElseThrow().upper() > 1);
    }

    @Test
    void cpuTimeWhereItIsKnown() {
        rows.resources(OptionalLong.of(100), NONE, NONE).turn(1, 1, CRUN, 10);
        rows.resources(OptionalLong.of(110), NONE, NONE).watched(1, 1, CRUN, 10);
        ProfilingCost cost = ProfilingCost.of(CRUN, rows.list()).orElseThrow();
        assertEquals(1.1, cost.cpu().orElseThrow().value(), 1e-9);
        assertEquals(Optional.empty(), cost.cpu().orElseThrow().interval());
        assertEquals(Optional.empty(), ProfilingCost.of(RUNC, new Rows().turn(1, 1, RUNC, 1).watched(1, 1, RUNC, 1).list())
                .orElseThrow().cpu());
    }

    @Test
    void aTurnWithoutOneOfTheTwoDoesNotCount() {
        rows.turn(1, 1, CRUN, 10).failed(1, 2, CRUN, FailureClass.RUNTIME, 10).watched(1, 2, CRUN, 10);
        assertEquals(Optional.empty(), ProfilingCost.of(CRUN, rows.list()));
    }
}
