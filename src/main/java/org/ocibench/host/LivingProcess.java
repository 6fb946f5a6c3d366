package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads what a process that goes on living wrote, and its peak memory, from {@code /proc}. Written bytes are read thread by
 * thread: those of the process as a whole include every child that it has waited for.
 */
public final class LivingProcess {

    private static final String WRITTEN = "write_bytes: ";
    private static final String PEAK = "VmHWM:";
    /** What {@code clear_refs} takes to forget the peak: CLEAR_REFS_MM_HIWATER_RSS. */
    private static final String FORGET_PEAK = "5";

    private final Path folder;
    private final ProcFiles files;
    private final long pid;
    private Map<Integer, Long> written = Map.of();

    /** @param root {@code /} but in tests */
    public LivingProcess(Path root, long pid) {
        files = new ProcFiles(root);
        folder = root.resolve("proc").resolve(Long.toString(pid));
        this.pid = pid;
    }

    /** Its number. */
    public long pid() {
        return pid;
    }

    /** Begins a stretch: remembers what its threads have written by now, and lets the kernel begin a new peak. */
    public void begin() throws IOException {
        written = writtenByThread();
        forgetPeak();
    }

    /**
     * Reads where the stretch ends, and begins the next one there. What ended threads wrote is to be added by
     * {@link Reading#writtenBytes}.
     */
    public Reading read() throws IOException {
        Map<Integer, Long> before = written;
        written = writtenByThread();
        OptionalLong peak = peakBytes();
        forgetPeak();
        return new Reading(before, written, peak);
    }

    /**
     * A stretch of its life.
     *
     * @param before    bytes written by each thread at the beginning
     * @param after     the same at the end
     * @param peakBytes the most memory (resident set) that it had; empty if it has ended
     */
    public record Reading(Map<Integer, Long> before, Map<Integer, Long> after, OptionalLong peakBytes) {

        /**
         * Bytes that its threads made dirty.
         *
         * @param ended what threads of it that have ended meanwhile had written in all, by their numbers
         */
        public long writtenBytes(Map<Integer, Long> ended) {
            Map<Integer, Long> all = new HashMap<>(after);
            ended.forEach(all::putIfAbsent);
            return all.entrySet().stream().mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L)).sum();
        }
    }

    private void forgetPeak() throws IOException {
        Files.writeString(folder.resolve("clear_refs"), FORGET_PEAK, StandardCharsets.US_ASCII);
    }

    private OptionalLong peakBytes() {
        String status = files.read(pid + "/status");
        return status == null ? OptionalLong.empty()
                : status.lines().filter(line -> line.startsWith(PEAK))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst();
    }

    private Map<Integer, Long> writtenByThread() throws IOException {
        Map<Integer, Long> all = new HashMap<>();
        String[] threads = folder.resolve("task").toFile().list();
        if (threads == null) {
            throw new IOException("process " + pid + " has ended");
        }
        for (String thread : threads) {
            String io = files.read(pid + "/task/" + thread + "/io");
            if (io != null) {
                io.lines().filter(line -> line.startsWith(WRITTEN)).findFirst()
                        .ifPresent(line -> all.put(Integer.parseInt(thread), Long.parseLong(line.substring(WRITTEN.length()))));
            }
        }
        return all;
    }
}
