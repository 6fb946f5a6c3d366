package org.ocibench.host;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.Executor;

/**
 * Runs the steps of one operation at a time, in the calling thread: starts programs by posix_spawn and waits for them by wait4.
 * Standard streams are redirected by the operating system: no pump threads, which cost 0.13-0.2 ms and wait for every grandchild
 * that inherited a pipe.
 *
 * <p>The time-out is armed before the operation and disarmed after it, so that it costs nothing in between. It kills the process
 * that runs and all its descendants with SIGKILL (a hanging youki survives SIGTERM), and the orphans of the operation.
 */
public final class Launcher implements AutoCloseable {

    private static final int NOBODY = 0;

    private final Stage stage = new Stage();
    private final List<Sequence> prepared = new ArrayList<>();
    private final ScheduledThreadPoolExecutor clock;
    private ScheduledFuture<?> scheduled;

    /**
     * How a sequence of steps ended.
     *
     * @param code      exit code of the last step that was run, 128 + number of the signal that ended it, or
     *                  {@link Executor#INVALID_EXITVALUE} after the time-out
     * @param step      the step that did not end as meant, with which the sequence was broken off; null where all did
     * @param wallNanos from just before the first step until the end of the last was known
     * @param cpuMicros user and system time of the processes that were waited for and of all their descendants that were
     * @param said      what was wrong, where the exit code does not tell; else empty
     */
    public record Exit(int code, boolean timedOut, Step step, long wallNanos, long cpuMicros, String said) {

        /** True if every step ended as meant. */
        public boolean asMeant() {
            return step == null && !timedOut;
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

    /** Arms the time-out for the next operation. */
    public void arm(Duration limit) {
        Stage.Deadline deadline = stage.limit(limit);
        scheduled = clock.schedule(deadline::pass, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Disarms the time-out. */
    public void disarm() {
        if (scheduled != null) {
            scheduled.cancel(false);
            scheduled = null;
        }
    }

    /** Does beforehand what running these steps needs. They stay ready until {@link #forget}. */
    public Sequence ready(List<? extends Step> steps) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Step step : steps) {
            parts.add(Part.of(step, stage));
        }
        Sequence sequence = new Sequence(parts);
        prepared.add(sequence);
        return sequence;
    }

    /** Lets go of all that was made ready. */
    public void forget() {
        prepared.forEach(Sequence::close);
        prepared.clear();
        stage.closePipe();
    }

    /**
     * Runs the steps until one does not end as meant: the timed part of every benchmark.
     *
     * @throws IOException if a program could not be started
     */
    public Exit launch(Sequence sequence) throws IOException {
        Part[] parts = sequence.parts;
        int last = 0;
        long start = System.nanoTime();
        int code = parts[0].run(stage);
        while (code == parts[last].expected && last + 1 < parts.length && !stage.isLate()) {
            code = parts[++last].run(stage);
        }
        long wall = System.nanoTime() - start;
        long cpu = 0;
        for (int i = 0; i <= last; i++) {
            cpu += parts[i].cpuMicros();
        }
        boolean late = stage.isLate();
        boolean failed = late || code != parts[last].expected;
        return new Exit(late ? Executor.INVALID_EXITVALUE : code, late, failed ? parts[last].step : null, wall, cpu,
                failed && !late ? parts[last].said() : "");
    }

    /** Readies and runs one command under a time-out. */
    public Exit run(Step.Command command, Duration limit) throws IOException {
        forget();
        Sequence sequence = ready(List.of(command));
        arm(limit);
        try {
            return launch(sequence);
        } finally {
            disarm();
        }
    }

    /**
     * Takes in whatever an operation that failed left of its orphans, so that a clean-up does not wait for zombies.
     *
     * @throws IOException if this process cannot become their parent
     */
    public void takeOrphans() throws IOException {
        if (stage.hasOrphans()) {
            stage.orphans().takeAll(NOBODY);
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        forget();
        stage.close();
    }
}
