package org.ocibench.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.World;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.Census;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Cleaner;
import org.ocibench.host.Native;
import org.ocibench.host.OwnerFile;
import org.ocibench.host.Tokens;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.ocibench.schedule.LeakWatch;
import org.ocibench.schedule.Probe;
import org.ocibench.schedule.Probing;

/** Proves arms by starting their containers, in a world made and removed like a campaign's. */
final class DoctorProof {

    private final RuntimeCatalog catalog;
    private final PrivateContainerd.Programs programs;
    private final Duration limit;
    private final String token = Tokens.fresh();
    private final Set<String> leaks = new LinkedHashSet<>();
    private boolean made;
    private volatile boolean stopped;

    /** Is told of every arm before and after its proof, in the order of the arms. */
    interface Listener {
        void begin(Arm arm);

        void end(DoctorVerdict verdict);
    }

    /**
     * @param programs containerd's programs, or null if no arm needs them
     * @param limit    time-out of one start
     */
    DoctorProof(RuntimeCatalog catalog, PrivateContainerd.Programs programs, Duration limit) {
        this.catalog = catalog;
        this.programs = programs;
        this.limit = limit;
    }

    /** Asks for the end: no further arm is begun. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether there was a world, so that only its removal can have failed. */
    boolean isMade() {
        return made;
    }

    /** What containers and their world left behind; it is removed already, unless it says otherwise. */
    Set<String> leaks() {
        return leaks;
    }

    /**
     * Proves the arms.
     *
     * @throws IOException             if the world cannot be made or removed
     * @throws UnknownRuntimeException if a runtime vanished since it was found
     */
    void run(List<Arm> arms, Listener listener) throws IOException, InterruptedException, UnknownRuntimeException {
        CgroupLayout cgroups = CgroupLayout.read(CleanCommand.ROOT);
        List<String> parameters = arms.stream().filter(arm -> !arm.isControl()).map(Arm::runtime).distinct().toList();
        try (WorldSetup setup = new WorldSetup(token, catalog, parameters, cgroups)) {
            made = true;
            String noContainerd = startContainerd(setup, arms);
            World world = setup.world(null);
            LeakWatch watch = new LeakWatch(world, Stream.concat(arms.stream(), arms.stream().map(DoctorProof::slower)).toList());
            Probing.run(() -> {
                for (Arm arm : arms) {
                    if (stopped) {
                        break;
                    }
                    listener.begin(arm);
                    DoctorVerdict verdict = noContainerd != null && Engines.needsContainerd(arm)
                            ? DoctorVerdict.notRunnable(arm, noContainerd, "jmh/provision.sh containerd")
                            : prove(world, cgroups, arm);
                    // Ctrl-C reaches the containers too.
                    if (!stopped) {
                        listener.end(verdict);
                    }
                }
                return null;
            }, () -> stopped);
            watch.lookAfterProbes().forEach(leak -> leaks.add(leak.toString()));
        } finally {
            removeRest();
        }
    }

    private String startContainerd(WorldSetup setup, List<Arm> arms) {
        if (arms.stream().anyMatch(arm -> Engines.needsContainerd(arm))) {
            try {
                setup.startContainerd(programs);
            } catch (IOException e) {
                return "no private containerd: " + e.getMessage();
            }
        }
        return null;
    }

    private DoctorVerdict prove(World world, CgroupLayout cgroups, Arm arm) {
        Probe.Finding quick = Probe.of(world, cgroups, arm, limit, () -> stopped);
        if (!DoctorVerdict.isOpen(quick) || arm.isControl() || stopped) {
            return DoctorVerdict.of(quick);
        }
        return DoctorVerdict.of(quick, Probe.of(world, cgroups, slower(arm), limit, () -> stopped));
    }

    private static Arm slower(Arm arm) {
        return new Arm(arm.runtime(), arm.via(), DoctorVerdict.SLOW_WORKLOAD, arm.pace(), arm.kernel());
    }

    // Also after a world that could not be finished: its own close does not run then.
    private void removeRest() throws IOException {
        long self = ProcessHandle.current().pid();
        if (OwnerFile.read(CleanCommand.ROOT, token).filter(owner -> owner.pid() != self).isPresent()) {
            // The token was taken, and that is why there was no world.
            return;
        }
        List<String> kept = new ArrayList<>();
        new Cleaner(Native::unmount).clean(new Census(CleanCommand.ROOT), token::equals).kept()
                .forEach(k -> kept.add(k.leftover() + ": " + k.reason()));
        report(kept);
        WorldSetup.removeHomes(CgroupLayout.read(CleanCommand.ROOT));
    }

    private void report(List<String> kept) {
        kept.forEach(what -> leaks.add("could not remove " + what));
    }
}
