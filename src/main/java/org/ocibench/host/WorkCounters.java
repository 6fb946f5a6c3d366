package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts the work of the programs that the calling thread starts from now on, and of all that these start in turn, also of what outlives
 * them: a containerd is counted with its shims, runtimes and containers. The thread itself is not, nor what it does in a child before
 * the child's program runs.
 */
public final class WorkCounters implements AutoCloseable {

    /** {@code PERF_COUNT_HW_INSTRUCTIONS} of linux/perf_event.h. */
    private static final long INSTRUCTIONS = 1;
    /** {@code PERF_COUNT_SW_CONTEXT_SWITCHES}, {@code _PAGE_FAULTS_MIN} and {@code _PAGE_FAULTS_MAJ}. */
    private static final Map<Work, Long> SOFTWARE =
            Map.of(Work.CONTEXT_SWITCHES, 3L, Work.MINOR_FAULTS, 5L, Work.MAJOR_FAULTS, 6L);

    private static final int NONE = -1;

    private final Map<Work, Integer> counters = new EnumMap<>(Work.class);
    private final Map<Work, String> missing = new EnumMap<>(Work.class);
    /**
     * At a switch from a parent to a child with the same counters the kernel exchanges theirs, and one that is to begin with an
     * execution could begin in the parent's place, once for all. One that the child does not inherit makes them differ.
     */
    private int guard = NONE;

    /** Opens what can be opened; the rest is {@link #missing}. */
    public WorkCounters() {
        try {
            guard = PerfEvents.openGuard();
        } catch (IOException e) {
            for (Work work : Work.values()) {
                missing.put(work, e.getMessage());
            }
            return;
        }
        SOFTWARE.forEach((work, event) -> open(work, () -> PerfEvents.openCounter(PerfEvents.TYPE_SOFTWARE, event)));
        open(Work.SYSCALLS, () -> {
            PrivateWorld.showTracefs();
            return PerfEvents.openCounter(PerfEvents.TYPE_TRACEPOINT, Tracepoints.point(Path.of("/"), "raw_syscalls/sys_enter").id());
        });
        open(Work.INSTRUCTIONS, () -> PerfEvents.openCounter(PerfEvents.TYPE_HARDWARE, INSTRUCTIONS));
    }

    private interface Opening {
        int open() throws IOException;
    }

    private void open(Work work, Opening opening) {
        try {
            counters.put(work, opening.open());
        } catch (IOException e) {
            missing.put(work, e.getMessage() + (work == Work.INSTRUCTIONS ? " (a virtual machine often has no hardware counters)" : ""));
        }
    }

    /** What cannot be counted here, with the reason. */
    public Map<Work, String> missing() {
        return Map.copyOf(missing);
    }

    /** What was counted since the counters were made. */
    public Map<Work, Long> read() throws IOException {
        Map<Work, Long> counts = new EnumMap<>(Work.class);
        for (Map.Entry<Work, Integer> counter : counters.entrySet()) {
            counts.put(counter.getKey(), PerfEvents.count(counter.getValue()));
        }
        return counts;
    }

    @Override
    public void close() throws IOException {
        for (int counter : counters.values()) {
            PerfEvents.close(counter);
        }
        counters.clear();
        if (guard != NONE) {
            PerfEvents.close(guard);
            guard = NONE;
        }
    }
}
