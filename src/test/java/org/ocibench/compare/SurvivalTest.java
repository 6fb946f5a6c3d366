package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SurvivalTest {

    private static final String CONDITIONS = "/exit/burst/default";

    private static List<Survival> of(Synthetic campaign) {
        return Survival.of(Ladder.of(campaign.arms(), List.of()), SubBlocks.of(campaign.rows(5, 12)));
    }

    private static void assertHolds(double truth, Estimate estimate) {
        Interval interval = estimate.interval().orElseThrow();
        assertTrue(interval.lower() <= truth && truth <= interval.upper(), () -> truth + " is not in " + interval);
    }

    @Test
    void gapsAndTheirChangesAreOfTheSameSubBlocks() {
        // Directly 11 ms apart, through ctr 9, through nerdctl 23.
        List<Survival> pairs = of(new Synthetic(21, .5).arm("runc/direct" + CONDITIONS, 17.3, 17).arm("runc/ctr" + CONDITIONS, 85.7, 95)
                .arm("runc/nerdctl" + CONDITIONS, 139.7, 151).arm("crun/direct" + CONDITIONS, 6.3, 6)
                .arm("crun/ctr" + CONDITIONS, 76.7, 79).arm("crun/nerdctl" + CONDITIONS, 116.7, 123));
        assertEquals(1, pairs.size());
        Survival pair = pairs.get(0);
        assertEquals("crun", pair.faster());
        assertEquals("runc", pair.slower());
        assertFalse(pair.censored());
        assertHolds(11, pair.direct());
        assertEquals(List.of("ctr", "nerdctl"), pair.through().stream().map(Survival.Gap::via).toList());
        assertHolds(9, pair.through().get(0).gap());
        assertHolds(-2, pair.through().get(0).change().orElseThrow());
        assertEquals(-1, pair.through().get(0).change().orElseThrow().sign());
        assertHolds(23, pair.through().get(1).gap());
        assertHolds(12, pair.through().get(1).change().orElseThrow());
    }

    @Test
    void onlyPairsUnderTheSameConditionsWithTwoDirectArms() {
        assertEquals(List.of(), of(new Synthetic(1, .1).arm("runc/direct" + CONDITIONS, 10, 10).arm("runc/ctr" + CONDITIONS, 70, 70)
                .arm("crun/direct/exit/isolated/default", 20, 6).arm("crun/ctr/exit/isolated/default", 80, 70)));
        assertEquals(List.of(), of(new Synthetic(1, .1).arm("runsc/direct" + CONDITIONS, 80, 80).arm("runsc/ctr" + CONDITIONS, 200, 70)
                .arm("runsc~runcshim/ctr" + CONDITIONS, 158, 70)));
    }

    @Test
    void aWayThatOnlyOneOfThemHasIsLeftOut() {
        Survival pair = of(new Synthetic(1, .1).arm("runc/direct" + CONDITIONS, 10, 10).arm("runc/ctr" + CONDITIONS, 70, 70)
                .arm("crun/direct" + CONDITIONS, 5, 5).arm("crun/nerdctl" + CONDITIONS, 110, 70)).get(0);
        assertEquals(List.of(), pair.through());
    }

    @Test
    void anArmWithFailuresIsTold() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.turn(1, cycle, "runc/direct" + CONDITIONS, 10).turn(1, cycle, "crun/direct" + CONDITIONS, 5)
                    .turn(1, cycle, "runc/ctr" + CONDITIONS, 70).turn(1, cycle, "crun/ctr" + CONDITIONS, 60, Rows.TIMEOUT);
        }
        Synthetic arms = new Synthetic(0, 0).arm("runc/direct" + CONDITIONS, 0, 0).arm("runc/ctr" + CONDITIONS, 0, 0)
                .arm("crun/direct" + CONDITIONS, 0, 0).arm("crun/ctr" + CONDITIONS, 0, 0);
        Survival pair = Survival.of(Ladder.of(arms.arms(), List.of()), SubBlocks.of(rows.list())).get(0);
        assertTrue(pair.censored());
        assertEquals(10, pair.through().get(0).gap().mean(), 1e-9);
        assertEquals(5, pair.through().get(0).change().orElseThrow().mean(), 1e-9);
        assertEquals(0, pair.direct().sign(), "one sub-block tells nothing");
    }
}
