package org.ocibench.host;

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
 * Starts one process at a time and waits for it, by posix_spawn and wait4 in the calling thread. Standard streams are redirected
 * by the operating system: no pump threads, which cost 0.13-0.2 ms and wait for every grandchild that inherited a pipe.
 *
 * <p>The time-out is armed before the launch and disarmed after it, so that it costs nothing in between. It kills the process
 * and all its descendants with SIGKILL: a hanging youki survives SIGTERM.
 */
public final class Launcher implements AutoCloseable {

    private final RedirectingExecutor executor = new RedirectingExecutor();
    private final ScheduledThreadPoolExecutor clock;
    private ScheduledFuture<?> scheduled;

    /**
     * How a launched process ended.
     *
     * @param code      exit code, 128 + number of the signal that ended it, or {@link Executor#INVALID_EXITVALUE} after the time-out
     * @param wallNanos from just before the launch until its end was known
     * @param cpuMicros user and system time of the process and of all its descendants that were waited for
     */
    public record Exit(int code, boolean timedOut, long wallNanos, long cpuMicros) {
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

    /** Does beforehand what launching this command needs, so that {@link #launch} need not. */
    public void ready(Command command) throws IOException {
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
        return new Exit(timedOut ? Executor.INVALID_EXITVALUE : code, timedOut, wall, executor.process.cpuMicros());
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
        executor.forget();
    }

    /** The time-out of one launch: one that passes late cannot touch the next. */
    private static final class Deadline {

        private SpawnedProcess process;
        private volatile boolean passed;

        synchronized void guard(SpawnedProcess started) {
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
        }
    }

    private static final class RedirectingExecutor extends DefaultExecutor {

        private Command command;
        private CommandLine line;
        private Spawner spawner;
        private SpawnedProcess process;
        private Deadline deadline = new Deadline();

        // The builder cannot make subclasses, and only a subclass can redirect the streams.
        @SuppressWarnings("deprecation")
        RedirectingExecutor() {
            setStreamHandler(new NoPumps());
            setExitValues(null);
        }

        void ready(Command next) throws IOException {
            line = new CommandLine(next.argv().get(0));
            for (String argument : next.argv().subList(1, next.argv().size())) {
                line.addArgument(argument, false);
            }
            forget();
            spawner = new Spawner(next.argv(), next.environment(), next.stdout(), next.stderr());
            command = next;
        }

        void forget() {
            if (spawner != null) {
                spawner.close();
                spawner = null;
                command = null;
            }
        }

        @Override
        protected Process launch(CommandLine commandLine, Map<String, String> environment, Path workingDirectory)
                throws IOException {
            process = spawner.start();
            deadline.guard(process);
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
