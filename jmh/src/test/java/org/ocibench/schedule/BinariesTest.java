package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.engine.Arm;
import org.ocibench.engine.World;
import org.ocibench.host.Sha256;
import org.ocibench.runtime.ResolvedRuntime;

class BinariesTest {

    private static final Arm CRUN = new Arm("crun", "direct", "exit", "burst", "default");
    private static final Arm SPAWN = new Arm("spawn", Arm.CONTROL, "true", "burst", "default");

    @TempDir
    private Path folder;
    private Path binary;
    private Binaries binaries;

    @BeforeEach
    void begin() throws IOException {
        binary = Files.writeString(folder.resolve("crun"), "one");
        ResolvedRuntime crun = new ResolvedRuntime("crun", "crun@1", binary.toString(), List.of(), List.of(), null, Map.of(), List.of(),
                false);
        World world = new World("ocib-123456", folder, folder, folder, false, false, null, Map.of("crun", crun), null);
        binaries = new Binaries(world, List.of(CRUN, SPAWN), Map.of(binary, Sha256.of(binary)));
    }

    @Test
    void nothingHappened() {
        assertEquals(Optional.empty(), binaries.change(CRUN.key()));
        assertEquals(Optional.empty(), binaries.change(SPAWN.key()), "a control has no program that could be upgraded");
    }

    @Test
    void anotherFileIsInItsPlace() throws IOException {
        Files.move(Files.writeString(folder.resolve("next"), "two"), binary, StandardCopyOption.REPLACE_EXISTING);
        String change = binaries.change(CRUN.key()).orElseThrow();
        assertTrue(change.startsWith(binary + " was replaced during the campaign (SHA-256 7692c3ad3540"), change);
    }

    @Test
    void itIsWrittenOver() throws IOException {
        Files.writeString(binary, "two");
        assertTrue(binaries.change(CRUN.key()).orElseThrow().contains("was replaced"));
        Files.writeString(binary, "three");
        assertTrue(binaries.change(CRUN.key()).orElseThrow().contains("of another kind or size"));
    }

    /** To read it would never end. */
    @Test
    void aPipeIsInItsPlace() throws Exception {
        Files.delete(binary);
        assertEquals(0, new ProcessBuilder("mkfifo", binary.toString()).start().waitFor());
        assertTrue(binaries.change(CRUN.key()).orElseThrow().contains("of another kind or size"));
        Files.delete(binary);
        Files.createSymbolicLink(binary, Path.of("/dev/zero"));
        assertTrue(binaries.change(CRUN.key()).orElseThrow().contains("of another kind or size"));
    }

    @Test
    void itIsGone() throws IOException {
        Files.delete(binary);
        assertTrue(binaries.change(CRUN.key()).orElseThrow().startsWith(binary + " cannot be read any more"));
    }

    /** Only its mode, its name or its inode moved. */
    @Test
    void theSameContentIsNoChange() throws IOException {
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwx------"));
        assertEquals(Optional.empty(), binaries.change(CRUN.key()));
        Files.move(Files.copy(binary, folder.resolve("copy")), binary, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(Optional.empty(), binaries.change(CRUN.key()));
    }
}
