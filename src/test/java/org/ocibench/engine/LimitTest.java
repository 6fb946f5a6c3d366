package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
}
