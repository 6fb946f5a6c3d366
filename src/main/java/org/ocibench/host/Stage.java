package org.ocibench.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteStreamHandler;

/** What the steps of one operation share: the process that runs, the time-out over all of them, pipe and orphans. */
final class Stage {

    private final RedirectingExecutor executor = new RedirectingExecutor();
    private FirstBytePipe pipe;
    private Orphans orphans;
    private Deadline deadline = new Deadline(Duration.ZERO, null);

    /** Runs a program to its end. */
    int execute(Spawner spawner, CommandLine line, Map<String, String> environment) throws IOException {
        executor.spawner = spawner;
        return executor.execute(line, environment);
    }

    /** Starts a program. */
    void begin(Spawner spawner) throws IOException {
        executor.start(spawner);
    }

    /** Lets the time-out end this process. */
    void guard(SpawnedProcess process) {
        deadline.guard(process);
    }

    /** What was started last. */
    SpawnedProcess process() {
        return executor.process;
    }

    /** The pipe of this operation, made where there is none yet. */
    FirstBytePipe pipe() throws IOException {
        if (pipe == null) {
            pipe = new FirstBytePipe();
        }
        return pipe;
    }

    /** The orphans; from the first call on the kernel gives them to this process. */
    Orphans orphans() throws IOException {
        if (orphans == null) {
            orphans = new Orphans();
        }
        return orphans;
    }

    /** A little more than the time-out in milliseconds, for a wait that has a limit of its own. */
    int limitMillis() {
        final int late = 1000;
        return (int) Math.min(deadline.limit.toMillis() + late, Integer.MAX_VALUE);
    }

    /** Whether an operation of this launcher leaves orphans. */
    boolean hasOrphans() {
        return orphans != null;
    }

    /** Begins an operation with this time-out. */
    Deadline limit(Duration limit) {
        deadline = new Deadline(limit, orphans);
        if (orphans != null) {
            orphans.next();
        }
        return deadline;
    }

    boolean isLate() {
        return deadline.passed;
    }

    void closePipe() {
        if (pipe != null) {
            pipe.close();
            pipe = null;
        }
    }

    void close() throws IOException {
        closePipe();
        if (orphans != null) {
            orphans.close();
            orphans = null;
        }
    }

    /** The time-out of one operation: one that passes late cannot touch the next. */
    static final class Deadline {

        private final Duration limit;
        private final Orphans orphans;
        private SpawnedProcess process;
        private volatile boolean passed;

        private Deadline(Duration limit, Orphans orphans) {
            this.limit = limit;
            this.orphans = orphans;
        }

        private synchronized void guard(SpawnedProcess started) {
            process = started;
            if (passed) {
                process.killTree();
            }
        }

        synchronized void pass() {
            passed = true;
            if (process != null) {
                process.killTree();
            }
            if (orphans != null) {
                orphans.killAll();
            }
        }
    }

    private final class RedirectingExecutor extends DefaultExecutor {

        private Spawner spawner;
        private SpawnedProcess process;

        // The builder cannot make subclasses, and only a subclass can redirect the streams.
        @SuppressWarnings("deprecation")
        RedirectingExecutor() {
            setStreamHandler(new NoPumps());
            setExitValues(null);
        }

        void start(Spawner of) throws IOException {
            process = orphans == null ? of.start() : orphans.start(of);
            deadline.guard(process);
        }

        @Override
        protected Process launch(CommandLine commandLine, Map<String, String> environment, Path workingDirectory)
                throws IOException {
            start(spawner);
            return process;
        }
    }

    private static final class NoPumps implements ExecuteStreamHandler {
        @Override
        public void setProcessInputStream(OutputStream stream) {
        }

        @Override
        public void setProcessErrorStream(InputStream stream) {
        }

        @Override
        public void setProcessOutputStream(InputStream stream) {
        }

        @Override
        public void start() {
        }

        @Override
        public void stop() {
        }
    }
}
