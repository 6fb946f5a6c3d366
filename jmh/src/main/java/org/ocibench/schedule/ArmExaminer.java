package org.ocibench.schedule;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ocibench.benchmark.StartupBenchmark;
import org.ocibench.compare.CriticalPath;
import org.ocibench.compare.PathSegment;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Outcome;
import org.ocibench.engine.Operations;
import org.ocibench.engine.World;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.SchedTrace;
import org.ocibench.host.SchedTracer;
import org.ocibench.host.Work;

/**
 * Starts an arm's containers and watches them, in turns as a campaign's: one lead-in, unwatched and with a mark, then some that follow
 * at the arm's pace. All on the thread that made the instruments.
 */
final class ArmExaminer {

    /** Failures after which an arm without any success is given up. */
    private static final int MOST_FAILURES = 3;
    /** After the client's end containerd and the shim go on for some moments, and that is the start's work too. */
    private static final long SETTLE_MILLIS = 100;

    private final World world;
    private final CgroupLayout cgroups;
    private final Instruments instruments;
    private final Duration limit;
    private final BooleanSupplier stopped;
    private int run;

    /**
     * @param limit   time-out of one start
     * @param stopped whether no further start is wanted
     */
    ArmExaminer(World world, CgroupLayout cgroups, Instruments instruments, Duration limit, BooleanSupplier stopped) {
        this.world = world;
        this.cgroups = cgroups;
        this.instruments = instruments;
        this.limit = limit;
        this.stopped = stopped;
    }

    private record Watched(Outcome outcome, String command, long begin, long end, SchedTracer.Recording recording) {
        String told() {
            return Probe.told(outcome, command);
        }
    }

    /**
     * Watches so many starts, fewer if the arm cannot or once stopped.
     *
     * @throws IOException if the arm cannot be made ready, or the instruments fail
     */
    Sightings examine(Arm arm, int starts) throws IOException, InterruptedException {
        Sightings sightings = new Sightings();
        try (Operations operations = Operations.of(world, arm, cgroups, ++run)) {
            operations.prime(world.rootfs().resolve("bin/busybox"));
            while (sightings.attempts() < starts && !stopped.getAsBoolean()
                    && (sightings.successes() > 0 || sightings.attempts() < MOST_FAILURES)) {
                turn(arm, operations, Math.min(Plan.TIMED_PER_TURN, starts - sightings.attempts()), sightings);
            }
        }
        return sightings;
    }

    // Nothing is worked out between two starts of a turn: with a pause they would no longer follow each other at once.
    private void turn(Arm arm, Operations operations, int starts, Sightings sightings) throws IOException, InterruptedException {
        List<Watched> turn = new ArrayList<>();
        List<Map<Work, Long>> readings = new ArrayList<>();
        operations.run(limit, true);
        while (turn.size() < starts && !stopped.getAsBoolean()) {
            operations.prepare();
            operations.arm(limit);
            readings.add(instruments.counters().read());
            Watched start = watched(operations, arm.pace().equals("isolated"));
            if (stopped.getAsBoolean()) {
                // It may have been ended by the same Ctrl-C.
                break;
            }
            turn.add(start);
        }
        if (Engines.needsContainerd(arm)) {
            Thread.sleep(SETTLE_MILLIS);
        }
        readings.add(instruments.counters().read());
        for (int i = 0; i < turn.size(); i++) {
            Watched start = turn.get(i);
            // From its begin to the next one's: what is done for it after its end is counted too.
            sightings.add(start.outcome(), start.told(), difference(readings.get(i), readings.get(i + 1)), path(start));
        }
    }

    private Watched watched(Operations operations, boolean isolated) throws IOException, InterruptedException {
        Optional<SchedTracer> tracer = instruments.tracer();
        if (tracer.isPresent()) {
            tracer.get().begin();
        }
        if (isolated) {
            Thread.sleep(StartupBenchmark.ISOLATED_IDLE_MILLIS);
        }
        long begin = System.nanoTime();
        operations.launch();
        long end = System.nanoTime();
        SchedTracer.Recording recording = tracer.isPresent() ? tracer.get().end() : null;
        return new Watched(operations.finish().outcome(), operations.commandLine(), begin, end, recording);
    }

    private List<PathSegment> path(Watched start) {
        if (start.recording() == null) {
            return null;
        }
        SchedTrace trace = instruments.tracer().orElseThrow().trace(start.recording());
        return trace.complete() && trace.thread() != 0
                ? CriticalPath.of(trace.events(), trace.thread(), start.begin(), start.end()) : List.of();
    }

    private static Map<Work, Long> difference(Map<Work, Long> before, Map<Work, Long> after) {
        Map<Work, Long> difference = new EnumMap<>(Work.class);
        after.forEach((work, count) -> difference.put(work, count - before.get(work)));
        return difference;
    }
}
