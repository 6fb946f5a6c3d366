package org.ocibench.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One record of a perf buffer, read into Java's memory. Numbers of tasks are those of the reader's process namespace; of a task
 * outside of it they are 0, as of the idle one.
 *
 * @param nanos monotonic time
 * @param cpu   where it was written
 * @param pid   process that was at work there; -1 for one that has been waited for
 * @param tid   its thread
 */
record TraceRecord(Content content, long nanos, int cpu, int pid, int tid) {

    /** {@code PERF_RECORD_*} of linux/perf_event.h. */
    static final int LOST = 2;
    private static final int EXIT = 4;
    private static final int FORK = 7;
    static final int SAMPLE = 9;
    static final int LOST_SAMPLES = 13;
    static final int SWITCH = 15;
    private static final int MISC = 4;
    private static final int BODY = 8;
    /** {@code PERF_RECORD_MISC_CPUMODE_MASK} and {@code _USER}. */
    private static final int MODE = 7;
    private static final int USER = 2;
    /** {@code PERF_RECORD_MISC_SWITCH_OUT}. */
    private static final int AWAY = 1 << 13;
    /** Where a switch has the thread after the one that leaves, or before the one that comes. */
    private static final int OTHER_THREAD = BODY + 4;
    /** What stands at the end of every record but a sample: pid, tid, time, cpu. */
    private static final int TRAILER = 24;
    /** Of a whole record of a switch. */
    static final int SWITCH_BYTES = BODY + 8 + TRAILER;
    /** Where a sample's raw data begin: after pid, tid, time, cpu and their length. */
    private static final int RAW = BODY + 28;
    private static final int RAW_LENGTH = BODY + 24;
    /** Fields that every tracepoint has: its type and the thread's number in the first namespace. */
    private static final int COMMON_PID = 4;
    private static final int FIRST_FIELD = 8;

    /** What a record tells. */
    sealed interface Content permits Switched, Forked, Ended, Ticked, Executed, Moved, Called, Dropped {

        /** The number of the thread at work in the first process namespace, or 0 if the record does not tell it. */
        default int global() {
            return 0;
        }

        void play(TraceRecord at, Timeline timeline);
    }

    /** A thread came onto the CPU, or left it. @param other the thread before it, or after it */
    record Switched(boolean away, int other) implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            if (away) {
                timeline.switchedOut(at.cpu(), at.pid(), at.tid(), at.nanos());
            } else {
                timeline.switchedIn(at.cpu(), at.pid(), at.tid(), other, at.nanos());
            }
        }
    }

    /** A process or thread was made. */
    record Forked(int pid, int parent, int tid) implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            timeline.forked(pid, parent, tid);
        }
    }

    /** A thread ended. */
    record Ended(int tid) implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            timeline.ended(tid);
        }
    }

    /** A sample of the CPU's mode. */
    record Ticked(boolean user) implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            timeline.ticked(at.pid(), user);
        }
    }

    /** The process executed a program. */
    record Executed(String path, int global) implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            timeline.executed(at.cpu(), at.pid(), path, at.nanos());
        }
    }

    /** A thread was moved into a cgroup. @param moved its number in the first namespace */
    record Moved(int moved, int hierarchy, String cgroup, int global) implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            timeline.moved(moved, hierarchy, cgroup);
        }
    }

    /** The thread entered a system call that syncs, or one that writes. */
    record Called(boolean sync, int global) implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            timeline.called(at.pid(), sync);
        }
    }

    /** Records are missing here. */
    record Dropped() implements Content {
        @Override
        public void play(TraceRecord at, Timeline timeline) {
            timeline.dropped();
        }
    }

    /** Reads a record; empty if it is none that matters. */
    static Optional<TraceRecord> parse(ByteBuffer record, Tracepoints points, SystemCalls calls) {
        return switch (record.getInt(0)) {
            case SWITCH -> Optional.of(switched(record));
            case FORK -> trailed(record, new Forked(record.getInt(BODY), record.getInt(BODY + 4), record.getInt(BODY + 8)));
            case EXIT -> trailed(record, new Ended(record.getInt(BODY + 8)));
            case LOST, LOST_SAMPLES -> trailed(record, new Dropped());
            case SAMPLE -> sampled(record, points, calls, (record.getShort(MISC) & MODE) == USER);
            default -> Optional.empty();
        };
    }

    /** Reads a record of a switch, whose content is {@link Switched}. */
    static TraceRecord switched(ByteBuffer record) {
        boolean away = (record.getShort(MISC) & AWAY) != 0;
        return at(record, record.limit() - TRAILER, new Switched(away, record.getInt(OTHER_THREAD)));
    }

    private static Optional<TraceRecord> trailed(ByteBuffer record, Content content) {
        return Optional.of(at(record, record.limit() - TRAILER, content));
    }

    private static Optional<TraceRecord> sampled(ByteBuffer record, Tracepoints points, SystemCalls calls,
            boolean user) {
        int type = record.getInt(RAW_LENGTH) < FIRST_FIELD ? 0 : Short.toUnsignedInt(record.getShort(RAW));
        Content content = null;
        if (type == 0) {
            content = new Ticked(user);
        } else if (type == points.exec().id()) {
            content = new Executed(text(record, points.exec().field("filename")), record.getInt(RAW + COMMON_PID));
        } else if (type == points.move().id()) {
            content = new Moved(record.getInt(RAW + points.move().field("pid")),
                    record.getInt(RAW + points.move().field("dst_root")), text(record, points.move().field("dst_path")),
                    record.getInt(RAW + COMMON_PID));
        } else if (type == points.call().id()) {
            content = new Called(calls.syncs().contains((int) record.getLong(RAW + points.call().field("id"))),
                    record.getInt(RAW + COMMON_PID));
        }
        return content == null ? Optional.empty() : Optional.of(at(record, BODY, content));
    }

    private static TraceRecord at(ByteBuffer record, int offset, Content content) {
        return new TraceRecord(content, record.getLong(offset + 8), record.getInt(offset + 16), record.getInt(offset),
                record.getInt(offset + 4));
    }

    // A text of changing length: its field has the place in the low half and the length in the high one.
    private static String text(ByteBuffer record, int field) {
        int location = record.getInt(RAW + field);
        byte[] bytes = new byte[location >>> 16];
        record.get(RAW + (location & 0xffff), bytes);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
