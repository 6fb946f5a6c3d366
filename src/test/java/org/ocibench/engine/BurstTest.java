package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BurstTest {

    @ParameterizedTest
    @CsvSource({"together-1, 1, 0, 0", "together-16-idle50, 16, 50, 0", "together-8-mounts500, 8, 0, 500",
        "together-256-idle1000-mounts10000, 256, 1000, 10000"})
    void thePhaseNamesItsNumbers(String phase, int together, int idle, int mounts) {
        Burst burst = new Burst(together, new HostState(idle, mounts));
        assertEquals(phase, burst.phase());
        assertEquals(Optional.of(burst), Burst.ofPhase(phase));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "", "create", "together", "together-", "together-0", "together-01", "together-+4",
        "together-4-idle0", "together-4-idle", "together-4-mounts5-idle5", "together-4-idle5-", "xtogether-4", "together-12345"})
    void otherPhasesAreNone(String phase) {
        assertEquals(Optional.empty(), Burst.ofPhase(phase));
    }

    @ParameterizedTest
    @ValueSource(strings = {"together-257", "together-1-idle1001", "together-1-mounts10001"})
    void numbersOutOfRangeAreRefused(String phase) {
        String message = assertThrows(IllegalArgumentException.class, () -> Burst.ofPhase(phase)).getMessage();
        assertTrue(message.contains(" is not from "), message);
        assertThrows(IllegalArgumentException.class, () -> new HostState(-1, 0));
    }

    @Test
    void onlyAHostWithNothingMoreIsPlain() {
        assertTrue(new HostState(0, 0).isNone());
        assertEquals("3 idle containers and 0 further mounts", new HostState(3, 0).told());
    }
}
