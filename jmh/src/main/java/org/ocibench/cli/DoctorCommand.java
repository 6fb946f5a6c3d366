package org.ocibench.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.Campaigns;
import org.ocibench.host.Capabilities;
import org.ocibench.host.Census;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.HostBusyException;
import org.ocibench.host.HostFacts;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.Leftover;
import org.ocibench.host.PrivateWorld;
import org.ocibench.report.Counted;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.ocibench.schedule.HostReport;

/** Tells what this host can measure, what it cannot, and what to do about that. Proves every arm by starting a container. */
final class DoctorCommand {

    /** Longest label that the labels of the last section are aligned by. */
    private static final int LABEL = 24;

    private final DoctorText out;
    private final DoctorOptions options;
    private final Capabilities capabilities;

    private DoctorCommand(PrintStream out, DoctorOptions options, Capabilities capabilities) {
        this.out = new DoctorText(out);
        this.options = options;
        this.capabilities = capabilities;
    }

    /**
     * Runs the doctor.
     *
     * @param args what follows the word {@code doctor}
     */
    static int run(String[] args) throws ExitException, IOException, InterruptedException {
        DoctorOptions options = DoctorOptions.parse(args);
        if (options.help) {
            System.out.print(DoctorOptions.usage());
            return ExitCode.OK;
        }
        Capabilities capabilities = Capabilities.read(CleanCommand.ROOT);
        String obstacle = obstacle(options, capabilities);
        CountDownLatch done = new CountDownLatch(1);
        try {
            return new DoctorCommand(System.out, options, capabilities).examine(obstacle, done);
        } finally {
            Main.leavePrivateWorld();
            done.countDown();
        }
    }

    private static String obstacle(DoctorOptions options, Capabilities capabilities) throws IOException {
        if (!capabilities.isRoot()) {
            return "not root; run it with sudo";
        }
        try {
            WorldSetup.requireFreeHost();
            Main.enterPrivateWorld(options.cgroup, true);
            return null;
        } catch (ExitException | HostBusyException e) {
            return e.getMessage();
        }
    }

    private int examine(String obstacle, CountDownLatch done) throws ExitException, IOException, InterruptedException {
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        RuntimeCatalog catalog = Main.catalog(places, options.runtimes);
        PrivateContainerd.Programs programs = WorldSetup.programs(places).orElse(null);
        CgroupLayout cgroups = CgroupLayout.read(CleanCommand.ROOT);
        String kernelObstacle = CleanCommand.kernel().obstacle();
        new DoctorHost(out, HostReport.read(new HostFacts(CleanCommand.ROOT)).facts())
                .print(capabilities, cgroups, PrivateWorld.description());
        DoctorRuntimes.print(out, catalog, places);
        DoctorArmSection arms = new DoctorArmSection(out,
                DoctorArms.of(CleanCommand.ROOT, catalog, programs, options.allVersions));
        DoctorProof proof = new DoctorProof(catalog, programs, options.limit());
        if (obstacle == null) {
            prove(arms, proof, done);
        } else {
            arms.printUntried(obstacle);
        }
        if (proof.isStopped()) {
            out.breakOff();
            System.err.println("ocibench: interrupted");
            return ExitCode.INTERRUPTED;
        }
        leftovers(proof.leaks());
        List<DoctorLimit> limits = new DoctorLimits(CleanCommand.ROOT).find(capabilities, cgroups, kernelObstacle);
        arms.impossibleVariants().forEach(v -> limits.add(new DoctorLimit(v.arm().runtime(), v.reason(), v.remedy())));
        limits(limits);
        out.closing(summary(arms.counted(), limits.size(), arms.obstacle()));
        return arms.counted().stream().anyMatch(DoctorVerdict::isRunnable) ? ExitCode.OK : ExitCode.UNAVAILABLE;
    }

    private static void prove(DoctorArmSection arms, DoctorProof proof, CountDownLatch done)
            throws InterruptedException, ExitException {
        try {
            arms.prove(proof, done);
        } catch (UnknownRuntimeException e) {
            throw new ExitException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    private void leftovers(Set<String> leaks) throws IOException {
        out.section("Leftovers", List.of("other campaigns"));
        if (!capabilities.isRoot()) {
            out.fact("not looked for", "only root sees the processes and folders of others");
            Set<String> all = Campaigns.all(CleanCommand.ROOT);
            if (!all.isEmpty()) {
                out.fact("campaigns", String.join(", ", all) + ": running or dead, only root can tell");
            }
            return;
        }
        Set<String> alive = Campaigns.living(CleanCommand.ROOT);
        leaks.forEach(leak -> out.fact("of this proof", leak));
        if (!alive.isEmpty()) {
            out.fact("other campaigns", "running now: " + String.join(", ", alive) + "; their things are no leftovers");
            out.remedy("wait for them before you measure");
        }
        List<Leftover> left = new Census(CleanCommand.ROOT).take(token -> Campaigns.isDead(CleanCommand.ROOT, token)).leftovers();
        left.forEach(leftover -> out.fact("left", leftover.toString()));
        boolean quiet = alive.isEmpty() && CleanCommand.kernel().current().equals(KernelSetting.QUIET);
        if (quiet) {
            out.fact("kernel", "/sys/kernel/rcu_expedited is set and no campaign runs");
        }
        if (!left.isEmpty() || quiet) {
            out.remedy("java -jar benchmarks.jar clean");
        } else {
            out.fact("dead campaigns", "nothing is left of any");
        }
    }

    private void limits(List<DoctorLimit> limits) {
        out.section("What cannot be measured here, and why", limits.stream().map(DoctorLimit::what)
                .filter(what -> what.length() <= LABEL).toList());
        for (DoctorLimit limit : limits) {
            out.fact(limit.what(), limit.why());
            out.remedy(limit.remedy());
        }
        if (limits.isEmpty()) {
            out.fact("nothing", "this host can do all that the bench can");
        }
    }

    /** The last word; without a proof there is nothing to count. */
    static String summary(List<DoctorVerdict> verdicts, int limits, String obstacle) {
        String told = obstacle == null ? verdicts.stream().filter(DoctorVerdict::isRunnable).count() + " of "
                + Counted.of(verdicts.size(), "arm") + " runnable" : "No arm could be tried: " + obstacle;
        return told + "; " + Counted.of(limits, "thing") + " this host cannot do";
    }
}
