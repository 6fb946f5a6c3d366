package org.ocibench.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Platform;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Takes what a command writes, keeps its beginning and lets the rest go: no file has to be removed, and no disk can be filled.
 * Nothing here waits, neither for a command that is silent nor for what it left behind with the pipe in its hands.
 */
final class OutputPipe implements AutoCloseable {

    /** {@code O_CLOEXEC} of fcntl.h. */
    private static final int CLOSE_ON_EXEC = 0x8_0000;
    private static final String DESCRIPTORS = "/proc/self/fd/";

    private final int writing;
    private final FileInputStream in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;
    private boolean closed;

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native int pipe2(int[] ends, int flags) throws LastErrorException;

        static native int close(int descriptor);
    }

    /** @param most bytes that are kept */
    OutputPipe(int most) throws IOException {
        this.most = most;
        int[] ends = new int[2];
        try {
            C.pipe2(ends, CLOSE_ON_EXEC);
        } catch (LastErrorException e) {
            throw new IOException("make a pipe: " + e.getMessage(), e);
        }
        writing = ends[1];
        try {
            // Java reads from what it has opened itself.
            in = new FileInputStream(DESCRIPTORS + ends[0]);
        } catch (IOException e) {
            C.close(writing);
            throw e;
        } finally {
            C.close(ends[0]);
        }
    }

    /** Where a child of this process opens it to write. */
    Path writingEnd() {
        return Path.of(DESCRIPTORS + writing);
    }

    /** Takes what is there now; false if that is nothing. */
    synchronized boolean drain() throws IOException {
        byte[] bytes = new byte[closed ? 0 : in.available()];
        // All of it comes at once: nobody else reads, and what is there does not go away.
        int got = bytes.length == 0 ? 0 : in.read(bytes);
        kept.write(bytes, 0, Math.min(got, most - kept.size()));
        return got > 0;
    }

    /** What was kept. */
    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            C.close(writing);
            in.close();
        }
    }
}
