package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({"crun, crun", "cruun, crun", "runcc, runc", "yuoki, youki", "runsk, runsc", "gvisor-runsc, runsc", "RunC, runc"})
    void theSmallestDistanceWins(String typed, String meant) {
        assertEquals(Optional.of(meant), Nearest.to(typed, List.of("runc", "crun", "youki", "runsc")));
    }

    @ParameterizedTest
    @CsvSource({"--kernal, --turn --seed --full", "LOUD, SILENT NORMAL EXTRA", "-p, -h -i --pace", "'', runc crun", "kata, runc crun"})
    void whatIsFarIsNotMeant(String typed, String known) {
        assertEquals(Optional.empty(), Nearest.to(typed, List.of(known.split(" "))));
    }

    @ParameterizedTest
    @CsvSource({"vai, via nerdctl", "-H, -h --help", "--op-time, --op-timeout --seed", "1.1.14, 1.1.13 1.5.2"})
    void whatIsNearIsMeant(String typed, String known) {
        assertEquals(Optional.of(known.split(" ")[0]), Nearest.to(typed, List.of(known.split(" "))));
    }

    @Test
    void whatIsSaidGoesOnASentence() {
        assertEquals(": did you mean -p via?", Nearest.hint("vai", List.of("via"), nearest -> "-p " + nearest));
        assertEquals(".", Nearest.hint("kata", List.of("runc")));
    }

    @Test
    void theFirstOfEquals() {
        assertEquals(Optional.of("run-a"), Nearest.to("run", List.of("run-a", "run-b")));
    }

    @Test
    void withoutCandidatesThereIsNone() {
        assertEquals(Optional.empty(), Nearest.to("x", List.of()));
    }
}
