package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {

    /** The standard's own examples. */
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    @Test
    void bytesAndFilesHaveTheStandardsDigest() throws IOException {
        assertEquals(OF_NOTHING, Sha256.of(new byte[0]));
        assertEquals(OF_ABC, Sha256.of("abc".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(OF_ABC, Sha256.of(Files.writeString(folder.resolve("abc"), "abc")));
    }

    @Test
    void aLargeFileIsReadWhole() throws IOException {
        byte[] bytes = new byte[100_000];
        bytes[bytes.length - 1] = 1;
        assertEquals(Sha256.of(bytes), Sha256.of(Files.write(folder.resolve("large"), bytes)));
    }

    @Test
    void aMissingFileIsAnError() {
        assertThrows(NoSuchFileException.class, () -> Sha256.of(folder.resolve("missing")));
    }
}
