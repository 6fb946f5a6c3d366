package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MountEntryTest {

    @TempDir
    private Path root;

    @Test
    void readsOptionalFieldsAndEscapes() throws Exception {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/mountinfo"), """
                36 35 98:0 /mnt1 /mnt/a\\040b\\134c rw,noatime master:1 propagate_from:2 - ext3 /dev/root rw,errors=continue
                37 35 0:31 / /plain ro - tmpfs none rw
                this is no mount
                """);
        assertEquals(List.of(
                new MountEntry(36, 35, "/mnt1", "/mnt/a b\\c", List.of("rw", "noatime"), "ext3", List.of("rw", "errors=continue")),
                new MountEntry(37, 35, "/", "/plain", List.of("ro"), "tmpfs", List.of("rw"))), MountEntry.read(root));
    }

    @Test
    @Timeout(10)
    void aMillionBackslashesTakeNoTime() throws Exception {
        Files.createDirectories(root.resolve("proc/self"));
        String point = "/" + "\\".repeat(1_000_000);
        Files.writeString(root.resolve("proc/self/mountinfo"), "1 2 0:1 / " + point + " rw - tmpfs x rw\n");
        assertEquals(point, MountEntry.read(root).get(0).point());
    }

    @Test
    void thisHostHasARootAndProc() throws Exception {
        List<String> points = MountEntry.read(Path.of("/")).stream().map(MountEntry::point).toList();
        assertTrue(points.contains("/") && points.contains("/proc"), points::toString);
    }
}
