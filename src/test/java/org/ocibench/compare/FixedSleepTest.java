package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.OperationKind;

class FixedSleepTest {

    private static final String RUNC = "runc@1.5.2/direct/exit/burst/default/deleteForce";
    private static final String CRUN = "crun/direct/exit/burst/default/deleteForce";

    private final List<OperationRow> rows = new ArrayList<>();

    private void add(String arm, OperationKind kind, double millis, double cpuMillis) {
        rows.add(new OperationRow(1, 1, 1, 1, kind, "", arm, rows.size(), Arm.ofKey(arm).phase().label(), Math.round(millis * 1e6),
                OptionalLong.of(Math.round(cpuMillis * 1e3)), OptionalLong.empty(), OptionalLong.empty(), 0, null, null, "", 2000));
    }

    private void timed(String arm, double cpuMillis, double... millis) {
        Arrays.stream(millis).forEach(wall -> add(arm, OperationKind.TIMED, wall, cpuMillis));
    }

    @Test
    void aForcedDeleteOfRuncAndARetryOfCrunAreNamed() {
        timed(RUNC, 6, 106.1, 106.5, 114.3, 175.3);
        timed(CRUN, 4, 13.9, 14.1, 15.8, 69.6);
        List<FixedSleep> found = FixedSleep.of(rows);
        assertEquals(List.of(CRUN, RUNC), found.stream().map(FixedSleep::arm).toList());
        assertEquals(List.of(10, 100), found.stream().map(FixedSleep::millis).toList());
        assertEquals(List.of(3, 3), found.stream().map(FixedSleep::times).toList(), "what took longer waited for something else too");
        assertTrue(found.get(1).told().contains("3 of 4 operations have 100 ms in which nothing is done: runc waits"),
                found.get(1).told());
    }

    @Test
    void aWaitThatVariesIsNone() {
        timed(CRUN, 4, 7, 8.5, 9.9, 11.4, 13, 14, 15, 16, 17.5, 20);
        assertEquals(List.of(), FixedSleep.of(rows), "there is no gap below it");
    }

    @Test
    void workOfThatLengthIsNone() {
        timed(RUNC, 104, 106.1, 106.5, 114.3, 105);
        assertEquals(List.of(), FixedSleep.of(rows));
    }

    @Test
    void afewAreNotEnough() {
        timed(RUNC, 6, 106.1, 106.5);
        assertEquals(List.of(), FixedSleep.of(rows));
        timed(RUNC, 6, 110, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);
        assertEquals(List.of(), FixedSleep.of(rows), "three of sixteen are no habit");
    }

    @Test
    void onlyTimedOperationsOfThePhaseCount() {
        for (int i = 0; i < 5; i++) {
            add(RUNC, OperationKind.LEAD_IN, 107, 6);
        }
        timed("runc/direct/exit/burst/default", 6, 107, 107, 107, 107);
        timed("runc/direct/exit/burst/default/delete", 6, 107, 107, 107, 107);
        assertEquals(List.of(), FixedSleep.of(rows));
    }
}
