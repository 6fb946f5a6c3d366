package org.ocibench.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The system calls of perf events, and the layout of {@code struct perf_event_attr} as far as the tracers need it
 * (linux/perf_event.h; offsets and bits are those of little-endian 64-bit Linux). An event belongs to one CPU and sees all
 * tasks on it; a counter belongs to what a thread starts.
 */
final class PerfEvents {

    /** Bytes of the attribute structure up to what {@code PERF_ATTR_SIZE_VER5} has: known to every kernel since 4.1. */
    private static final int ATTRIBUTE_BYTES = 112;
    private static final int TYPE = 0;
    private static final int SIZE = 4;
    private static final int CONFIG = 8;
    private static final int PERIOD = 16;
    private static final int SAMPLE_TYPE = 24;
    private static final int FLAGS = 40;
    private static final int CLOCK_ID = 92;

    static final int TYPE_HARDWARE = 0;
    static final int TYPE_SOFTWARE = 1;
    static final int TYPE_TRACEPOINT = 2;
    /** {@code PERF_COUNT_SW_CPU_CLOCK}. */
    private static final long CPU_CLOCK = 0;
    /** {@code PERF_COUNT_SW_DUMMY}: counts nothing, carries the records of task changes. */
    private static final long DUMMY = 9;
    /** {@code PERF_SAMPLE_TID | _TIME | _CPU | _RAW}: the same for all events of a buffer, so that its records read alike. */
    private static final long SAMPLES = 1 << 1 | 1 << 2 | 1 << 7 | 1 << 10;
    /** Flags disabled, sample_id_all and use_clockid. */
    private static final long COMMON = 1L | 1L << 18 | 1L << 25;
    private static final long EXCLUDE_IDLE = 1L << 7;
    /** {@code PERF_SAMPLE_CALLCHAIN}, and the flags that leave the kernel's or the program's part out of it. */
    private static final long CALL_CHAIN = 1 << 5;
    private static final long NO_KERNEL_CHAIN = 1L << 21;
    private static final long NO_USER_CHAIN = 1L << 22;
    /** Flags disabled, inherit and enable_on_exec. */
    private static final long IN_PROGRAMS_STARTED = 1L | 1L << 1 | 1L << 12;
    /** Flag context_switch. */
    private static final long SWITCHES = 1L << 26;
    /** Flags task (forks and exits) and context_switch. */
    private static final long TASKS = 1L << 13 | SWITCHES;
    private static final int CLOCK_MONOTONIC = 1;
    private static final long CLOSE_ON_EXEC = 1L << 3;

    private static final long ENABLE = 0x2400;
    private static final long DISABLE = 0x2401;
    private static final long SET_OUTPUT = 0x2405;
    private static final long SET_FILTER = 0x4008_2406;
    /** {@code __NR_perf_event_open} by what Java calls the architecture. */
    private static final Map<String, Long> OPEN = Map.of("amd64", 298L, "aarch64", 241L);
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_SHARED = 1;

    private PerfEvents() {
    }

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native long syscall(long number, Pointer attributes, long pid, long cpu, long group, long flags)
                throws LastErrorException;

        static native int ioctl(int fd, long request, long argument) throws LastErrorException;

        static native int ioctl(int fd, long request, Pointer argument) throws LastErrorException;

        static native Pointer mmap(Pointer at, long length, int protection, int flags, int fd, long offset)
                throws LastErrorException;

        static native int munmap(Pointer at, long length) throws LastErrorException;

        static native int close(int fd) throws LastErrorException;

        static native long read(int fd, Pointer into, long bytes) throws LastErrorException;
    }

    /** Fails where the number of this machine's system call is not known here. */
    static void requireArchitecture() throws IOException {
        if (!OPEN.containsKey(System.getProperty("os.arch"))) {
            throw new IOException("perf events are not known to the bench on " + System.getProperty("os.arch"));
        }
    }

    /** Opens the event that carries switches, forks and exits. */
    static int openTasks(int cpu) throws IOException {
        return open(TYPE_SOFTWARE, DUMMY, 0, SAMPLES, TASKS, cpu);
    }

    /** Opens an event that samples whether the CPU is in user or kernel mode, every so many nanoseconds that it is not idle. */
    static int openClock(long periodNanos, int cpu) throws IOException {
        return open(TYPE_SOFTWARE, CPU_CLOCK, periodNanos, SAMPLES, EXCLUDE_IDLE, cpu);
    }

    /** Opens a tracepoint. */
    static int openTracepoint(int id, int cpu) throws IOException {
        return open(TYPE_TRACEPOINT, id, 1, SAMPLES, 0, cpu);
    }

    /**
     * Opens the tracepoint of switches: its samples have the kernel's functions as call chain before their raw data. The records of
     * switches, which are written apart from it, come too.
     */
    static int openSwitches(int id, int cpu) throws IOException {
        return open(TYPE_TRACEPOINT, id, 1, SAMPLES | CALL_CHAIN, NO_USER_CHAIN | SWITCHES, cpu);
    }

    /** Opens a tracepoint that can share the buffer of switches: its samples have a call chain too, an empty one. */
    static int openBesideSwitches(int id, int cpu) throws IOException {
        return open(TYPE_TRACEPOINT, id, 1, SAMPLES | CALL_CHAIN, NO_USER_CHAIN | NO_KERNEL_CHAIN, cpu);
    }

    /**
     * Opens a counter for the programs that the calling thread starts: it begins with each one's execution, and goes on with whatever
     * that starts in turn.
     */
    static int openCounter(int type, long config) throws IOException {
        return openOwn(type, config, IN_PROGRAMS_STARTED);
    }

    /** Opens an event of the calling thread alone that counts nothing. */
    static int openGuard() throws IOException {
        return openOwn(TYPE_SOFTWARE, DUMMY, 0);
    }

    private static int openOwn(int type, long config, long flags) throws IOException {
        requireArchitecture();
        Memory attributes = attributes(type, config);
        attributes.setLong(FLAGS, flags);
        return (int) call("count a perf event", () -> C.syscall(OPEN.get(System.getProperty("os.arch")), attributes, 0, -1, -1,
                CLOSE_ON_EXEC));
    }

    /** What a counter has counted. */
    static long count(int fd) throws IOException {
        Memory value = new Memory(Long.BYTES);
        call("read a perf event", () -> C.read(fd, value, Long.BYTES));
        return value.getLong(0);
    }

    private static int open(int type, long config, long period, long samples, long flags, int cpu) throws IOException {
        Memory attributes = attributes(type, config);
        attributes.setLong(PERIOD, period);
        attributes.setLong(SAMPLE_TYPE, samples);
        attributes.setLong(FLAGS, COMMON | flags);
        attributes.setInt(CLOCK_ID, CLOCK_MONOTONIC);
        return (int) call("open a perf event on CPU " + cpu,
                () -> C.syscall(OPEN.get(System.getProperty("os.arch")), attributes, -1, cpu, -1, CLOSE_ON_EXEC));
    }

    private static Memory attributes(int type, long config) {
        Memory attributes = new Memory(ATTRIBUTE_BYTES);
        attributes.clear();
        attributes.setInt(TYPE, type);
        attributes.setInt(SIZE, ATTRIBUTE_BYTES);
        attributes.setLong(CONFIG, config);
        return attributes;
    }

    static void enable(int fd) throws IOException {
        call("enable a perf event", () -> C.ioctl(fd, ENABLE, 0));
    }

    static void disable(int fd) throws IOException {
        call("disable a perf event", () -> C.ioctl(fd, DISABLE, 0));
    }

    /** Lets an event write into the buffer of another one of the same CPU. */
    static void redirect(int fd, int into) throws IOException {
        call("redirect a perf event", () -> C.ioctl(fd, SET_OUTPUT, into));
    }

    /** Lets a tracepoint pass only what the expression over its fields holds for. */
    static void filter(int fd, String expression) throws IOException {
        byte[] bytes = expression.getBytes(StandardCharsets.US_ASCII);
        Memory text = new Memory(bytes.length + 1L);
        text.clear();
        text.write(0, bytes, 0, bytes.length);
        call("filter a perf event", () -> C.ioctl(fd, SET_FILTER, text));
    }

    /** Maps an event's buffer. */
    static Pointer map(int fd, long bytes) throws IOException {
        try {
            return C.mmap(null, bytes, PROT_READ_WRITE, MAP_SHARED, fd, 0);
        } catch (LastErrorException e) {
            throw failed("map the buffer of a perf event (" + bytes + " bytes)", e);
        }
    }

    static void unmap(Pointer at, long bytes) throws IOException {
        call("unmap the buffer of a perf event", () -> C.munmap(at, bytes));
    }

    static void close(int fd) throws IOException {
        call("close a perf event", () -> C.close(fd));
    }

    private interface Call {
        long run() throws LastErrorException;
    }

    private static long call(String what, Call call) throws IOException {
        try {
            return call.run();
        } catch (LastErrorException e) {
            throw failed(what, e);
        }
    }

    private static IOException failed(String what, LastErrorException e) {
        return new IOException("cannot " + what + ": " + e.getMessage(), e);
    }
}
