package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivingProcessTest {

    @TempDir
    Path root;

    private Path folder() {
        return root.resolve("proc/7");
    }

    private void thread(int tid, long written) throws IOException {
        Path thread = Files.createDirectories(folder().resolve("task/" + tid));
        Files.writeString(thread.resolve("io"), "rchar: 9\nwchar: 9\nsyscr: 9\nsyscw: 9\nread_bytes: 9\nwrite_bytes: " + written
                + "\ncancelled_write_bytes: 9\n");
    }

    private void end(int tid) throws IOException {
        Files.delete(folder().resolve("task/" + tid + "/io"));
        Files.delete(folder().resolve("task/" + tid));
    }

    private LivingProcess begun() throws IOException {
        thread(7, 4096);
        thread(8, 8192);
        Files.writeString(folder().resolve("status"), "Name:\tx\nVmHWM:\t   20 kB\nVmRSS:\t   16 kB\n");
        LivingProcess process = new LivingProcess(root, 7);
        process.begin();
        return process;
    }

    @Test
    void whatItsThreadsWrote() throws IOException {
        LivingProcess process = begun();
        thread(8, 12288);
        thread(9, 4096);
        LivingProcess.Reading reading = process.read();
        assertEquals(8192, reading.writtenBytes(Map.of()));
        assertEquals(OptionalLong.of(20 << 10), reading.peakBytes());
        assertEquals("5", Files.readString(folder().resolve("clear_refs")));
        thread(9, 8192);
        assertEquals(4096, process.read().writtenBytes(Map.of()), "a reading begins the next stretch");
    }

    @Test
    void aThreadThatEndsIsCountedOnce() throws IOException {
        LivingProcess process = begun();
        end(8);
        assertEquals(4096, process.read().writtenBytes(Map.of(8, 12288L)));
        LivingProcess second = begun();
        assertEquals(0, second.read().writtenBytes(Map.of(8, 8192L)), "read before it ended");
        end(8);
        assertEquals(0, second.read().writtenBytes(Map.of()));
    }

    @Test
    void aProcessThatHasEndedIsTold() {
        assertEquals("process 7 has ended", assertThrows(IOException.class, new LivingProcess(root, 7)::begin).getMessage());
    }
}
