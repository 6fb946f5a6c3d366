package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapabilitiesTest {

    @TempDir
    private Path root;

    private Capabilities status(String uid, String effective) throws IOException {
        new FakeHost(root).file("/proc/self/status", "Name:\tjava\nUid:\t1000\t" + uid + "\t0\t0\nCapEff:\t" + effective + "\n");
        return Capabilities.read(root);
    }

    @Test
    void theTableIsThatOfTheKernel() {
        assertEquals(41, Capabilities.names().size());
        assertEquals(21, Capabilities.names().indexOf("CAP_SYS_ADMIN"));
        assertEquals(24, Capabilities.names().indexOf("CAP_SYS_RESOURCE"));
        assertEquals(40, Capabilities.names().indexOf("CAP_CHECKPOINT_RESTORE"));
    }

    @Test
    void rootWithoutSysResourceIsToldWhatBreaks() throws IOException {
        Capabilities capabilities = status("0", "000001fffeffffff");
        assertTrue(capabilities.isRoot());
        assertFalse(capabilities.has("CAP_SYS_RESOURCE"));
        List<Capabilities.Missing> missing = capabilities.missing();
        assertEquals(List.of("CAP_SYS_RESOURCE"), missing.stream().map(Capabilities.Missing::name).toList());
        for (String word : List.of("rlimits", "oom_score_adj", "cgroupsv2_devices")) {
            assertTrue(missing.get(0).breaks().contains(word), word);
        }
    }

    @Test
    void theEffectiveUserCounts() throws IOException {
        Capabilities capabilities = status("1000", "0000000000000000");
        assertFalse(capabilities.isRoot());
        assertEquals(41, capabilities.missing().size());
    }

    @Test
    void capabilitiesThatTheKernelDoesNotKnowAreNotMissing() throws IOException {
        new FakeHost(root).file("/proc/sys/kernel/cap_last_cap", "37\n");
        assertEquals(List.of(), status("0", "0000003fffffffff").missing());
    }

    @Test
    void otherShapesAreErrors() {
        assertThrows(IOException.class, () -> status("0", "no hex"));
        assertThrows(IllegalArgumentException.class, () -> new Capabilities(0, 0, 40).has("SYS_ADMIN"));
    }

    @Test
    void readsThisProcess() throws IOException {
        assertEquals("root".equals(System.getProperty("user.name")), Capabilities.read(Path.of("/")).isRoot());
    }
}
