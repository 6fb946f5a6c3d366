package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Gate;

/**
 * Several containers at once: each has a launcher and a thread of its own, and a gate lets all threads go together. A single thread
 * that launches one after the other and then waits would see the end of the first only after the launch of the last.
 *
 * <p>An operation is a burst: its wall time is the makespan, from the first launch to the last end. It succeeds if every container
 * does. Each container has the whole time-out for itself. That something ran in the arm's cgroup is seen of the burst as a whole; of
 * each container only where it has a mark.
 */
final class BurstStarter implements Operations {

    /** How long all threads may take to come to the gate. */
    private static final long ASSEMBLY_MILLIS = 30_000;
    private static final int LEAST_PRIMING_BURSTS = 5;

    private final List<ContainerStart> starts = new ArrayList<>();
    private final ArmMeters meters;
    private final String idPrefix;
    private final ExecutorService threads;
    private final long[] startNanos;
    private List<Future<Void>> launches = List.of();
    private Gate gate;
    private int sequence;
    private Duration limit;

    /** @param arm with a burst */
    BurstStarter(World world, Arm arm, CgroupLayout cgroups, int run) throws IOException {
        if (arm.via().equals(Engines.SHIM_WAY)) {
            throw new IllegalArgumentException("via=" + Engines.SHIM_WAY + " is for one container at a time");
        }
        int together = arm.burst().together();
        idPrefix = world.idPrefix(arm.key(), run);
        Path output = Files.createDirectories(world.output());
        for (int slot = 1; slot <= together; slot++) {
            starts.add(new ContainerStart(Engines.of(world, arm, slot), output.resolve(String.format("%s-%03d", idPrefix, slot))));
        }
        meters = new ArmMeters(world, arm, cgroups);
        startNanos = new long[together];
        threads = Executors.newFixedThreadPool(together, task -> {
            Thread thread = new Thread(task, "one of a burst");
            thread.setDaemon(true);
            return thread;
        });
        if (meters.threaded()) {
            // As many threads as tasks that wait for each other: each thread gets one.
            assemble(slot -> meters.join());
            gate.open();
            for (Future<Void> joined : launches) {
                await(joined);
            }
        }
    }

    private interface Task {
        void run(int slot) throws IOException;
    }

    /** Brings every thread to a new gate; each runs the task as soon as it opens. */
    private void assemble(Task task) throws IOException {
        Gate next = new Gate(starts.size());
        List<Future<Void>> comers = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int slot = i;
            comers.add(threads.submit(() -> {
                next.pass();
                task.run(slot);
                return null;
            }));
        }
        gate = next;
        launches = comers;
        try {
            if (!next.awaitAll(ASSEMBLY_MILLIS)) {
                throw new IOException("the threads of a burst did not come up within " + ASSEMBLY_MILLIS + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the threads of a burst came up", e);
        }
    }

    @Override
    public void prime(Path trivial) throws IOException {
        int bursts = Math.max(LEAST_PRIMING_BURSTS, (Starter.PRIMING_SPAWNS + starts.size() - 1) / starts.size());
        for (int i = 0; i < bursts; i++) {
            prepare();
            for (ContainerStart start : starts) {
                start.preparePriming(trivial);
            }
            meters.watch();
            assemble(this::launchOne);
            launch();
            starts.forEach(ContainerStart::ended);
            meters.cpuMicros(0);
            meters.peakBytes();
        }
    }

    @Override
    public void prepare() throws IOException {
        for (ContainerStart start : starts) {
            start.prepare(String.format("%s-%06d", idPrefix, ++sequence));
        }
    }

    @Override
    public void mark() throws IOException {
        for (ContainerStart start : starts) {
            start.mark();
        }
    }

    @Override
    public void arm(Duration timeLimit) throws IOException {
        limit = timeLimit;
        assemble(this::launchOne);
        meters.notice();
        meters.watch();
        for (ContainerStart start : starts) {
            start.arm(limit);
        }
    }

    private void launchOne(int slot) {
        startNanos[slot] = System.nanoTime();
        starts.get(slot).launch();
    }

    /** Lets all go and waits for the last end. Returns how many were launched. */
    @Override
    public int launch() {
        gate.open();
        for (Future<Void> launch : launches) {
            try {
                await(launch);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return launches.size();
    }

    // A burst that is under way is waited for whatever happens: each of its containers has a time-out.
    private static void await(Future<Void> future) throws IOException {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Measurement finish() throws IOException {
        starts.forEach(ContainerStart::ended);
        long rusage = starts.stream().mapToLong(ContainerStart::rusageMicros).sum();
        OptionalLong cpu = meters.cpuMicros(rusage);
        OptionalLong peak = starts.get(0).startsContainer() ? meters.peakBytes() : OptionalLong.empty();
        List<Outcome> outcomes = new ArrayList<>();
        List<Measurement.Together> together = new ArrayList<>();
        List<ContainerStart> failed = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Outcome outcome = starts.get(i).outcome(meters);
            outcomes.add(outcome);
            together.add(one(startNanos[i], outcome));
            if (starts.get(i).mayHaveLeft() && outcome.fold(ok -> false, bad -> true, late -> true)) {
                failed.add(starts.get(i));
            }
        }
        if (!failed.isEmpty()) {
            cleanUp(failed);
        }
        return new Measurement(BurstOutcome.of(outcomes, makespan(together)), cpu, OptionalLong.of(rusage), peak, limit.toMillis(),
                together);
    }

    private static Measurement.Together one(long started, Outcome outcome) {
        return outcome.fold(ok -> new Measurement.Together(started, ok.wallNanos(), ok.exit(), null),
                failed -> new Measurement.Together(started, failed.wallNanos(), failed.exit(), failed.failure()),
                late -> new Measurement.Together(started, late.wallNanos(), Outcome.NO_EXIT, FailureClass.TIMEOUT));
    }

    private static long makespan(List<Measurement.Together> together) {
        long first = together.get(0).startNanos();
        long least = 0;
        long most = Long.MIN_VALUE;
        for (Measurement.Together one : together) {
            least = Math.min(least, one.startNanos() - first);
            most = Math.max(most, one.startNanos() - first + one.wallNanos());
        }
        return most - least;
    }

    // All at once: of a containerd that hangs every clean-up takes its full time.
    private void cleanUp(List<ContainerStart> failed) {
        try {
            meters.endContainers();
            List<Future<Void>> ends = new ArrayList<>();
            for (ContainerStart start : failed) {
                ends.add(threads.submit(() -> {
                    start.cleanUp();
                    return null;
                }));
            }
            for (Future<Void> end : ends) {
                await(end);
            }
            meters.endContainers();
        } catch (IOException e) {
            // The outcome must not be lost for it. What stays is found by the look between cycles, and charged to the arm.
            return;
        }
    }

    @Override
    public String commandLine() {
        return starts.get(0).commandLine();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (ContainerStart start : starts) {
            start.close();
        }
    }
}
