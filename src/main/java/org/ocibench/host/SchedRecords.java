package org.ocibench.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Reads the records of the scheduler's tracepoints out of perf buffers: {@code PERF_RECORD_SAMPLE} with tid, time, cpu, call chain and
 * raw data. The raw data have threads by their numbers in the initial pid namespace, the samples by those in the reader's own; a switch
 * has the thread that leaves in both, so that either can be told from the other.
 *
 * <p>A thread that comes is taken from its own {@code PERF_RECORD_SWITCH_CPU_WIDE} where the tracepoint, which is in the name of the one
 * that leaves, is missing: on a Linux 6.18 no event came in the name of one CPU's idle thread (0 of 903 switches).
 */
final class SchedRecords {

    private static final int TID = 12;
    private static final int TIME = 16;
    private static final int CPU = 24;
    private static final int CHAIN_LENGTH = 32;
    private static final int CHAIN = 40;
    /** Entries of a call chain from this on are no addresses: {@code PERF_CONTEXT_MAX}. */
    private static final long MARKERS = -4095;
    /** Fields that every tracepoint has: its type, flags, and the thread's number. */
    private static final int FLAGS = 2;
    private static final int COMMON_PID = 4;
    private static final int FIRST_FIELD = 8;
    /** {@code TRACE_FLAG_HARDIRQ}, {@code _SOFTIRQ} and {@code _NMI}. */
    private static final int IN_INTERRUPT = 0x08 | 0x10 | 0x40;
    /** {@code TASK_REPORT_MAX}: the thread was taken off the CPU while it went on. */
    private static final long PREEMPTED = 0x100;
    private static final int NAME_BYTES = 16;
    private static final String CHANGE_STATE = "prev_state";

    private final Points points;
    private final LongFunction<String> functions;
    private final Map<Long, String> known = new HashMap<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<SchedEvent> events = new ArrayList<>();
    private final List<TraceRecord> came = new ArrayList<>();
    private boolean complete = true;

    /** The tracepoints {@code sched_switch}, {@code sched_waking} and {@code sched_wakeup_new}. */
    record Points(Tracepoints.Point change, Tracepoints.Point waking, Tracepoints.Point born) {

        /**
         * Reads them.
         *
         * @param root {@code /} but in tests
         * @throws IOException if tracefs is not there, with the remedy, or the kernel has no such tracepoints
         */
        static Points read(Path root) throws IOException {
            Points points = new Points(Tracepoints.point(root, "sched/sched_switch"), Tracepoints.point(root, "sched/sched_waking"),
                    Tracepoints.point(root, "sched/sched_wakeup_new"));
            List.of("prev_pid", "prev_comm", CHANGE_STATE, "next_pid", "next_comm").forEach(points.change()::field);
            points.waking().field("pid");
            points.born().field("pid");
            return points;
        }
    }

    /** @param functions name of the kernel's function before a return address; may be empty */
    SchedRecords(Points points, LongFunction<String> functions) {
        this.points = points;
        this.functions = functions;
    }

    /** Takes in a record, from its header on. One of another shape than the kernel's makes the trace incomplete. */
    void take(ByteBuffer record) {
        int type = record.limit() < TIME ? TraceRecord.LOST : record.getInt(0);
        if (type == TraceRecord.SAMPLE) {
            sample(record);
        } else if (type == TraceRecord.SWITCH && record.limit() >= TraceRecord.SWITCH_BYTES) {
            came(record);
        } else if (type == TraceRecord.LOST || type == TraceRecord.LOST_SAMPLES) {
            complete = false;
        }
    }

    private void came(ByteBuffer record) {
        TraceRecord change = TraceRecord.switched(record);
        if (!((TraceRecord.Switched) change.content()).away()) {
            came.add(change);
        }
    }

    private void sample(ByteBuffer record) {
        long chain = record.limit() < CHAIN ? -1 : record.getLong(CHAIN_LENGTH);
        long length = CHAIN + Long.BYTES * chain;
        if (chain < 0 || chain > record.limit() || length + Integer.BYTES + FIRST_FIELD > record.limit()) {
            complete = false;
            return;
        }
        int raw = (int) length + Integer.BYTES;
        int type = Short.toUnsignedInt(record.getShort(raw));
        Tracepoints.Point point = type == points.change().id() ? points.change() : type == points.waking().id() ? points.waking()
                : type == points.born().id() ? points.born() : null;
        if (point == null || raw + end(point) > record.limit()) {
            complete = false;
        } else if (point == points.change()) {
            events.add(change(record, raw, stack(record, (int) chain)));
        } else {
            events.add(new SchedEvent.Wake(record.getLong(TIME), record.getInt(raw + COMMON_PID),
                    (record.get(raw + FLAGS) & IN_INTERRUPT) != 0, record.getInt(raw + point.field("pid")), point == points.born()));
        }
    }

    /** Where the fields of a tracepoint end: names have 16 bytes, a state is a long, and all others are integers. */
    private static int end(Tracepoints.Point point) {
        return point.fields().entrySet().stream().mapToInt(field -> field.getValue() + (field.getKey().endsWith("comm") ? NAME_BYTES
                : field.getKey().equals(CHANGE_STATE) ? Long.BYTES : Integer.BYTES)).max().orElse(0);
    }

    private SchedEvent.Switch change(ByteBuffer record, int raw, List<String> stack) {
        Tracepoints.Point point = points.change();
        int from = record.getInt(raw + point.field("prev_pid"));
        numbers.put(record.getInt(TID), from);
        long state = record.getLong(raw + point.field(CHANGE_STATE));
        return new SchedEvent.Switch(record.getLong(TIME), record.getInt(CPU), from, name(record, raw + point.field("prev_comm")),
                state == 0 || (state & PREEMPTED) != 0, record.getInt(raw + point.field("next_pid")),
                name(record, raw + point.field("next_comm")), stack);
    }

    private List<String> stack(ByteBuffer record, int length) {
        List<String> stack = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            long address = record.getLong(CHAIN + Long.BYTES * i);
            String function = address >= MARKERS && address < 0 ? "" : known.computeIfAbsent(address, functions::apply);
            if (!function.isEmpty()) {
                stack.add(function);
            }
        }
        return stack;
    }

    private static String name(ByteBuffer record, int at) {
        byte[] bytes = new byte[NAME_BYTES];
        record.get(at, bytes);
        int end = 0;
        while (end < NAME_BYTES && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** What was taken in since the last call, in the order of time. */
    List<SchedEvent> events() {
        List<SchedEvent> sorted = new ArrayList<>(events);
        sorted.addAll(missing());
        sorted.sort(Comparator.comparingLong(SchedEvent::nanos));
        events.clear();
        came.clear();
        return sorted;
    }

    // Where the tracepoint is there, it tells of the same thread and comes just before.
    private List<SchedEvent> missing() {
        Map<Integer, NavigableMap<Long, Integer>> told = new HashMap<>();
        for (SchedEvent event : events) {
            if (event instanceof SchedEvent.Switch change) {
                told.computeIfAbsent(change.cpu(), cpu -> new TreeMap<>()).put(change.nanos(), change.to());
            }
        }
        List<SchedEvent> missing = new ArrayList<>();
        for (TraceRecord here : came) {
            Map.Entry<Long, Integer> before = told.getOrDefault(here.cpu(), Collections.emptyNavigableMap()).floorEntry(here.nanos());
            int thread = numberOf(here.tid());
            if (thread > 0 && (before == null || before.getValue() != thread)) {
                missing.add(new SchedEvent.Switch(here.nanos(), here.cpu(), 0, "", true, thread, "", List.of()));
            }
        }
        return missing;
    }

    /** Whether none was missing since the last call. */
    boolean complete() {
        boolean was = complete;
        complete = true;
        return was;
    }

    /**
     * Number in the initial pid namespace of a thread that has left a CPU; 0 if it has not.
     *
     * @param tid its number in ours
     */
    int numberOf(int tid) {
        return numbers.getOrDefault(tid, 0);
    }
}
