package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.ocibench.host.Leftover;

class QualityTest {

    private final Quality quality = new Quality();

    @Test
    void allIsWell() {
        quality.cycle(1, 1, OptionalDouble.empty(), "0-1");
        quality.cycle(1, 2, OptionalDouble.of(.2), "0-1");
        assertEquals(List.of(), quality.captions());
        assertEquals(Map.of("cycles", 1, "cyclesAbove0.75", 0L, "median", .2, "max", .2), quality.json().get("otherCpus"));
    }

    @Test
    void otherWork() {
        quality.cycle(1, 1, OptionalDouble.of(.76), "0-1");
        quality.cycle(1, 2, OptionalDouble.of(.75), "0-1");
        quality.cycle(1, 3, OptionalDouble.of(1.9), "0-1");
        assertEquals(List.of("The host was not idle: in 2 of 3 cycles more than 0.75 CPUs did other work (at most 1.9), and the times of "
                + "such cycles are longer for it"), quality.captions());
    }

    @Test
    void oneOfEach() {
        quality.cycle(1, 1, OptionalDouble.of(1.9), "0-1");
        quality.leaked(new LeakWatch.Leak(Optional.empty(),
                new Leftover(Leftover.Kind.PROCESS, "12:34", "ocib-123456", "sleep"), null));
        assertEquals(List.of("1 leftover of containers found between starts; see meta.json", "The host was not idle: in 1 of 1 cycle "
                + "more than 0.75 CPUs did other work (at most 1.9), and the times of such cycles are longer for it"),
                quality.captions());
    }

    @Test
    void fewerCpus() {
        quality.cycle(1, 1, OptionalDouble.empty(), "0-3");
        quality.cycle(2, 5, OptionalDouble.empty(), "0");
        quality.cycle(2, 6, OptionalDouble.empty(), "0");
        assertEquals(List.of("CPUs allowed for the bench changed from 0-3 to 0 in cycle 5 of block 2"), quality.captions());
    }

    @Test
    void leaksAndForks() {
        quality.leaked(new LeakWatch.Leak(Optional.of("crun/direct/exit/burst/default"),
                new Leftover(Leftover.Kind.MOUNT, "/var/lib/ocibench/ocib-123456/x", "ocib-123456", ""), null));
        quality.leaked(new LeakWatch.Leak(Optional.empty(),
                new Leftover(Leftover.Kind.PROCESS, "12:34", "ocib-123456", "sleep, by environment"), "not a process to kill"));
        quality.lostFork("runc/direct/exit/burst/default", 2, "the fork died");
        assertEquals(List.of("2 leftovers of containers found between starts; see meta.json",
                "Fork lost: runc/direct/exit/burst/default in block 2: the fork died"), quality.captions());
        assertEquals(List.of("crun/direct/exit/burst/default left mount /var/lib/ocibench/ocib-123456/x",
                "an arm left process 12:34 (sleep, by environment), which cannot be removed: not a process to kill"),
                quality.json().get("leaks"));
    }
}
