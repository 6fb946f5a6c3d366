package org.ocibench.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.apache.commons.exec.Executor;

/**
 * Starts one process at a time and waits for it. Standard streams are redirected by the operating system: no pump threads,
 * which cost 0.13-0.2 ms and wait for every grandchild that inherited a pipe.
 *
 * <p>The time-out is armed before the launch and disarmed after it, so that it costs nothing in between. It kills the process
 * and all its descendants with SIGKILL: a hanging youki survives SIGTERM.
 */
public final class Launcher implements AutoCloseable {

    private static final File NULL = new File("/dev/null");

    private final RedirectingExecutor executor = new RedirectingExecutor();
    private final ScheduledThreadPoolExecutor clock;
    private ScheduledFuture<?> scheduled;

    /** How a launched process ended. {@code code} is {@link Executor#INVALID_EXITVALUE} when it was killed by the time-out. */
    public record Exit(int code, boolean timedOut, long wallNanos) {
    }

    /** Arguments, environment (nothing is inherited) and the files that take the output; null discards. */
    public record Command(List<String> argv, Map<String, String> environment, Path stdout, Path stderr) {
        public Command {
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("argv is empty");
            }
        }
    }

    public Launcher() {
        clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "time-out");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        clock.prestartAllCoreThreads();
    }

    /** Arms the time-out for the next launch. */
    public void arm(Duration limit) {
        Deadline deadline = new Deadline();
        executor.deadline = deadline;
        scheduled = clock.schedule(deadline::pass, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Disarms the time-out. */
    public void disarm() {
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }

    /** Does beforehand what launching this command needs in Java, so that {@link #launch} need not. */
    public void ready(Command command) {
        if (executor.command != command) {
            executor.ready(command);
        }
    }

    /**
     * Starts the command and waits for its end: the timed part of every benchmark.
     *
     * @throws IOException if the command could not be started
     */
    public Exit launch(Command command) throws IOException {
        ready(command);
        long start = System.nanoTime();
        int code = executor.execute(executor.line, command.environment());
        long wall = System.nanoTime() - start;
        boolean timedOut = executor.deadline.passed;
        return new Exit(timedOut ? Executor.INVALID_EXITVALUE : code, timedOut, wall);
    }

    /** {@link #launch} under a time-out. */
    public Exit run(Command command, Duration limit) throws IOException {
        arm(limit);
        try {
            return launch(command);
        } finally {
            disarm();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** The time-out of one launch: one that passes late cannot touch the next. */
    private static final class Deadline {

        private Process process;
        private volatile boolean passed;

        synchronized void guard(Process started) {
            process = started;
            if (passed) {
                kill();
            }
        }

        synchronized void pass() {
            passed = true;
            kill();
        }

        private void kill() {
            if (process != null && process.isAlive()) {
                List<ProcessHandle> descendants = process.descendants().toList();
                process.destroyForcibly();
                descendants.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static final class RedirectingExecutor extends DefaultExecutor {

        private Command command;
        private CommandLine line;
        private ProcessBuilder builder;
        private Deadline deadline = new Deadline();

        // The builder cannot make subclasses, and only a subclass can redirect the streams.
        @SuppressWarnings("deprecation")
        RedirectingExecutor() {
            setStreamHandler(new NoPumps());
            setExitValues(null);
        }

        void ready(Command next) {
            line = new CommandLine(next.argv().get(0));
            for (String argument : next.argv().subList(1, next.argv().size())) {
                line.addArgument(argument, false);
            }
            builder = new ProcessBuilder(next.argv())
                    .redirectInput(NULL)
                    .redirectOutput(next.stdout() == null ? NULL : next.stdout().toFile())
                    .redirectError(next.stderr() == null ? NULL : next.stderr().toFile());
            builder.environment().clear();
            builder.environment().putAll(next.environment());
            command = next;
        }

        @Override
        protected Process launch(CommandLine commandLine, Map<String, String> environment, Path workingDirectory)
                throws IOException {
            Process started = builder.start();
            deadline.guard(started);
            return started;
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
