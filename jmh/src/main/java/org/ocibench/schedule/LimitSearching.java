package org.ocibench.schedule;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.ocibench.benchmark.Messages;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Measurement;
import org.ocibench.engine.Outcome;
import org.ocibench.engine.Operations;
import org.ocibench.engine.World;
import org.ocibench.host.CgroupLayout;

/** Runs a campaign's searches for the smallest limits with real containers, started by this process: no time of them is a result. */
final class LimitSearching {

    private static final int CYCLES_PER_LINE = 10;

    private LimitSearching() {
    }

    /**
     * Runs the searches to their end, or until stopped.
     *
     * @param arms    see {@link LimitSearches}
     * @param between work between two cycles
     */
    static void run(World world, CgroupLayout cgroups, List<Arm> arms, LimitSearches.Means means, StatusLine line,
            Block.BetweenCycles between) throws IOException, InterruptedException {
        LimitSearches searches = new LimitSearches(arms, means);
        try {
            Probing.run(() -> {
                searches.run((home, arm, number) -> start(world, cgroups, home, arm, number, means), cycle -> {
                    if (cycle % CYCLES_PER_LINE == 1) {
                        line.say("search  cycle " + cycle + "  " + searches.done() + " of " + arms.size() + " done");
                    }
                    between.run(cycle);
                });
                return null;
            }, means.stop());
        } finally {
            line.end();
        }
    }

    /** The finding of a probe with the largest limit, and with the obstacles that a search has beyond those of a start. */
    static Probe.Finding judged(CgroupLayout cgroups, Probe.Finding found) {
        String controller = Engines.limit(found.arm().via()).orElseThrow().kind().label();
        if (cgroups.controller(controller).isEmpty()) {
            return with(found, "without the cgroup controller " + controller + " there is no such limit here", found.remedy());
        }
        if (found.obstacle() != null || !found.successNanos().isEmpty() || found.note() == null) {
            return found;
        }
        return with(found, "no start succeeded with the largest limit either: " + Probe.shortened(found.note()),
                found.note().startsWith(FailureClass.LOST_STATUS.label()) ? "-p workload=live50, which lives long enough for its shim"
                        : found.remedy());
    }

    private static Probe.Finding with(Probe.Finding found, String obstacle, String remedy) {
        return new Probe.Finding(found.arm(), obstacle, remedy, found.note(), found.successNanos(), found.lastNanos());
    }

    private static Messages.Done start(World world, CgroupLayout cgroups, Arm home, Arm arm, int number, LimitSearches.Means means) {
        long begun = System.nanoTime();
        try (Operations operations = Operations.of(world, arm, cgroups, number)) {
            Measurement measured = operations.run(means.health().limit(home.key()), false);
            return Messages.Done.of(begun, measured);
        } catch (IOException e) {
            return new Messages.Done(begun, 0, OptionalLong.empty(), OptionalLong.empty(),
                    OptionalLong.empty(), Outcome.NO_EXIT, FailureClass.HARNESS, Layer.BENCH, 0, String.valueOf(e.getMessage()),
                    List.of());
        }
    }
}
