package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    private Path folder;

    private void assertRefused(Path file, String reason) {
        ExitException thrown = assertThrows(ExitException.class, () -> Main.requireWritableFile("-o", file.toString()));
        assertEquals(ExitCode.UNAVAILABLE, thrown.code());
        assertEquals("-o: cannot write " + file + reason + ": choose another file", thrown.getMessage());
    }

    @Test
    void outputGoesToRegularFilesOnly() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(), "mkfifo");
        for (Path other : new Path[] {pipe, folder, Files.createSymbolicLink(folder.resolve("link"), pipe)}) {
            assertRefused(other, ", which is no regular file");
        }
        assertRefused(folder.resolve("nowhere/file"), "");
    }

    @Test
    void newFilesAndOldOnesCanBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path good : new Path[] {file, Path.of("/dev/null"), folder.resolve("new"), Files.createSymbolicLink(folder.resolve("link"), file)}) {
            assertDoesNotThrow(() -> Main.requireWritableFile("-rff", good.toString()));
        }
        assertDoesNotThrow(() -> Main.requireWritableFile("-rff", null));
    }
}
