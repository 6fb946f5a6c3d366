package org.ocibench.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A child of this process, waited for by the thread that wants its end. Its standard streams are the operating system's
 * business, so the streams of this object are empty.
 */
final class SpawnedProcess extends Process {

    /** What POSIX shells report for a process that a signal ended: this plus the signal's number. */
    private static final int SIGNALLED = 128;
    /** {@code P_PID} of sys/wait.h. */
    private static final int P_PID = 1;
    /** {@code WEXITED | WNOWAIT} of sys/wait.h. */
    private static final int ENDED_BUT_UNREAPED = 0x4 | 0x0100_0000;
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;
    /** sizeof(siginfo_t). */
    private static final int SIGINFO_BYTES = 128;
    /** sizeof(struct rusage) on 64-bit Linux: two timevals and fourteen longs. */
    private static final int RUSAGE_BYTES = 144;

    private final int pid;
    private final Memory information = new Memory(SIGINFO_BYTES);
    private final Memory status = new Memory(Integer.BYTES);
    private final Memory usage = new Memory(RUSAGE_BYTES);
    private boolean reaped;

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native int waitid(int type, int id, Pointer information, int options);

        static native int wait4(int pid, Pointer status, int options, Pointer usage);

        static native int kill(int pid, int signal);
    }

    SpawnedProcess(int pid) {
        this.pid = pid;
    }

    // The end is awaited first and taken in afterwards under the lock: until then the number cannot pass to another process, so
    // that a time-out kills this one or none.
    @Override
    public int waitFor() {
        while (C.waitid(P_PID, pid, information, ENDED_BUT_UNREAPED) != 0) {
            requireInterrupted();
        }
        synchronized (this) {
            while (!reaped) {
                reaped = C.wait4(pid, status, 0, usage) == pid;
                if (!reaped) {
                    requireInterrupted();
                }
            }
        }
        return exitValue();
    }

    private static void requireInterrupted() {
        final int eintr = 4;
        int error = com.sun.jna.Native.getLastError();
        if (error != eintr) {
            throw new IllegalStateException("waiting for a child failed", new LastErrorException(error));
        }
    }

    @Override
    public synchronized int exitValue() {
        if (!reaped) {
            throw new IllegalThreadStateException("process " + pid + " has not ended");
        }
        int raw = status.getInt(0);
        int signal = raw & 0x7f;
        return signal == 0 ? raw >> 8 & 0xff : SIGNALLED + signal;
    }

    /** User and system time in microseconds of the ended process and of all its descendants that were waited for. */
    synchronized long cpuMicros() {
        return usage.getLong(0) * 1_000_000 + usage.getLong(8) + usage.getLong(16) * 1_000_000 + usage.getLong(24);
    }

    @Override
    public synchronized boolean isAlive() {
        return !reaped;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public void destroy() {
        signal(SIGTERM);
    }

    @Override
    public Process destroyForcibly() {
        signal(SIGKILL);
        return this;
    }

    private synchronized void signal(int number) {
        if (!reaped) {
            C.kill(pid, number);
        }
    }

    /** Kills the process and everything below it, if it has not ended. */
    synchronized void killTree() {
        if (!reaped) {
            List<ProcessHandle> descendants =
                    ProcessHandle.of(pid).map(process -> process.descendants().toList()).orElse(List.of());
            C.kill(pid, SIGKILL);
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }
}
