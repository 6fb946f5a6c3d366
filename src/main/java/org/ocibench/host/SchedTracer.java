package org.ocibench.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records what the scheduler does on all CPUs between {@link #begin} and {@link #end}, with the kernel's stack of whoever leaves a CPU.
 * It costs some 2 us per switch, so what it traces takes longer than otherwise.
 */
public final class SchedTracer implements AutoCloseable {

    /** For all CPUs together; one start through nerdctl makes some 3 MB of records. */
    private static final long ALL_BYTES = 256L << 20;
    private static final int MOST_BYTES = 16 << 20;
    private static final int LEAST_BYTES = 1 << 20;

    private final List<Integer> events = new ArrayList<>();
    private final List<PerfBuffer> buffers = new ArrayList<>();
    private final SchedRecords records;

    /** Records as the kernel wrote them. */
    public static final class Recording {

        private final List<ByteBuffer> records;
        private final boolean complete;

        private Recording(List<ByteBuffer> records, boolean complete) {
            this.records = records;
            this.complete = complete;
        }
    }

    /**
     * Makes everything ready; nothing is recorded yet.
     *
     * @throws IOException if this host does not let us, with the reason: without CAP_PERFMON, without tracefs, with hidden symbols
     */
    public SchedTracer() throws IOException {
        PerfEvents.requireArchitecture();
        PrivateWorld.showTracefs();
        Path root = Path.of("/");
        SchedRecords.Points points = SchedRecords.Points.read(root);
        records = new SchedRecords(points, KernelSymbols.read(root)::before);
        List<Integer> cpus = TaskTracer.online();
        boolean open = false;
        try {
            for (int cpu : cpus) {
                int change = PerfEvents.openSwitches(points.change().id(), cpu);
                events.add(change);
                buffers.add(PerfBuffer.map(change, TaskTracer.PAGE_BYTES, bytes(cpus.size())));
                for (int id : List.of(points.waking().id(), points.born().id())) {
                    int wake = PerfEvents.openBesideSwitches(id, cpu);
                    events.add(wake);
                    PerfEvents.redirect(wake, change);
                }
            }
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /** Room for the records of one CPU. */
    static int bytes(int cpus) {
        return (int) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, Long.highestOneBit(ALL_BYTES / cpus)));
    }

    /** Begins to record, and forgets what was recorded before. */
    public void begin() throws IOException {
        buffers.forEach(buffer -> buffer.drain(record -> { }));
        for (int event : events) {
            PerfEvents.enable(event);
        }
    }

    /** Ends it. Takes about a millisecond, so that a start can follow at once; what the records say is read by {@link #trace}. */
    public Recording end() throws IOException {
        for (int event : events) {
            PerfEvents.disable(event);
        }
        List<ByteBuffer> kept = new ArrayList<>();
        boolean complete = true;
        for (PerfBuffer buffer : buffers) {
            buffer.drain(record -> kept.add(ByteBuffer.allocate(record.limit()).order(record.order()).put(record).flip()));
            complete &= !buffer.takeOverflow();
        }
        return new Recording(kept, complete);
    }

    /** What was recorded between {@link #begin} and {@link #end}. Call on the thread that called those. */
    public SchedTrace trace(Recording recording) {
        recording.records.forEach(records::take);
        boolean complete = records.complete() & recording.complete;
        return new SchedTrace(records.events(), complete, records.numberOf(Native.threadId()));
    }

    @Override
    public void close() throws IOException {
        for (PerfBuffer buffer : buffers) {
            buffer.unmap();
        }
        for (int event : events) {
            PerfEvents.close(event);
        }
        events.clear();
        buffers.clear();
    }
}
