package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Phase;

/**
 * A wait of fixed length that is written into a runtime, recognised in an arm's times: many operations in which nothing was done for just
 * that long. It is no work, and no faster machine makes it shorter.
 *
 * @param arm    key of the arm
 * @param millis length of the wait
 * @param times  operations with it
 * @param of     successful timed operations of the arm
 * @param why    what waits for what, and where that is written
 */
public record FixedSleep(String arm, int millis, int times, int of, String why) {

    /** What a wait may seem shorter, because some work went on beside it, or longer, until the sleeper runs again. */
    private static final double SHORTEST = .9;
    private static final double LONGEST = 1.4;
    /** Below the wait a fixed one leaves a gap, which a wait for something that varies does not. */
    private static final double GAP = .3;
    private static final int TIMES_GAP = 3;
    private static final int LEAST_TIMES = 3;
    private static final int LEAST_SHARE = 5;
    private static final double MICROS_PER_MILLI = 1e3;

    private static final Set<Phase> DELETES = Set.of(Phase.DELETE, Phase.DELETE_FORCE);

    /** From the sources: runc 1.1 to 1.5, crun 1.21, youki 0.5 and 0.7, gVisor of September 2026. */
    private static final List<Known> KNOWN = List.of(
            new Known("runc", Set.of(Phase.DELETE_FORCE), 100,
                    "runc waits before it first looks whether the container that it killed is gone (killContainer in delete.go)"),
            new Known("crun", DELETES, 10,
                    "crun waits before it tries again to remove a cgroup that is still busy (destroy_cgroup_path in cgroup-utils.c)"),
            new Known("youki", DELETES, 10,
                    "youki waits before it tries again to remove a cgroup that is still busy (delete_with_retry in libcgroups)"),
            new Known("runsc", DELETES, 100,
                    "runsc waits before it tries again to remove a cgroup that is still busy (Uninstall in runsc/cgroup)"));

    private record Known(String runtime, Set<Phase> phases, int millis, String why) {

        boolean mayBeIn(Arm arm) {
            return arm.runtime().split("[@~]", 2)[0].equals(runtime) && phases.contains(arm.phase());
        }
    }

    /** The waits that show in these rows of any arms, in the order of the arms' keys. */
    public static List<FixedSleep> of(Collection<OperationRow> rows) {
        List<FixedSleep> found = new ArrayList<>();
        for (String key : rows.stream().map(OperationRow::arm).distinct().sorted().toList()) {
            List<OperationRow> successes = rows.stream()
                    .filter(row -> row.arm().equals(key) && row.timed() && row.succeeded()).toList();
            KNOWN.stream().filter(known -> known.mayBeIn(Arm.ofKey(key)))
                    .forEach(known -> in(key, successes, known).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<FixedSleep> in(String arm, List<OperationRow> successes, Known known) {
        int there = 0;
        int below = 0;
        for (OperationRow row : successes) {
            double waited = idleMillis(row) / known.millis();
            boolean whole = Wall.millis(row) >= known.millis();
            there += whole && waited >= SHORTEST && waited < LONGEST ? 1 : 0;
            below += waited >= GAP && waited < SHORTEST ? 1 : 0;
        }
        boolean recognised = there >= LEAST_TIMES && there * LEAST_SHARE >= successes.size() && there > TIMES_GAP * below;
        return recognised ? Optional.of(new FixedSleep(arm, known.millis(), there, successes.size(), known.why())) : Optional.empty();
    }

    // Where no cgroup tells the CPU time, what was waited for is all of it: the container itself does nothing in a delete.
    private static double idleMillis(OperationRow row) {
        OptionalLong cpu = row.cpuMicros().isPresent() ? row.cpuMicros() : row.rusageMicros();
        return Wall.millis(row) - cpu.orElse(0) / MICROS_PER_MILLI;
    }

    /** For a reader, in one sentence. */
    public String told() {
        return String.format(Locale.ROOT, "Fixed wait: %s: %d of %d operations have %d ms in which nothing is done: %s", arm, times, of,
                millis, why);
    }
}
