package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArmTest {

    @ParameterizedTest
    @ValueSource(strings = {"crun/direct/exit/burst/default", "runc@1.2.0-rc.1~copy/nerdctl-default/live50/isolated/quiet",
        "spawn/control/true/burst/default", "runc@1.1.13+local/ctr/exit/burst/default"})
    void aKeyComesBack(String key) {
        assertEquals(key, Arm.ofKey(key).key());
        assertEquals(key, Arm.ofKey(key).toString());
        assertEquals(key, String.join("/", Arm.ofKey(key).params().values()));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aPhaseIsTheSixthPartUnlessItIsTheWholeRun(Phase phase) {
        Arm run = Arm.ofKey("crun/direct+memory-4096/exit/burst/default");
        Arm arm = run.with(phase);
        assertEquals(phase == Phase.RUN ? run.key() : run.key() + "/" + phase.label(), arm.key());
        assertEquals(arm, Arm.ofKey(arm.key()));
        assertEquals(run.params(), arm.params(), "the benchmark's name tells the phase, not its parameters");
        assertEquals(phase, Phase.ofLabel(phase.label()));
    }

    @Test
    void aBurstIsTheSixthPartAndHasParametersOfItsOwn() {
        Arm run = Arm.ofKey("crun/ctr/exit/burst/default");
        Arm arm = run.with(new Burst(16, new HostState(50, 0)));
        assertEquals(run.key() + "/together-16-idle50", arm.key());
        assertEquals(arm, Arm.ofKey(arm.key()));
        assertEquals("together-16-idle50", arm.timed());
        assertEquals(new HostState(50, 0), arm.state());
        assertEquals(List.of("runtime", "via", "workload", "pace", "kernel", "together", "idle", "mounts"),
                List.copyOf(arm.params().keySet()));
        assertEquals("16/50/0", String.join("/", List.copyOf(arm.params().values()).subList(5, 8)));
        assertEquals(HostState.NONE, run.state());
        assertEquals("run", run.timed());
        assertThrows(IllegalArgumentException.class, () -> run.with(Phase.CREATE).with(new Burst(2, HostState.NONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crun/direct/exit/burst/default/together-0", "crun/direct/exit/burst/default/together-300",
        "crun/direct/exit/burst/default/run", "crun/direct/exit/burst/default/start/stop", "", "crun", "crun/direct/exit/burst", "crun/direct/exit/burst/default/", "a/b/c/d/e/f",
        "/direct/exit/burst/default", "cr un/direct/exit/burst/default", "crun,runc/direct/exit/burst/default",
        "crun=1/direct/exit/burst/default", "-crun/direct/exit/burst/default", "crun/direct/exit/burst/def\nault",
        "cr\u00fcn/direct/exit/burst/default"})
    void whatIsNoKeyIsRefused(String key) {
        assertThrows(IllegalArgumentException.class, () -> Arm.ofKey(key));
    }

    @Test
    void parametersStandInTheBenchmarksOrder() {
        assertEquals(List.of("runtime", "via", "workload", "pace", "kernel"),
                List.copyOf(Arm.ofKey("a/b/c/d/e").params().keySet()));
    }

    @Test
    void controlsAreKnownByTheirWay() {
        assertTrue(Arm.ofKey("spawn/control/true/burst/default").isControl());
        assertFalse(Arm.ofKey("crun/direct/true/burst/default").isControl());
    }
}
