package org.ocibench.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {

    @ParameterizedTest
    @EnumSource
    void isFoundByItsLabel(Workload workload) {
        assertEquals(workload, Workload.ofLabel(workload.label()));
        assertTrue(workload.args().get(0).startsWith("/bin/"));
    }

    @Test
    void theArticlesWorkloadIsBusyboxTrue() {
        assertEquals(List.of("/bin/true"), Workload.ofLabel("true").args());
        assertEquals(0, Workload.TRUE.expectedExit());
    }

    @Test
    void sentinelsAreNoExitCodesOfRuntimes() {
        for (Workload workload : List.of(Workload.EXIT, Workload.LIVE50)) {
            assertEquals(42, workload.expectedExit());
            assertTrue(workload.args().get(2).endsWith("exit 42"));
        }
    }

    @Test
    void unknownLabelNamesTheKnown() {
        var e = assertThrows(IllegalArgumentException.class, () -> Workload.ofLabel("EXIT"));
        assertEquals("unknown workload 'EXIT', known are exit, live50, true", e.getMessage());
    }
}
