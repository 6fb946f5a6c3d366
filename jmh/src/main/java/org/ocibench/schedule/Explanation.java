package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ocibench.campaign.CampaignFolder;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.WaitRules;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.World;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.IoFailure;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.OtherLoad;
import org.ocibench.host.Tokens;
import org.ocibench.report.Counted;
import org.ocibench.report.ExplanationReport;
import org.ocibench.report.NotRun;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * An untimed pass over some arms that tells what their starts are made of: world, containerd, kernel settings, results. {@link #stop}
 * ends it early from another thread; what was seen until then is kept.
 */
public final class Explanation {

    private static final Path ROOT = Path.of("/");
    /** The thread that starts everything: the name stands in the tables for what the bench itself does. */
    private static final String BENCH = "ocibench";

    private final ExplainRequest request;
    private final RuntimeCatalog catalog;
    private final PrivateContainerd.Programs programs;
    private final KernelSetting kernel;
    private final HostReport host;
    private final PrintStream out;
    private final String token = Tokens.fresh();
    private final Instant started = Instant.now();
    private final WaitRules rules = WaitRules.standard();
    private final List<ArmExplanation> arms = new ArrayList<>();
    private final List<NotRun> notRun = new ArrayList<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private final List<Double> otherCpus = new ArrayList<>();
    private Stack stack = Stack.none();
    private volatile boolean stopped;

    /**
     * What came out.
     *
     * @param folder  where it is kept
     * @param text    the tables
     * @param missing runtimes that were asked for by name and of which nothing was seen
     * @param empty   whether no container was started at all
     * @param stopped whether it was ended early
     */
    public record Result(Path folder, String text, List<String> missing, boolean empty, boolean stopped) {
    }

    /**
     * @param programs containerd's programs, or null if it is not installed
     * @param kernel   the host's switch for the parameter {@code kernel}
     * @param host     what the host is, read before anything is changed
     * @param out      takes progress and messages
     */
    public Explanation(ExplainRequest request, RuntimeCatalog catalog, PrivateContainerd.Programs programs, KernelSetting kernel,
            HostReport host, PrintStream out) {
        this.request = request;
        this.catalog = catalog;
        this.programs = programs;
        this.kernel = kernel;
        this.host = host;
        this.out = out;
    }

    /** Asks for the end: no further start is begun. */
    public void stop() {
        stopped = true;
    }

    /**
     * Runs it.
     *
     * @throws IOException             if the world cannot be made or removed, if nothing can be watched here, or the results cannot be
     *                                 written
     * @throws UnknownRuntimeException if a runtime vanished since it was found
     */
    public Result run() throws IOException, InterruptedException, UnknownRuntimeException {
        observe();
        return keep(CgroupLayout.read(ROOT));
    }

    /**
     * Runs it without keeping what came out.
     *
     * @return what was seen, by arm; arms of which nothing was seen are missing
     * @throws IOException             if the world cannot be made or removed, or if nothing can be watched here
     * @throws UnknownRuntimeException if a runtime vanished since it was found
     */
    List<ArmExplanation> observe() throws IOException, InterruptedException, UnknownRuntimeException {
        Selection selection = Selection.of(request.values(), catalog, programs);
        notRun.addAll(selection.notRun());
        CgroupLayout cgroups = CgroupLayout.read(ROOT);
        List<String> parameters = selection.arms().stream().map(Arm::runtime).distinct().toList();
        try (WorldSetup setup = new WorldSetup(token, catalog, parameters, cgroups)) {
            Probing.run(() -> {
                examine(selection.arms(), setup, cgroups);
                return null;
            }, () -> stopped);
        } catch (IOException e) {
            // What the thread that starts everything said is told without the wrapping.
            IOException said = e.getCause() instanceof IOException cause ? cause : e;
            if (!stopped) {
                throw said;
            }
            out.println(IoFailure.text(said));
        }
        return List.copyOf(arms);
    }

    private void examine(List<Arm> all, WorldSetup setup, CgroupLayout cgroups)
            throws IOException, InterruptedException {
        Thread.currentThread().setName(BENCH);
        try (Instruments instruments = new Instruments()) {
            missing.putAll(instruments.missing());
            if (instruments.isEmpty()) {
                throw new IOException("nothing can be watched here: " + missing.entrySet().stream()
                        .map(what -> what.getKey() + ": " + what.getValue()).collect(Collectors.joining("; ")));
            }
            if (all.stream().anyMatch(Engines::needsContainerd)) {
                // On this thread, so that what descends from it is counted.
                setup.startContainerd(programs);
                stack = Stack.of(programs, null);
            }
            World world = setup.world(null);
            LeakWatch watch = new LeakWatch(world, all);
            OtherLoad load = new OtherLoad(ROOT, cgroups, world.cgroup());
            Set<Long> bench = Set.of(ProcessHandle.current().pid());
            ArmExaminer examiner = new ArmExaminer(world, cgroups, instruments, request.opTimeout(), () -> stopped);
            try {
                for (int i = 0; i < all.size() && !stopped; i++) {
                    kernel.apply(all.get(i).kernel());
                    load.sinceLast(bench, System.nanoTime());
                    examine(all.get(i), examiner);
                    load.sinceLast(bench, System.nanoTime()).ifPresent(otherCpus::add);
                    out.printf(Locale.ROOT, "%d of %d: %s%n", i + 1, all.size(), all.get(i));
                }
            } finally {
                kernel.apply(KernelSetting.DEFAULT);
            }
            List<LeakWatch.Leak> found = watch.lookAfterProbes();
            // What is there after Ctrl-C is of the start that it ended.
            if (!stopped) {
                found.forEach(leak -> left.add(leak.toString()));
            }
        }
    }

    private void examine(Arm arm, ArmExaminer examiner) throws InterruptedException {
        try {
            Sightings sightings = examiner.examine(arm, request.starts());
            if (sightings.successes() > 0) {
                arms.add(sightings.of(arm, rules));
            } else if (!stopped) {
                notRun.add(new NotRun(arm.key(), Probe.shortened(sightings.failure()), ""));
            }
        } catch (IOException e) {
            if (!stopped) {
                notRun.add(new NotRun(arm.key(), IoFailure.text(e), ""));
            }
        }
    }

    private Result keep(CgroupLayout cgroups) throws IOException {
        Map<String, String> displayNames = new RuntimeNames(catalog).of(arms.stream().map(ArmExplanation::arm).toList());
        ExplanationReport report = new ExplanationReport(arms, displayNames, caption(cgroups, displayNames), notRun, missing);
        CampaignFolder folder = CampaignFolder.create(request.results(), host.machineId(), started,
                token.substring(token.indexOf('-') + 1));
        Map<String, Object> tree = new ExplanationRecord(request, host, started, stack, cgroups, displayNames)
                .tree(arms, notRun, missing, otherCpus, left, !stopped);
        folder.writeJson(CampaignFolder.EXPLAIN_JSON, tree);
        folder.write(CampaignFolder.REPORT, report.markdown());
        List<String> seen = arms.stream().map(arm -> arm.arm().runtime()).toList();
        return new Result(folder.path(), report.text(),
                request.namedRuntimes().stream().filter(name -> !seen.contains(name)).toList(),
                arms.stream().allMatch(arm -> arm.arm().isControl()), stopped);
    }

    private List<String> caption(CgroupLayout cgroups, Map<String, String> displayNames) {
        List<String> lines = new ArrayList<>(List.of(host.caption(cgroups), stack.caption()));
        lines.add("Untimed: " + request.starts() + " starts of each arm in turns of " + Plan.TIMED_PER_TURN + " after " + Plan.LEAD_INS
                + " unwatched, one arm after another");
        if (displayNames.values().stream().anyMatch(name -> name.endsWith(RuntimeNames.LOCAL))) {
            lines.add(RuntimeNames.LOCAL_TOLD);
        }
        long busy = otherCpus.stream().filter(cpus -> cpus > Quality.MUCH_OTHER_CPU).count();
        if (busy > 0) {
            lines.add(String.format(Locale.ROOT, "The host was not idle: beside %d of %s more than %s CPUs did other work (at most %.1f), "
                    + "which is in their critical paths as no CPU and as other processes", busy, Counted.of(otherCpus.size(), "arm"),
                    Quality.MUCH_OTHER_CPU, otherCpus.stream().mapToDouble(Double::doubleValue).max().orElse(0)));
        }
        left.forEach(leak -> lines.add("Left behind: " + leak));
        if (stopped) {
            lines.add("Ended early: of what had been started by then");
        }
        return lines;
    }
}
