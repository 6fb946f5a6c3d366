package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.ocibench.benchmark.WorldProperties;
import org.ocibench.campaign.CampaignFolder;
import org.ocibench.campaign.CampaignLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Limit;
import org.ocibench.engine.OperationKind;
import org.ocibench.engine.Outcome;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.SystemShare;
import org.ocibench.engine.World;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CpusAllowed;
import org.ocibench.host.IoFailure;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.OtherLoad;
import org.ocibench.host.Tokens;
import org.ocibench.report.Counted;
import org.ocibench.report.NotRun;
import org.ocibench.runtime.ResolvedRuntime;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.openjdk.jmh.runner.CompilerHints;

/**
 * One campaign from beginning to end: world, probes, plan, blocks, results. {@link #stop} ends it early from another thread;
 * what was measured until then is kept.
 */
public final class Campaign {

    private static final Path ROOT = Path.of("/");
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    private final Request request;
    private final RuntimeCatalog catalog;
    private final PrivateContainerd.Programs programs;
    private final KernelSetting kernel;
    private final HostReport host;
    private final PrintStream out;
    private final boolean terminal;
    private final String token = Tokens.fresh();
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private final Spent spent = new Spent();
    private final StderrTexts texts = new StderrTexts();
    private final Health health;
    private final List<NotRun> notRun = new ArrayList<>();
    private final Map<String, String> probeNotes = new LinkedHashMap<>();
    private final Map<String, Double> systemShares = new LinkedHashMap<>();
    private final Map<String, Object> specs = new LinkedHashMap<>();
    private final Quality quality = new Quality();
    private volatile boolean stopped;
    private boolean failed;
    private boolean complete;

    /**
     * @param programs containerd's programs, or null if it is not installed
     * @param kernel   the host's switch for the parameter {@code kernel}
     * @param host     what the host is, read before anything is changed
     * @param out      takes progress and messages
     * @param terminal whether {@code out} is a terminal
     */
    public Campaign(Request request, RuntimeCatalog catalog, PrivateContainerd.Programs programs, KernelSetting kernel,
            HostReport host, PrintStream out, boolean terminal) {
        this.request = request;
        this.catalog = catalog;
        this.programs = programs;
        this.kernel = kernel;
        this.host = host;
        this.out = out;
        this.terminal = terminal;
        health = new Health(request.opTimeout());
    }

    /** Asks the campaign to end: no further operation is begun, the forks are ended, the results are written. */
    public void stop() {
        stopped = true;
    }

    /**
     * Runs the campaign.
     *
     * @return what came out, also when it was stopped
     * @throws IOException             if the world cannot be made or the results cannot be written
     * @throws UnknownRuntimeException if a runtime vanished since it was found
     */
    public CampaignResult run() throws IOException, InterruptedException, UnknownRuntimeException {
        Selection timed = request.timesStarts() ? Selection.of(request.values(), catalog, programs) : Selection.none();
        Selection selection = timed.and(Selection.of(request.searches(), request.values(), catalog, programs));
        notRun.addAll(selection.notRun());
        CgroupLayout cgroups = CgroupLayout.read(ROOT);
        List<String> parameters = selection.arms().stream().map(Arm::runtime).distinct().toList();
        spent.add(Spent.On.SET_UP, System.nanoTime() - startNanos);
        WorldSetup setup = new WorldSetup(token, catalog, parameters, cgroups, request.copies());
        CampaignResult result;
        try {
            result = run(selection, setup, cgroups);
        } catch (IOException | InterruptedException | UnknownRuntimeException | RuntimeException e) {
            closed(setup).ifPresent(left -> e.addSuppressed(new IOException(left)));
            throw e;
        }
        // What could not be removed must not cost the results.
        return closed(setup).map(result::leaving).orElse(result);
    }

    private static Optional<String> closed(WorldSetup setup) {
        try {
            setup.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(IoFailure.text(e));
        }
    }

    private CampaignResult run(Selection selection, WorldSetup setup, CgroupLayout cgroups)
            throws IOException, InterruptedException, UnknownRuntimeException {
        Stack stack = spent.on(Spent.On.CONTAINERD, () -> startContainerd(setup, selection));
        World world = setup.world(WorldSetup.stateFolder(token).resolve("state").resolve("conductor.sock"));
        LeakWatch leaks = new LeakWatch(world, selection.arms());
        Binaries binaries = new Binaries(world, selection.arms(), digests(world, stack));
        out.println("trying " + Counted.of(selection.arms().size(), "arm") + ", each with two containers");
        List<Arm> runnable = probe(world, cgroups, selection.arms(), binaries);
        List<Arm> arms = runnable.stream().filter(arm -> !isSearched(arm)).toList();
        List<Arm> searched = runnable.stream().filter(Campaign::isSearched).toList();
        List<LeakWatch.Leak> leftByProbes = leaks.lookAfterProbes();
        if (stopped) {
            return CampaignResult.none();
        }
        CampaignFolder folder = CampaignFolder.create(request.results(), host.machineId(), started,
                token.substring(token.indexOf('-') + 1));
        Plan plan = Planner.plan(request, arms, health);
        Records records = new Records(request, plan, searched, host, setup, catalog, stack, started, cgroups);
        if (request.timesStarts()) {
            out.printf(Locale.ROOT, "%s, %s, %s per arm and block; about %s%n", Counted.of(arms.size(), "arm"),
                    Counted.of(plan.blocks().size(), "block"), Counted.of(plan.timedPerBlock(), "timed " + plan.operation()),
                    minutes(Planner.seconds(plan, health)));
        }
        folder.writeJson(CampaignFolder.SPECS_JSON, specs);
        try (CampaignLog log = new CampaignLog(folder.path(), plan.hasBursts())) {
            Keeper keeper = new Keeper(plan, records, log, folder, this::state, spent);
            charge(leftByProbes, log, 0, 0);
            try {
                if (arms.stream().anyMatch(arm -> !arm.isControl())) {
                    runBlocks(plan, setup, world, cgroups, leaks, binaries, log, keeper);
                }
            } finally {
                restoreKernel();
            }
            systemShares.putAll(SystemShare.of(world, arms, cgroups));
            search(searched, plan, world, cgroups, leaks, binaries, log, keeper);
            complete = !stopped && !failed;
            Records.Tables tables = keeper.finish(request);
            return result(log.rows(), folder.path(), tables.text());
        } catch (IOException e) {
            throw new IOException(IoFailure.text(e) + "; what was measured until then is in " + folder.path(), e);
        }
    }

    private Map<Path, String> digests(World world, Stack stack) throws UnknownRuntimeException {
        Map<Path, String> digests = new LinkedHashMap<>(stack.digests());
        for (Map.Entry<String, ResolvedRuntime> runtime : world.runtimes().entrySet()) {
            digests.put(Path.of(runtime.getValue().binary()), catalog.binary(runtime.getKey()).sha256());
        }
        return digests;
    }

    private Stack startContainerd(WorldSetup setup, Selection selection) throws IOException {
        if (selection.arms().stream().noneMatch(arm -> Engines.needsContainerd(arm))) {
            return Stack.none();
        }
        if (request.containerd() == null) {
            setup.startContainerd(programs);
        } else {
            setup.useContainerd(programs, request.containerd());
        }
        return Stack.of(programs, request.containerd());
    }

    private List<Arm> probe(World world, CgroupLayout cgroups, List<Arm> candidates, Binaries binaries)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try {
            return Probing.run(() -> {
                List<Arm> runnable = new ArrayList<>();
                for (Arm arm : candidates) {
                    if (stopped) {
                        break;
                    }
                    if (isRunnable(world, cgroups, arm, binaries)) {
                        runnable.add(arm);
                        keepSpec(world, arm);
                    }
                }
                return runnable;
            }, () -> stopped);
        } finally {
            spent.add(Spent.On.PROBES, System.nanoTime() - begun);
        }
    }

    private boolean isRunnable(World world, CgroupLayout cgroups, Arm arm, Binaries binaries) {
        Probe.Finding found = Probe.of(world, cgroups, arm, request.opTimeout() == null ? PROBE_LIMIT : request.opTimeout(),
                () -> stopped);
        Probe.Finding finding = isSearched(arm) ? LimitSearching.judged(cgroups, found) : found;
        health.probed(finding);
        if (finding.note() != null) {
            probeNotes.put(arm.key(), finding.note());
        }
        String obstacle = binaries.change(arm.key()).orElse(finding.obstacle());
        if (obstacle != null) {
            notRun.add(new NotRun(Limit.withoutAmount(arm.key()), obstacle, finding.remedy()));
        }
        return obstacle == null;
    }

    private void keepSpec(World world, Arm arm) {
        try {
            Engines.of(world, arm).spec().ifPresent(spec -> specs.put(arm.key(), spec));
        } catch (IOException e) {
            probeNotes.put(arm.key(), "its configuration is not known: " + e.getMessage());
        }
    }

    private void runBlocks(Plan plan, WorldSetup setup, World world, CgroupLayout cgroups, LeakWatch leaks, Binaries binaries,
            CampaignLog log, Keeper keeper) throws IOException, InterruptedException {
        Path worldFile = setup.write(world);
        Path transcripts = Files.createDirectories(world.scratch().resolve("transcripts"));
        List<String> jvmArgs = new ArrayList<>(ForkJvm.flags(request.jvm()));
        jvmArgs.addAll(spent.on(Spent.On.SET_UP, () -> ForkArchive.flags(request.jvm(), List.copyOf(jvmArgs), started)));
        jvmArgs.addAll(request.jvmArgs());
        ForkRun.Settings settings = new ForkRun.Settings(request.jvm(), jvmArgs, request.profilers(), request.verbosity());
        // Found out once here: the runners of a block would race for it.
        CompilerHints.hintsFile();
        Progress progress = new Progress(new StatusLine(out, terminal), plan, health);
        OtherLoad load = new OtherLoad(ROOT, cgroups, world.cgroup());
        keeper.write();
        HostStates states = new HostStates(world, catalog, cgroups);
        try (Conductor conductor = new Conductor(world.socket())) {
            Block.Means means = new Block.Means(plan, conductor, log, texts, health, new Order(plan.seed()), progress, spent,
                    binaries, () -> stopped || failed, startNanos);
            for (int number = 1; number <= plan.blocks().size() && !stopped && !failed; number++) {
                Setting setting = plan.setting(number);
                kernel.apply(setting.kernel());
                spent.on(Spent.On.SET_UP, () -> {
                    setup.copyAgain();
                    states.apply(setting.state(), () -> stopped);
                    return setting;
                });
                Block block = new Block(number, means);
                int current = number;
                try {
                    block.run(settings, WorldProperties.flags(worldFile, number, means.order().padding()), transcripts, new Block.BetweenCycles() {
                        // The start of the forks is the bench's own work, and of a fork that is new it cannot be told how much it was.
                        @Override
                        public void begin() throws IOException {
                            load.sinceLast(bench(conductor), System.nanoTime());
                        }

                        @Override
                        public void run(int cycle) throws IOException {
                            observe(load, conductor, current, cycle);
                            charge(spent.on(Spent.On.CENSUS, () -> leaks.glance(conductor.pids())), log, current, cycle);
                            failed = request.failOnError() && log.rows().stream().anyMatch(row -> !row.succeeded());
                            if (keeper.isDue()) {
                                keeper.take(current, block.runs());
                                keeper.write();
                            }
                        }
                    });
                } finally {
                    keeper.take(number, block.runs());
                    block.lost().forEach((arm, reason) -> quality.lostFork(arm, current, reason));
                    states.change().ifPresent(what -> quality.hostChanged(current, what));
                    List<LeakWatch.Leak> left = spent.on(Spent.On.CENSUS, () -> leaks.look(Set.of()));
                    // What is there after Ctrl-C is of the start that it ended, and no arm's fault.
                    if (!stopped) {
                        charge(left, log, number, plan.cycles());
                    }
                    if (keeper.isDueAtBlockEnd()) {
                        keeper.write();
                    }
                }
            }
        } finally {
            progress.end();
            takeBack(states);
        }
    }

    private static boolean isSearched(Arm arm) {
        return Engines.limit(arm.via()).isPresent();
    }

    private void search(List<Arm> arms, Plan plan, World world, CgroupLayout cgroups, LeakWatch leaks, Binaries binaries,
            CampaignLog log, Keeper keeper) throws IOException, InterruptedException {
        if (arms.isEmpty() || stopped || failed) {
            return;
        }
        out.println(Counted.of(arms.size(), "arm") + " to search the smallest limit of; about a hundred starts each");
        int block = plan.blocks().size() + 1;
        long begun = System.nanoTime();
        LimitSearching.run(world, cgroups, arms, new LimitSearches.Means(block, log, texts, health, new Order(plan.seed()),
                binaries::change, () -> stopped, startNanos), new StatusLine(out, terminal), cycle -> {
                    charge(leaks.glance(Set.of()), log, block, cycle);
                    if (keeper.isDue()) {
                        keeper.write();
                    }
                });
        List<LeakWatch.Leak> left = leaks.look(Set.of());
        if (!stopped) {
            charge(left, log, block, 0);
        }
        spent.add(Spent.On.SEARCHES, System.nanoTime() - begun);
    }

    private static Set<Long> bench(Conductor conductor) {
        Set<Long> bench = new HashSet<>(conductor.pids());
        bench.add(ProcessHandle.current().pid());
        return bench;
    }

    private void observe(OtherLoad load, Conductor conductor, int block, int cycle) throws IOException {
        quality.cycle(block, cycle, load.sinceLast(bench(conductor), System.nanoTime()), CpusAllowed.read(ROOT));
    }

    private void charge(List<LeakWatch.Leak> found, CampaignLog log, int block, int cycle) throws IOException {
        for (LeakWatch.Leak leak : found) {
            quality.leaked(leak);
            if (leak.arm().isPresent()) {
                log.append(new OperationRow(block, cycle, 0, 0, OperationKind.CHECK, "", leak.arm().get(),
                        (System.nanoTime() - startNanos) / 1000, Arm.ofKey(leak.arm().get()).timed(), 0, OptionalLong.empty(), OptionalLong.empty(),
                        OptionalLong.empty(), Outcome.NO_EXIT, FailureClass.LEAK, Layer.RUNTIME,
                        texts.digest(leak.leftover().toString()), 0));
            }
        }
    }

    private void restoreKernel() {
        try {
            kernel.apply(KernelSetting.DEFAULT);
        } catch (IOException e) {
            out.println("The kernel setting could not be restored: " + e.getMessage());
        }
    }

    // What stays is removed with the campaign's cgroups and folders, or told there; it must not cost the results.
    private void takeBack(HostStates states) {
        try {
            states.takeBack();
        } catch (IOException e) {
            out.println("The state of the host could not be taken back: " + IoFailure.text(e));
        }
    }

    private CampaignResult result(List<OperationRow> rows, Path folder, String table) {
        Set<String> withNumbers = rows.stream().filter(r -> r.succeeded() && (r.timed() || r.kind() == OperationKind.SEARCH))
                .map(OperationRow::arm)
                .filter(arm -> !Arm.ofKey(arm).isControl()).collect(Collectors.toSet());
        List<String> missing = request.namedRuntimes().stream().filter(name -> !Engines.CONTROLS.contains(name))
                .filter(name -> withNumbers.stream().noneMatch(arm -> Arm.ofKey(arm).runtime().equals(name))).toList();
        return new CampaignResult(folder, table, !withNumbers.isEmpty(), missing, stopped, failed, null);
    }

    private Records.State state() {
        return new Records.State(List.copyOf(notRun), health.parked(), Map.copyOf(probeNotes), quality, texts.all(),
                spent.json(), Map.copyOf(systemShares), complete);
    }

    private static String minutes(double seconds) {
        return String.format(Locale.ROOT, "%d min %02d s", (int) seconds / 60, (int) seconds % 60);
    }
}
