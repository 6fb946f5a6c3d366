package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.VerboseMode;

class TranscriptTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    @Test
    void aClosedTranscriptHoldsNoDescriptor() throws IOException {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "needs /proc");
        Path file = folder.toRealPath().resolve("001-arm.txt");
        Transcript transcript = new Transcript(file, VerboseMode.NORMAL);
        transcript.println("# Fork: 1 of 1");
        assertEquals(1, open(file));

        transcript.close();

        assertEquals(0, open(file));
        assertEquals(List.of("# Fork: 1 of 1"), Files.readAllLines(file));
    }

    @Test
    void whatWasThrownIsKeptInOneLine() throws IOException {
        Transcript transcript = new Transcript(folder.resolve("001-arm.txt"), VerboseMode.NORMAL);
        transcript.println("Iteration 1:");
        assertNull(transcript.failure());
        for (String text : List.of("<failure>", "", "java.io.IOException: no room\n\tat here\n\tat there", "", "<failure>")) {
            transcript.println(text);
        }
        assertEquals("java.io.IOException: no room", transcript.failure());
        transcript.close();
    }

    private static long open(Path file) throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.filter(descriptor -> pointsTo(descriptor, file)).count();
        }
    }

    private static boolean pointsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
