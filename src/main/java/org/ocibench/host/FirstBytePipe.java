package org.ocibench.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A pipe whose reader wants to know when the first byte is there. Waiting and reading are one system call each. */
final class FirstBytePipe implements AutoCloseable {

    /** {@code O_CLOEXEC} of fcntl.h. */
    private static final int CLOSE_ON_EXEC = 0x8_0000;
    /** sizeof(struct pollfd): an int and two shorts. */
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    /** {@code POLLIN} of poll.h. */
    private static final short READABLE = 1;
    private static final int BUFFER_BYTES = 256;

    private final int[] ends = new int[2];
    private final Memory poll = new Memory(POLLFD_BYTES);
    private final Memory buffer = new Memory(BUFFER_BYTES);
    private boolean writable = true;

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native int pipe2(int[] ends, int flags) throws LastErrorException;

        static native int poll(Pointer descriptors, long count, int millis);

        static native long read(int descriptor, Pointer buffer, long count);

        static native int close(int descriptor);
    }

    FirstBytePipe() throws IOException {
        try {
            C.pipe2(ends, CLOSE_ON_EXEC);
        } catch (LastErrorException e) {
            throw new IOException("make a pipe: " + e.getMessage(), e);
        }
        poll.clear();
        poll.setInt(0, ends[0]);
        poll.setShort(POLLFD_EVENTS, READABLE);
    }

    /** Where a child of this process opens it to write. */
    Path writingEnd() {
        return Path.of("/proc/self/fd/" + ends[1]);
    }

    /** To be called once the child has it: then the pipe ends when its last writer does. */
    void letGo() {
        if (writable) {
            writable = false;
            C.close(ends[1]);
        }
    }

    /** What came first, in one piece; empty if the last writer ended without a word or the time passed. */
    String first(int limitMillis) {
        if (C.poll(poll, 1, limitMillis) <= 0) {
            return "";
        }
        int got = (int) C.read(ends[0], buffer, BUFFER_BYTES);
        return got <= 0 ? "" : new String(buffer.getByteArray(0, got), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        letGo();
        C.close(ends[0]);
    }
}
