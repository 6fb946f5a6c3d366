package org.ocibench.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Measurement;
import org.ocibench.engine.Outcome;
import org.ocibench.engine.Operations;
import org.ocibench.engine.Phase;
import org.ocibench.engine.World;
import org.ocibench.host.CgroupLayout;

/** Proves an arm by running a container and checking what it ends with. */
public final class Probe {

    private static final int TRIES = 3;
    private static final String RAN = " (ran: ";
    private static final int LONGEST_OBSTACLE = 200;
    /** Starts per arm: the first fills caches, the second tells the pace. */
    private static final int STARTS = 2;
    /** Failures that are the arm's own behaviour now and then, not a reason to leave it out. */
    private static final Set<FailureClass> BEHAVIOUR =
            EnumSet.of(FailureClass.LOST_STATUS, FailureClass.TIMEOUT, FailureClass.WORKLOAD);

    /**
     * What came out.
     *
     * @param obstacle     why the arm cannot run, or null
     * @param remedy       what would let it run, empty if that is not known
     * @param note         what went wrong although it can run, or null
     * @param successNanos wall times of the successful operations, the untimed steps before and after with them
     * @param lastNanos    the same of the last one, successful or not
     */
    public record Finding(Arm arm, String obstacle, String remedy, String note, List<Long> successNanos, long lastNanos) {
    }

    private Probe() {
    }

    /**
     * Runs the arm's container, again if it fails.
     *
     * @param limit time-out of each start
     * @param stop  whether no further start is wanted
     */
    public static Finding of(World world, CgroupLayout cgroups, Arm arm, Duration limit, BooleanSupplier stop) {
        List<Long> successes = new ArrayList<>();
        Optional<String> impossible = Engines.option(arm.via()).flatMap(option -> option.obstacle(Path.of("/"),
                new RuntimeSpec(world.rootfs(), world.privateCgroupNamespace())));
        if (impossible.isPresent()) {
            return new Finding(arm, impossible.get(), "", null, successes, 0);
        }
        String note = null;
        long last = 0;
        try (Operations operations = Operations.of(world, arm, cgroups, 0)) {
            boolean behaves = false;
            for (int attempt = 1; attempt <= TRIES && successes.size() < STARTS && !stop.getAsBoolean(); attempt++) {
                // The first success must have left a mark; the later ones are as they are timed.
                long begun = System.nanoTime();
                Measurement measured = operations.run(limit, successes.isEmpty());
                last = arm.phase() == Phase.RUN ? measured.outcome().wallNanos() : System.nanoTime() - begun;
                if (measured.outcome().fold(ok -> true, failed -> false, late -> false)) {
                    successes.add(last);
                } else {
                    note = told(measured.outcome(), operations.commandLine());
                    behaves |= measured.outcome().fold(ok -> true, f -> BEHAVIOUR.contains(f.failure()), late -> true);
                }
            }
            boolean runs = !successes.isEmpty() || behaves || note == null;
            return new Finding(arm, runs ? null : shortened(note), remedy(cgroups), note, successes, last);
        } catch (IOException | IllegalArgumentException e) {
            return new Finding(arm, e.getMessage(), "", null, successes, last);
        }
    }

    // Where containers have no controllers that is nearly always why; what the runtime itself said stands before it.
    private static String remedy(CgroupLayout cgroups) {
        List<String> missing = cgroups.missingControllers();
        return missing.isEmpty() ? "" : "this cgroup v2 lacks the controllers " + String.join(", ", missing)
                + ": boot the host with them in v2, or use --cgroup v1";
    }

    /** A failure as {@link #told}, without what was run and not too long. */
    static String shortened(String note) {
        String said = note.substring(0, note.lastIndexOf(RAN));
        return said.length() <= LONGEST_OBSTACLE ? said : said.substring(0, LONGEST_OBSTACLE) + "...";
    }

    /** A failure in one sentence: what came back, what was said, what was run. */
    static String told(Outcome outcome, String command) {
        String what = outcome.fold(ok -> "",
                failed -> failed.failure().label() + ", exit code " + failed.exit()
                        + (failed.stderr().isEmpty() ? "" : ": " + failed.stderr()),
                late -> "no end within " + late.limit().toMillis() + " ms"
                        + (late.stderr().isEmpty() ? "" : ": " + late.stderr()));
        return what + RAN + command + ")";
    }
}
