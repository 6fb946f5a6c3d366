package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({"crun, crun", "cruun, crun", "runcc, runc", "yuoki, youki", "runsk, runsc", "gvisor-runsc, runsc", "'', runc"})
    void theSmallestDistanceWins(String typed, String meant) {
        assertEquals(meant, Nearest.to(typed, List.of("runc", "crun", "youki", "runsc")));
    }

    @Test
    void theFirstOfEquals() {
        assertEquals("ab", Nearest.to("a", List.of("ab", "ac")));
    }

    @Test
    void withoutCandidatesThereIsNone() {
        assertThrows(NoSuchElementException.class, () -> Nearest.to("x", List.of()));
    }
}
