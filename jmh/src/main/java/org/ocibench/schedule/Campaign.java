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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.ocibench.benchmark.WorldProperties;
import org.ocibench.campaign.CampaignFolder;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.engine.World;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.Census;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Cleaner;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.Leftover;
import org.ocibench.host.Native;
import org.ocibench.host.Snapshot;
import org.ocibench.host.Tokens;
import org.ocibench.report.NotRun;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.CompilerHints;

/**
 * One campaign from beginning to end: world, probes, plan, blocks, results. {@link #stop} ends it early from another thread;
 * what was measured until then is kept.
 */
public final class Campaign {

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
    private final Merge merge = new Merge();
    private final Health health;
    private final List<NotRun> notRun = new ArrayList<>();
    private final Map<String, String> probeNotes = new LinkedHashMap<>();
    private final Map<String, String> lostForks = new LinkedHashMap<>();
    private final Set<String> leaks = new HashSet<>();
    private volatile boolean stopped;
    private boolean failed;

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
        Selection selection = Selection.of(request.values(), catalog, programs);
        notRun.addAll(selection.notRun());
        CgroupLayout cgroups = CgroupLayout.read(Path.of("/"));
        List<String> parameters = selection.arms().stream().map(Arm::runtime).distinct().toList();
        spent.add(Spent.On.SET_UP, System.nanoTime() - startNanos);
        CampaignResult result;
        try (WorldSetup setup = new WorldSetup(token, catalog, parameters, cgroups)) {
            Stack stack = spent.on(Spent.On.CONTAINERD, () -> startContainerd(setup, selection));
            Path socket = WorldSetup.stateFolder(token).resolve("state").resolve("conductor.sock");
            World world = setup.world(socket);
            List<Arm> arms = probe(world, cgroups, selection.arms());
            CampaignFolder folder = CampaignFolder.create(request.results(), host.machineId(), started,
                    token.substring(token.indexOf('-') + 1));
            Plan plan = Planner.plan(request, arms, health);
            Records records = new Records(request, plan, host, setup, catalog, stack, started, cgroups);
            out.printf(Locale.ROOT, "%d arms, %d blocks, %d timed starts per arm and block; about %s%n", arms.size(),
                    plan.blocks().size(), plan.timedPerBlock(), minutes(Planner.seconds(plan, health)));
            try (OperationLog log = new OperationLog(folder.path())) {
                try {
                    if (arms.stream().anyMatch(arm -> !arm.isControl())) {
                        runBlocks(plan, world, setup, log, records, folder);
                    }
                } finally {
                    restoreKernel();
                    result = finish(plan, records, log, folder);
                }
            }
        }
        return result;
    }

    private Stack startContainerd(WorldSetup setup, Selection selection) throws IOException {
        if (selection.arms().stream().noneMatch(arm -> Engines.needsContainerd(arm.via()))) {
            return Stack.none();
        }
        if (request.containerd() == null) {
            setup.startContainerd(programs);
        } else {
            setup.useContainerd(programs, request.containerd());
        }
        return Stack.of(programs, request.containerd());
    }

    // In a thread of its own: probing moves the launching thread into the arms' cgroups, where no other thread belongs.
    private List<Arm> probe(World world, CgroupLayout cgroups, List<Arm> candidates) throws IOException, InterruptedException {
        FutureTask<List<Arm>> task = new FutureTask<>(() -> {
            List<Arm> runnable = new ArrayList<>();
            for (Arm arm : candidates) {
                if (stopped) {
                    break;
                }
                Probe.Finding finding = Probe.of(world, cgroups, arm,
                        request.opTimeout() == null ? PROBE_LIMIT : request.opTimeout());
                health.probed(finding);
                if (finding.obstacle() != null) {
                    notRun.add(new NotRun(arm.key(), finding.obstacle(), finding.remedy()));
                } else {
                    runnable.add(arm);
                }
                if (finding.note() != null) {
                    probeNotes.put(arm.key(), finding.note());
                }
            }
            return runnable;
        });
        long begun = System.nanoTime();
        Thread prober = new Thread(task, "prober");
        prober.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("probing failed: " + e.getCause(), e.getCause());
        } finally {
            spent.add(Spent.On.PROBES, System.nanoTime() - begun);
        }
    }

    private void runBlocks(Plan plan, World world, WorldSetup setup, OperationLog log, Records records, CampaignFolder folder)
            throws IOException, InterruptedException {
        Path worldFile = setup.write(world);
        Path transcripts = Files.createDirectories(world.scratch().resolve("transcripts"));
        List<String> jvmArgs = new ArrayList<>(ForkJvm.flags(request.jvm()));
        jvmArgs.addAll(spent.on(Spent.On.SET_UP, () -> ForkArchive.flags(request.jvm(), List.copyOf(jvmArgs))));
        jvmArgs.addAll(request.jvmArgs());
        ForkRun.Settings settings = new ForkRun.Settings(request.jvm(), jvmArgs, request.profilers(), request.verbosity());
        // Found out once here: the runners of a block would race for it.
        CompilerHints.hintsFile();
        Progress progress = new Progress(out, terminal, plan, health);
        Order order = new Order(plan.seed());
        Census census = new Census(Path.of("/"));
        try (Conductor conductor = new Conductor(world.socket())) {
            for (int number = 1; number <= plan.blocks().size() && !stopped && !failed; number++) {
                kernel.apply(plan.blocks().get(number - 1));
                Block block = new Block(number, plan, conductor, log, texts, health, order, progress, spent,
                        () -> stopped || failed, startNanos);
                try {
                    block.run(settings, WorldProperties.flags(worldFile, number), transcripts, () -> {
                        spent.on(Spent.On.CENSUS, () -> census(census, setup));
                        failed = request.failOnError() && log.rows().stream().anyMatch(row -> !row.succeeded());
                    });
                } finally {
                    merge.add(number, block.runs());
                    int ended = number;
                    block.lost().forEach((arm, reason) -> lostForks.put(arm + " in block " + ended, reason));
                    spent.on(Spent.On.RESULTS, () -> write(plan, records, log, folder));
                }
            }
        } finally {
            progress.end();
        }
    }

    // Between cycles every container is gone: what still sits in an arm's container cgroup was leaked by that arm.
    private Void census(Census census, WorldSetup setup) throws IOException {
        Snapshot leaked = new Snapshot(census.takeCheap(token).leftovers().stream()
                .filter(leftover -> leftover.where().contains("/containers/")
                        || leftover.kind() == Leftover.Kind.PROCESS && !leftover.owner().equals(token)).toList());
        if (!leaked.isEmpty()) {
            leaked.leftovers().forEach(leftover -> leaks.add(leftover.toString()));
            new Cleaner(Native::unmount).clean(leaked);
        }
        return null;
    }

    private void restoreKernel() {
        try {
            kernel.apply(KernelSetting.DEFAULT);
        } catch (IOException e) {
            out.println("The kernel setting could not be restored: " + e.getMessage());
        }
    }

    private Void write(Plan plan, Records records, OperationLog log, CampaignFolder folder) throws IOException {
        List<OperationRow> rows = log.rows();
        folder.write(CampaignFolder.JMH_JSON, JmhResults.json(merge.results(plan, rows)));
        folder.writeJson(CampaignFolder.META_JSON, records.meta(rows, state()));
        return null;
    }

    private CampaignResult finish(Plan plan, Records records, OperationLog log, CampaignFolder folder) throws IOException {
        List<OperationRow> rows = log.rows();
        List<RunResult> merged = merge.results(plan, rows);
        Records.Tables tables = records.tables(rows, state());
        log.close();
        folder.write(CampaignFolder.REPORT, tables.markdown());
        folder.write(CampaignFolder.JMH_JSON, JmhResults.json(merged));
        Map<String, Object> meta = records.meta(rows, state());
        meta.put("sha256", folder.checksums(List.of(CampaignFolder.JMH_JSON, OperationLog.CLOSED_NAME, CampaignFolder.REPORT)));
        folder.writeJson(CampaignFolder.META_JSON, meta);
        if (request.format() != null) {
            CampaignFolder.replace(request.formatFile().toAbsolutePath(), JmhResults.text(merged, request.format()));
        }
        Set<String> withNumbers = rows.stream().filter(r -> r.timed() && r.succeeded()).map(OperationRow::arm)
                .filter(arm -> !Arm.ofKey(arm).isControl()).collect(Collectors.toSet());
        List<String> missing = request.namedRuntimes().stream().filter(name -> !Engines.CONTROLS.contains(name))
                .filter(name -> withNumbers.stream().noneMatch(arm -> Arm.ofKey(arm).runtime().equals(name))).toList();
        return new CampaignResult(folder.path(), tables.text(), !withNumbers.isEmpty(), missing, stopped, failed);
    }

    private Records.State state() {
        return new Records.State(List.copyOf(notRun), health.parked(), Map.copyOf(probeNotes), Map.copyOf(lostForks),
                List.copyOf(leaks), texts.all(), spent.json(), stopped);
    }

    private static String minutes(double seconds) {
        return String.format(Locale.ROOT, "%d min %02d s", (int) seconds / 60, (int) seconds % 60);
    }
}
