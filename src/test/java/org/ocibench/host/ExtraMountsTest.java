package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtraMountsTest {

    @TempDir
    private Path folder;
    private final List<Path> mounted = new ArrayList<>();
    private int most = Integer.MAX_VALUE;
    private ExtraMounts mounts;

    @BeforeEach
    void open() {
        mounts = new ExtraMounts(folder.resolve("mounts"), (source, point) -> {
            assertTrue(Files.isDirectory(source) && Files.isDirectory(point), "both are folders");
            if (mounted.size() == most) {
                throw new IOException("no more");
            }
            mounted.add(point);
        }, point -> assertTrue(mounted.remove(point), () -> "not mounted: " + point));
    }

    @Test
    void asManyAsWantedAreMountedEachOnAPointOfItsOwn() throws IOException {
        for (int wanted : List.of(3, 5, 2, 0, 4)) {
            mounts.set(wanted);
            assertEquals(wanted, mounted.size());
            assertEquals(wanted, mounted.stream().distinct().count());
        }
    }

    @Test
    void whatWasMadeBeforeAFailureCanBeTakenAway() throws IOException {
        most = 2;
        assertThrows(IOException.class, () -> mounts.set(5));
        assertEquals(2, mounted.size());
        mounts.set(0);
        assertEquals(List.of(), mounted);
    }

    @Test
    void withoutAnyNothingIsWritten() throws IOException {
        mounts.set(0);
        assertTrue(Files.notExists(folder.resolve("mounts")));
    }
}
