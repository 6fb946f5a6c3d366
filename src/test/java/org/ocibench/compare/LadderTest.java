package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;

class LadderTest {

    private static List<Arm> arms(String... keys) {
        return Stream.of(keys).map(Arm::ofKey).toList();
    }

    private static List<String> names(Ladder ladder) {
        return ladder.rungs().stream().map(Ladder::name).toList();
    }

    @Test
    void rungsStandInOrderAndMissingOnesAreNamed() {
        List<Ladder> ladders = Ladder.of(arms("runc/nerdctl/exit/burst/default", "runc/ctr/exit/burst/default",
                "nerdctl-version/control/true/burst/default", "ctr-version/control/true/burst/default",
                "runc/direct-shim/exit/burst/default", "spawn/control/true/burst/default", "runc/direct/exit/burst/default",
                "namespaces/control/true/burst/default"), List.of());
        assertEquals(1, ladders.size());
        Ladder ladder = ladders.get(0);
        assertEquals(List.of("spawn", "namespaces", "direct", "direct-shim", "ctr", "nerdctl"), names(ladder));
        assertEquals(List.of("ctr-seccomp", "nerdctl-default"), ladder.missing());
        assertEquals(Map.of("ctr", Arm.ofKey("ctr-version/control/true/burst/default"), "nerdctl",
                Arm.ofKey("nerdctl-version/control/true/burst/default")), ladder.floors());
        assertEquals("runc", ladder.runtime());
        assertEquals("workload exit, pace burst, kernel default", ladder.conditions().toString());
        assertEquals("runc/ctr/exit/burst/default", ladder.rung("ctr").orElseThrow().key());
        assertEquals(true, ladder.rung("ctr-seccomp").isEmpty());
    }

    @Test
    void conditionsAreNeverMixed() {
        List<Ladder> ladders = Ladder.of(arms("runc/direct/exit/burst/default", "runc/ctr/live50/burst/default",
                "runc/direct/exit/isolated/default", "runc/ctr/exit/isolated/default", "spawn/control/true/burst/default"), List.of());
        assertEquals(1, ladders.size());
        assertEquals(List.of("direct", "ctr"), names(ladders.get(0)));
        assertEquals("isolated", ladders.get(0).conditions().pace());
    }

    @Test
    void optionsPhasesAndBurstsAreNoRungs() {
        assertEquals(List.of(), Ladder.of(arms("runc/direct/exit/burst/default", "runc/direct+seccomp/exit/burst/default",
                "runc/direct/exit/burst/default/create", "runc/ctr/exit/burst/default/together-4"), List.of()));
    }

    @Test
    void aVariantOfTheShimIsDirectlyWhatItIsAVariantOf() {
        List<Arm> arms = arms("runsc/direct/exit/burst/default", "runsc~runcshim/ctr/exit/burst/default",
                "runsc/ctr/exit/burst/default");
        List<Ladder> ladders = Ladder.of(arms, List.of());
        assertEquals(List.of("runsc", "runsc~runcshim"), ladders.stream().map(Ladder::runtime).toList());
        assertEquals("runsc/direct/exit/burst/default", ladders.get(1).rung("direct").orElseThrow().key());
    }

    @Test
    void aVariantThatCouldNotRunDirectlyBorrowsNothing() {
        assertEquals(List.of(), Ladder.of(arms("runsc/direct/exit/burst/default", "runsc~kvm/ctr/exit/burst/default"),
                List.of("runsc~kvm/direct/exit/burst/default")));
    }
}
