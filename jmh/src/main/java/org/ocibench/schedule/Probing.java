package org.ocibench.schedule;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Runs probes in a thread of its own: they move the launching thread into the arms' cgroups, where no other thread belongs. */
public final class Probing {

    private static final long POLL_MILLIS = 100;

    private Probing() {
    }

    /**
     * Runs them to their end. Once stopped, what they started is killed as soon as it is seen: whoever pressed Ctrl-C must not wait
     * for the time-outs of a start that hangs, and of its clean-up, three times over.
     *
     * @throws IOException if one of them throws
     */
    public static <T> T run(Callable<T> probes, BooleanSupplier stopped) throws IOException, InterruptedException {
        Set<Long> before = ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
        FutureTask<T> task = new FutureTask<>(probes);
        new Thread(task, "prober").start();
        while (true) {
            try {
                return task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (stopped.getAsBoolean()) {
                    killStarted(before);
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException told) {
                    throw told;
                }
                throw new IOException("probing failed: " + e.getCause(), e.getCause());
            }
        }
    }

    private static void killStarted(Set<Long> before) {
        List<ProcessHandle> started =
                ProcessHandle.current().children().filter(child -> !before.contains(child.pid())).toList();
        for (ProcessHandle process : started) {
            List<ProcessHandle> below = process.descendants().toList();
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
