package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.bundle.Resources;
import org.ocibench.bundle.SpecOption;

class LimitTest {

    @Test
    void aLabelIsReadBack() {
        Limit limit = new Limit(Limit.Kind.MEMORY, 4096);
        assertEquals("memory-4096", limit.label());
        assertEquals(Optional.of(limit), Limit.ofLabel("memory-4096"));
        assertEquals(Optional.of(new Limit(Limit.Kind.PIDS, 3)), Limit.ofLabel("pids-3"));
        assertEquals("4096 KiB", limit.told());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "memory", "memory-", "memory-0", "memory-4k", "cpu-4", "memory-4-4", "pids--3"})
    void whatIsNoLimitIsNone(String label) {
        assertEquals(Optional.empty(), Limit.ofLabel(label));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory-1", "memory-4097", "memory-1048580", "pids-4097", "memory-999999999999"})
    void anAmountOutOfRangeIsRefused(String label) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Limit.ofLabel(label));
        assertEquals(label.startsWith("memory"), refused.getMessage().contains("from 4 to 1048576 in steps of 4"));
    }

    @Test
    void aLimitIsTheEndOfAWay() {
        Limit limit = new Limit(Limit.Kind.MEMORY, 4096);
        assertEquals("nerdctl-default+memory-4096", limit.on("nerdctl-default"));
        assertEquals(Optional.of(limit), Engines.limit("direct+memory-4096"));
        assertEquals("direct", Engines.plain("direct+memory-4096"));
        assertEquals(Optional.empty(), Engines.limit("direct"));
    }

    @Test
    void aWayHasAnOptionOrALimit() {
        assertEquals(Optional.empty(), Engines.option("direct+memory-4096"));
        assertEquals(Optional.empty(), Engines.limit("direct+memory-limit"));
        assertEquals(Optional.of(SpecOption.MEMORY_LIMIT), Engines.option("direct+memory-limit"));
        assertThrows(IllegalArgumentException.class, () -> Engines.option("direct+seccomp+memory-4096"));
    }

    @Test
    void armsThatDifferInTheAmountOnlyShareTheirFolders() {
        String name = World.shortName("crun/direct+memory-4096/exit/burst/default");
        assertEquals(name, World.shortName("crun/direct+memory-8/exit/burst/default"));
        assertNotEquals(name, World.shortName("crun/direct+pids-8/exit/burst/default"));
        assertNotEquals(name, World.shortName("crun/direct/exit/burst/default"));
        assertNotEquals(name, World.shortName("crun/nerdctl+memory-8/exit/burst/default"));
    }

    @Test
    void nerdctlGetsTheSameLimitsAsASpec() {
        Limit memory = new Limit(Limit.Kind.MEMORY, 272);
        assertEquals(List.of("--memory", "278528", "--memory-swap", "278528"), memory.nerdctlFlags());
        assertEquals(new Resources(OptionalLong.of(278528), true, OptionalLong.empty()), memory.resources(true));
        Limit pids = new Limit(Limit.Kind.PIDS, 3);
        assertEquals(List.of("--pids-limit", "3"), pids.nerdctlFlags());
        assertEquals(new Resources(OptionalLong.empty(), false, OptionalLong.of(3)), pids.resources(true));
    }
}
