package org.ocibench.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Told;
import org.ocibench.host.Printable;

class DescriptorFileFuzzTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @FuzzTest
    void read(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("mine.json"), content);
        List<RuntimeDescriptor> read;
        try {
            read = DescriptorFile.read(file);
        } catch (IOException e) {
            Told.of(e, file);
            return;
        }
        for (RuntimeDescriptor descriptor : read) {
            for (String text : List.of(descriptor.name(), descriptor.binary(), descriptor.globalFlags().toString(),
                    descriptor.variants().toString(), String.valueOf(descriptor.shim()))) {
                assertTrue(Printable.is(text), text);
            }
            long start = System.nanoTime();
            FirstGroup.of(descriptor.versionPattern(), new String(content, StandardCharsets.UTF_8));
            assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), descriptor.versionPattern());
        }
        Files.write(file, new ObjectMapper().writeValueAsBytes(read));
        assertEquals(read, DescriptorFile.read(file));
    }
}
