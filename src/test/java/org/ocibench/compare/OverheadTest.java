package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;

class OverheadTest {

    private static final String SPAWN = "spawn/control/true/burst/default";
    private static final String DIRECT = "runc/direct/exit/burst/default";
    private static final String SHIM = "runc/direct-shim/exit/burst/default";
    private static final String CTR = "runc/ctr/exit/burst/default";
    private static final String NERDCTL = "runc/nerdctl/exit/burst/default";

    private static Overhead of(Synthetic campaign, List<OperationRow> rows) {
        return Overhead.of(Ladder.of(campaign.arms(), List.of()).get(0), SubBlocks.of(rows));
    }

    private static Synthetic campaign() {
        return new Synthetic(12, .4).arm(SPAWN, .5, .6).arm(DIRECT, 17.5, 18).arm(SHIM, 30, 32).arm(CTR, 86, 95)
                .arm("ctr-version/control/true/burst/default", 20, 22).arm(NERDCTL, 140, 152);
    }

    private static Overhead.Step step(Overhead overhead, String rung) {
        return overhead.steps().stream().filter(s -> Ladder.name(s.arm()).equals(rung)).findFirst().orElseThrow();
    }

    private static void assertHolds(double truth, Estimate estimate, double tolerance) {
        Interval interval = estimate.interval().orElseThrow();
        assertTrue(interval.lower() <= truth && truth <= interval.upper(), () -> truth + " is not in " + interval);
        assertEquals(truth, estimate.mean(), tolerance);
    }

    @Test
    void everyRungTellsWhatWasAddedToTheOneBelow() {
        Overhead overhead = of(campaign(), campaign().rows(5, 12));
        assertEquals(List.of("spawn", "direct", "direct-shim", "ctr", "nerdctl"),
                overhead.steps().stream().map(s -> Ladder.name(s.arm())).toList());
        assertHolds(17, step(overhead, "direct").wall().orElseThrow(), .3);
        assertHolds(12.5, step(overhead, "direct-shim").wall().orElseThrow(), .3);
        assertHolds(56, step(overhead, "ctr").wall().orElseThrow(), .3);
        assertHolds(54, step(overhead, "nerdctl").wall().orElseThrow(), .3);
        assertEquals(57, step(overhead, "nerdctl").cpu().orElseThrow().mean(), .01);
        assertEquals(20, step(overhead, "ctr").wall().orElseThrow().n());
        assertEquals(DIRECT, step(overhead, "direct-shim").below().orElseThrow().key());
        assertTrue(step(overhead, "spawn").below().isEmpty());
        assertTrue(overhead.hasDifference());
    }

    @Test
    void containerdItselfIsCtrMinusTheShimsCalls() {
        assertHolds(56, of(campaign(), campaign().rows(5, 12)).containerd().orElseThrow(), .3);
        Synthetic without = new Synthetic(1, .1).arm(DIRECT, 10, 10).arm(CTR, 70, 70);
        assertTrue(of(without, without.rows(2, 9)).containerd().isEmpty());
    }

    @Test
    void sharesAreOfTheHighestRungAndAddUpToOne() {
        Overhead overhead = of(campaign(), campaign().rows(5, 12));
        assertEquals(1, overhead.steps().stream().map(Overhead.Step::share).mapToDouble(OptionalDouble::orElseThrow).sum(), 1e-9);
    }

    @Test
    void withoutARungThatStartsContainersThereAreNoShares() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 18; cycle++) {
            rows.turn(1, cycle, "spawn/control/true/burst/default", 1).turn(1, cycle, "namespaces/control/true/burst/default", 2)
                    .turn(1, cycle, "runsc/ctr/exit/burst/default", Rows.TIMEOUT).turn(1, cycle, "runsc/nerdctl/exit/burst/default", Rows.TIMEOUT);
        }
        List<Arm> arms = Stream.of("spawn/control/true/burst/default", "namespaces/control/true/burst/default",
                "runsc/ctr/exit/burst/default", "runsc/nerdctl/exit/burst/default").map(Arm::ofKey).toList();
        Overhead overhead = Overhead.of(Ladder.of(arms, List.of()).get(0), SubBlocks.of(rows.list()));
        assertTrue(overhead.steps().stream().allMatch(step -> step.share().isEmpty()), overhead::toString);
    }

    @Test
    void theClientsFloorStandsBesideItsClient() {
        Overhead overhead = of(campaign(), campaign().rows(5, 12));
        assertEquals(30, step(overhead, "ctr").floor().orElseThrow().mean(), 3);
        assertTrue(step(overhead, "nerdctl").floor().isEmpty());
        assertTrue(step(overhead, "direct").floor().isEmpty());
    }

    @Test
    void whereTheContainerLivesThereAreNoShares() {
        Synthetic living = new Synthetic(2, .1).arm("runc/direct/live50/burst/default", 68, 20)
                .arm("runc/ctr/live50/burst/default", 140, 90);
        Overhead overhead = of(living, living.rows(3, 6));
        assertTrue(overhead.steps().stream().allMatch(s -> s.share().isEmpty()));
        assertEquals(72, step(overhead, "ctr").wall().orElseThrow().mean(), .3);
    }

    @Test
    void aRungThatMostlyFailsIsSteppedOver() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 18; cycle++) {
            rows.turn(1, cycle, DIRECT, 10, 10, 10).turn(1, cycle, CTR, 70, Rows.TIMEOUT, Rows.TIMEOUT)
                    .turn(1, cycle, NERDCTL, 130, 130, 130);
        }
        Synthetic arms = new Synthetic(0, 0).arm(DIRECT, 0, 0).arm(CTR, 0, 0).arm(NERDCTL, 0, 0);
        Overhead overhead = of(arms, rows.list());
        assertTrue(step(overhead, "ctr").errors().censored());
        assertTrue(step(overhead, "ctr").share().isEmpty());
        assertEquals(60, step(overhead, "ctr").wall().orElseThrow().mean(), 1e-9);
        assertEquals(DIRECT, step(overhead, "nerdctl").below().orElseThrow().key());
        assertEquals(120, step(overhead, "nerdctl").wall().orElseThrow().mean(), 1e-9);
    }

    @Test
    void anArmWithoutSuccessHasNoNumbers() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.turn(1, cycle, DIRECT, 10).turn(1, cycle, CTR, Rows.TIMEOUT);
        }
        Overhead overhead = of(new Synthetic(0, 0).arm(DIRECT, 0, 0).arm(CTR, 0, 0), rows.list());
        assertTrue(step(overhead, "ctr").wall().isEmpty());
        assertTrue(step(overhead, "ctr").millis().isEmpty());
        assertEquals(new ErrorRate(3, 3), step(overhead, "ctr").errors());
        assertFalse(overhead.hasDifference());
        assertEquals(1, step(overhead, "direct").share().orElseThrow(), 1e-9);
    }
}
