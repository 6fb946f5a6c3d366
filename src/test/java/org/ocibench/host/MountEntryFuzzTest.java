package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class MountEntryFuzzTest {

    @TempDir
    private Path root;

    @FuzzTest
    void read(byte[] content) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.write(root.resolve("proc/self/mountinfo"), content);
        List<MountEntry> entries = MountEntry.read(root);
        assertTrue(entries.size() <= 1 + content.length / 20, "no line without its fields");
        for (MountEntry entry : entries) {
            assertTrue(entry.point().startsWith("/") && entry.point().indexOf('\0') < 0, entry::toString);
            assertTrue(entry.holds(entry.point()), entry::toString);
        }
        CgroupLayout.read(root).missingControllers();
        Campaigns.all(root);
        StorageFacts.of(root, Path.of("/a/b"));
    }
}
