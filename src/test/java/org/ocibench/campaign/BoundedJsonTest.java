package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Told;

class BoundedJsonTest {

    private static final int MAX_BYTES = 1 << 20;

    @TempDir
    private Path folder;
    private Path file;

    private String refused(String content) throws IOException {
        file = Files.writeString(folder.resolve("meta.json"), content);
        IOException thrown = assertThrows(IOException.class, () -> BoundedJson.read(file, MAX_BYTES));
        Told.of(thrown, file);
        return thrown.getMessage();
    }

    @Test
    void anObjectIsRead() throws IOException {
        file = Files.writeString(folder.resolve("meta.json"), "{\"a\": {\"b\": [1, 2]}}\n");
        assertEquals("{\"a\":{\"b\":[1,2]}}", BoundedJson.read(file, MAX_BYTES).toString());
    }

    @Test
    void whatIsNoObjectOrNotAloneIsRefused() throws IOException {
        assertTrue(refused("").contains("is no JSON object"));
        assertTrue(refused("[1]").contains("is no JSON object"));
        assertTrue(refused("{\n\"a\": ,").contains(" line 2: "));
        assertTrue(refused("{} {}").contains(" line 1: "));
        assertTrue(refused("{\"a\": 1, \"a\": 2}").contains("Duplicate field 'a'"));
        assertTrue(refused("{\"\\u001b[2J\": 1, \"\\u001b[2J\": 2}").contains("Duplicate field '?[2J'"));
    }

    @Test
    void depthLengthAndNumberAreBounded() throws IOException {
        assertTrue(refused("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}").contains("nested too deeply"));
        assertTrue(refused("{\"" + "a".repeat(3000) + "\": 1}").contains("too long"));
        assertTrue(refused("{\"a\": " + "1".repeat(2000) + "}").contains("too long"));
        assertTrue(refused("{\"a\": \"" + "b".repeat(MAX_BYTES) + "\"}").contains("is larger than 1 MiB"));
    }

    @Test
    void onlyRegularFilesAreRead() throws IOException {
        assertThrows(NoSuchFileException.class, () -> BoundedJson.read(folder.resolve("nowhere"), MAX_BYTES));
        for (Path other : new Path[] {folder, Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"))}) {
            assertEquals(other + " is no regular file",
                    assertThrows(IOException.class, () -> BoundedJson.read(other, MAX_BYTES)).getMessage());
        }
    }
}
