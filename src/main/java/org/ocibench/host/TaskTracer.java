package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Watches every task of the host: who is on which CPU, who forks and executes what, who is moved into which cgroup, and which
 * calls write or sync. Everything comes from perf events, one set per CPU, whose records the kernel keeps until {@link #cut}
 * reads them; nothing runs beside what is watched.
 *
 * <p>While it is open every system call of the host takes the kernel's slower way, and closing it waits for RCU grace periods
 * (some 0.1 s): keep it closed while headline times are taken.
 */
public final class TaskTracer implements AutoCloseable {

    /** Where nothing else is asked: room for some 50,000 records per CPU, of 40 to 100 bytes each. */
    public static final int DEFAULT_BUFFER_BYTES = 4 << 20;
    /** Where nothing else is asked: 24 samples in 6 ms, which is what a direct start of crun takes. */
    public static final long DEFAULT_PERIOD_NANOS = 250_000;

    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");
    static final int PAGE_BYTES = 4096;

    private final Tracepoints points;
    private final SystemCalls calls;
    private final List<Integer> events = new ArrayList<>();
    private final List<PerfBuffer> buffers = new ArrayList<>();
    private final List<TraceRecord> pending = new ArrayList<>();
    private final Timeline timeline;

    /**
     * Begins to watch.
     *
     * @param bufferBytes room for records per CPU, a power of two
     * @param periodNanos time between two samples of a CPU's mode
     * @throws IOException if this host does not let us: without CAP_PERFMON and CAP_IPC_LOCK, without tracefs, or on an
     *                     architecture whose system calls are not known here
     */
    public TaskTracer(int bufferBytes, long periodNanos) throws IOException {
        calls = SystemCalls.here().orElseThrow(() -> new IOException("the system calls of " + System.getProperty("os.arch")
                + " are not known to the tracer"));
        PrivateWorld.showTracefs();
        points = Tracepoints.read(Path.of("/"));
        boolean open = false;
        try {
            for (int cpu : online()) {
                watch(cpu, bufferBytes, periodNanos);
            }
            for (int event : events) {
                PerfEvents.enable(event);
            }
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
        timeline = new Timeline(System.nanoTime());
    }

    private void watch(int cpu, int bufferBytes, long periodNanos) throws IOException {
        int tasks = PerfEvents.openTasks(cpu);
        events.add(tasks);
        buffers.add(PerfBuffer.map(tasks, PAGE_BYTES, bufferBytes));
        into(tasks, PerfEvents.openClock(periodNanos, cpu));
        into(tasks, PerfEvents.openTracepoint(points.exec().id(), cpu));
        into(tasks, PerfEvents.openTracepoint(points.move().id(), cpu));
        int call = PerfEvents.openTracepoint(points.call().id(), cpu);
        into(tasks, call);
        PerfEvents.filter(call, calls.filter());
    }

    private void into(int tasks, int event) throws IOException {
        events.add(event);
        PerfEvents.redirect(event, tasks);
    }

    /** The CPUs of this host that are in use. */
    static List<Integer> online() throws IOException {
        return cpus(Files.readString(ONLINE, StandardCharsets.US_ASCII));
    }

    /** The numbers in a list such as {@code 0-3,5}. */
    static List<Integer> cpus(String list) {
        List<Integer> cpus = new ArrayList<>();
        for (String range : list.strip().split(",")) {
            String[] ends = range.split("-");
            for (int cpu = Integer.parseInt(ends[0]); cpu <= Integer.parseInt(ends[ends.length - 1]); cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }

    /** What happened since the last cut, or since the beginning, until now. */
    public TaskTrace cut() {
        // On Linux the clock of the records.
        long until = System.nanoTime();
        boolean complete = true;
        for (PerfBuffer buffer : buffers) {
            buffer.drain(record -> TraceRecord.parse(record, points, calls).ifPresent(pending::add));
            complete &= !buffer.takeOverflow();
        }
        pending.sort(Comparator.comparingLong(TraceRecord::nanos));
        int end = 0;
        while (end < pending.size() && pending.get(end).nanos() <= until) {
            end++;
        }
        List<TraceRecord> part = pending.subList(0, end);
        part.forEach(record -> timeline.numbered(record.content().global(), record.tid()));
        part.forEach(record -> record.content().play(record, timeline));
        part.clear();
        return timeline.cut(until, complete);
    }

    @Override
    public void close() throws IOException {
        for (int event : events) {
            PerfEvents.disable(event);
        }
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
