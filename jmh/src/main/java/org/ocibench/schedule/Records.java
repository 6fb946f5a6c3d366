package org.ocibench.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.bundle.Workload;
import org.ocibench.campaign.BurstRow;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.BurstSummary;
import org.ocibench.compare.FixedSleep;
import org.ocibench.compare.LayerSummary;
import org.ocibench.compare.LimitSummary;
import org.ocibench.compare.ProfilingCost;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.IdleContainers;
import org.ocibench.engine.LayerMeter;
import org.ocibench.engine.Limit;
import org.ocibench.engine.Phase;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Fact;
import org.ocibench.host.Sha256;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.StorageFacts;
import org.ocibench.host.SwapLimit;
import org.ocibench.report.ArticleTable;
import org.ocibench.report.BurstTable;
import org.ocibench.report.CampaignTable;
import org.ocibench.report.LayerTable;
import org.ocibench.report.LimitTable;
import org.ocibench.report.NotRun;
import org.ocibench.report.Parked;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;

/** What is written about a campaign beside its numbers: meta.json and the tables with their captions. */
final class Records {

    private final Request request;
    private final Plan plan;
    private final List<Arm> searched;
    private final HostReport host;
    private final RuntimeNames names;
    private final Map<String, String> shown;
    private final Stack stack;
    private final Instant started;
    private final CgroupLayout cgroups;
    private final String exitsMissing;
    private final SwapLimit swap;
    private final Map<String, Object> storage = new LinkedHashMap<>();
    private final Map<String, Object> content = new LinkedHashMap<>();

    /**
     * What changed while the campaign ran.
     *
     * @param systemShares which part of its CPU time an arm spent in the kernel, by its key; known in the end, of arms of which it is
     * @param complete whether its last block and search have ended as planned: not before, nor after whatever else ended it
     */
    record State(List<NotRun> notRun, List<Parked> parked, Map<String, String> probeNotes, Quality quality,
            Map<String, String> stderr, Map<String, Object> time, Map<String, Double> systemShares, boolean complete) {
    }

    /** The tables, for the terminal and as Markdown. */
    record Tables(String text, String markdown) {
    }

    Records(Request request, Plan plan, List<Arm> searched, HostReport host, WorldSetup setup, RuntimeCatalog catalog, Stack stack,
            Instant started, CgroupLayout cgroups) {
        this.request = request;
        this.plan = plan;
        this.searched = List.copyOf(searched);
        swap = setup.swap();
        this.host = host;
        names = new RuntimeNames(catalog);
        shown = names.of(Stream.concat(plan.arms().stream(), searched.stream()).toList());
        this.stack = stack;
        this.started = started;
        this.cgroups = cgroups;
        exitsMissing = plan.watched() ? LayerMeter.exitsMissing().orElse(null) : null;
        var world = setup.world(null);
        storage.put("bundles", StorageFacts.of(world.scratch()).json());
        storage.put("runtimeState", StorageFacts.of(world.state()).json());
        RuntimeSpec spec = new RuntimeSpec(world.rootfs(), world.privateCgroupNamespace());
        content.put("rootfsDigest", setup.rootfsDigest());
        content.put("imageDigest", setup.imageDigest() == null
                ? Fact.missing("no arm went through containerd").json() : setup.imageDigest());
        Map<String, Object> specs = new TreeMap<>();
        for (String workload : request.values().workloads()) {
            specs.put(workload, spec.digest(Workload.ofLabel(workload)));
        }
        content.put("specDigests", specs);
        content.put("benchmarkVersion", benchmarkVersion(spec, setup.rootfsDigest()));
    }

    // What is measured is defined by the benchmarks' code, the specs and the root file system: results with another version of any of them
    // do not compare. All of them count, whatever this campaign measured, so that two campaigns of one version are told to be of one.
    private static String benchmarkVersion(RuntimeSpec spec, String rootfsDigest) {
        try {
            StringBuilder parts = new StringBuilder(Sha256.of(Benchmarks.code(List.of(Phase.values())))).append(Sha256.of(Benchmarks.burstCode()));
            Stream.of(Workload.values()).forEach(workload -> parts.append(spec.digest(workload)));
            return Sha256.of(parts.append(rootfsDigest).toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tree of meta.json. */
    Map<String, Object> meta(List<OperationRow> rows, List<BurstRow> containers, State state) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", CampaignMeta.SCHEMA);
        tree.put("started", started.toString());
        tree.put("complete", state.complete());
        tree.put("plan", planJson());
        tree.put("machineId", host.machineId());
        tree.put("environmentId", host.environmentId());
        tree.putAll(host.facts());
        tree.put("privateWorld", PrivateWorld.description() == null
                ? Fact.missing("not in a private mount namespace").json() : PrivateWorld.description());
        tree.put("cgroupManager", "cgroupfs");
        tree.put("cgroupMode", cgroups.mode().label());
        tree.put("storage", storage);
        tree.put("content", content);
        tree.put("stack", stack.json());
        tree.put("jvm", jvm());
        tree.put("runtimes", runtimes());
        tree.put("arms", arms(rows, containers, state));
        tree.put("searches", searches(rows));
        tree.put("fixedSleeps", FixedSleep.of(rows).stream().map(sleep -> Map.of("arm", sleep.arm(), "millis", sleep.millis(),
                "operations", sleep.times(), "of", sleep.of(), "why", sleep.why())).toList());
        tree.put("notRun", state.notRun().stream().map(n -> Map.of("arm", n.arm(), "reason", n.reason(), "remedy", n.remedy()))
                .toList());
        tree.put("probes", state.probeNotes());
        if (plan.watched()) {
            tree.put("watching", watching(rows));
        }
        tree.put("quality", quality(state));
        tree.put("stderr", state.stderr());
        tree.put("time", state.time());
        return tree;
    }

    /** The tables of the rows so far. */
    Tables tables(List<OperationRow> rows, List<BurstRow> containers, State state, List<LayerSummary> layers) {
        List<LimitSummary> limits = LimitSummary.of(rows);
        if (!request.timesStarts()) {
            LimitTable table = new LimitTable(limits, shown, state.stderr(), caption(rows, state), state.notRun(), state.parked());
            return new Tables(table.text(), table.markdown());
        }
        List<ArmSummary> summaries = plan.arms().stream().map(arm -> ArmSummary.of(arm.key(), rows)).toList();
        if (plan.hasBursts()) {
            BurstTable table = new BurstTable(summaries.stream().map(s -> BurstSummary.of(s, s.arm().burst(), containers)).toList(),
                    shown, caption(rows, state), state.notRun(), state.parked(), Runtime.getRuntime().availableProcessors(),
                    plan.indicative());
            return new Tables(table.text(), table.markdown());
        }
        CampaignTable table = new CampaignTable(summaries, shown, caption(rows, state), state.notRun(), state.parked(),
                plan.indicative());
        String text = table.text();
        String markdown = table.markdown();
        if (request.articleTable()) {
            ArticleTable article = new ArticleTable(summaries, shown, limits);
            text = article.text() + "\n" + text;
            markdown = article.markdown() + "\n" + markdown;
        }
        if (!layers.isEmpty()) {
            LayerTable layerTable = new LayerTable(layers, shown, profilingCosts(rows), exitsMissing);
            text += "\n" + layerTable.text();
            markdown += "\n" + layerTable.markdown();
        }
        if (!limits.isEmpty()) {
            LimitTable smallest = new LimitTable(limits, shown, state.stderr(), List.of(), List.of(), List.of());
            text += "\n" + smallest.text();
            markdown += "\n" + smallest.markdown();
        }
        return new Tables(text, markdown);
    }

    private List<ProfilingCost> profilingCosts(List<OperationRow> rows) {
        return plan.arms().stream().flatMap(arm -> ProfilingCost.of(arm.key(), rows).stream()).toList();
    }

    private Map<String, Object> watching(List<OperationRow> rows) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("exitAccounting", exitsMissing == null ? "taskstats" : Fact.missing(exitsMissing).json());
        List<Map<String, Object>> costs = new ArrayList<>();
        for (ProfilingCost cost : profilingCosts(rows)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("arm", cost.arm());
            one.put("wall", ratio(cost.wall()));
            one.put("cpu", cost.cpu().<Object>map(Records::ratio).orElse(Fact.missing("no cgroup tells").json()));
            costs.add(one);
        }
        tree.put("costs", costs);
        return tree;
    }

    private static Map<String, Object> ratio(ProfilingCost.Ratio ratio) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ratio", ratio.value());
        tree.put("interval95", ratio.interval().<Object>map(i -> List.of(i.lower(), i.upper()))
                .orElse(Fact.missing("one turn has no spread").json()));
        tree.put("turns", ratio.turns());
        return tree;
    }

    private Map<String, Object> planJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("seed", plan.seed());
        tree.put("blocks", plan.blocks());
        tree.put("cyclesPerBlock", plan.cycles());
        tree.put("leadInsPerTurn", Plan.LEAD_INS);
        tree.put("timedPerTurn", plan.timed());
        tree.put("watchedPerTurn", plan.watched() ? plan.timed() : 0);
        tree.put("warmUps", plan.warmUps());
        tree.put("cyclesPerSubBlock", Plan.CYCLES_PER_SUB_BLOCK);
        tree.put("copies", request.copies());
        tree.put("indicative", plan.indicative());
        if (plan.arms().stream().anyMatch(arm -> arm.state().idle() > 0)) {
            IdleContainers.runtime(names.catalog()).ifPresent(runtime -> tree.put("idleContainersBy", runtime.id()));
        }
        tree.put("arguments", request.commandLine());
        String version = Records.class.getPackage().getImplementationVersion();
        tree.put("ocibench", version == null ? Fact.missing("not run from its jar").json() : version);
        return tree;
    }

    private Map<String, Object> jvm() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("scheduler", System.getProperty("java.vm.name") + " " + Runtime.version());
        tree.put("forks", request.jvm() == null ? "the scheduler's" : "another, see jmh.json");
        return tree;
    }

    private List<Map<String, Object>> runtimes() {
        List<Map<String, Object>> list = new ArrayList<>();
        shown.forEach((name, told) -> {
            RuntimeBinary binary = names.binary(name);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("runtime", name);
            tree.put("name", told);
            tree.put("version", binary.version());
            tree.put("versionText", binary.versionText());
            tree.put("commit", binary.commit() == null
                    ? Fact.missing("its version text tells none").json() : binary.commit());
            tree.put("sha256", binary.sha256());
            tree.put("local", binary.local());
            tree.put("provenance", binary.provenance() == null
                    ? Fact.missing("not built by jmh/provision.sh").json() : binary.provenance());
            try {
                tree.put("bytes", Files.size(binary.path()));
            } catch (IOException e) {
                tree.put("bytes", Fact.missing(e.getMessage()).json());
            }
            list.add(tree);
        });
        return list;
    }

    private List<Map<String, Object>> arms(List<OperationRow> rows, List<BurstRow> containers, State state) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Arm arm : plan.arms()) {
            ArmSummary summary = ArmSummary.of(arm.key(), rows);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("arm", arm.key());
            tree.put("attempts", summary.attempts());
            tree.put("successes", summary.successes());
            tree.put("failures", counts(summary.failures()));
            tree.put("censored", summary.errors().censored());
            if (arm.burst() != null) {
                tree.put("containers", containers(BurstSummary.of(summary, arm.burst(), containers)));
            }
            Optional.ofNullable(state.systemShares().get(arm.key())).ifPresent(share -> tree.put("systemShare", share));
            tree.put("untimedFailures", counts(summary.incidents().untimedFailures()));
            tree.put("leaks", summary.incidents().leaks());
            tree.put("timeOuts", summary.incidents().timeOuts());
            tree.put("timeOutSeconds", summary.incidents().timeOutSeconds());
            Map<String, Object> predecessors = new LinkedHashMap<>();
            summary.medianByPredecessor().forEach((predecessor, median) -> predecessors.put(predecessor,
                    Map.of("medianMillis", median.millis(), "n", median.n())));
            tree.put("firstOfTurnByPredecessor", predecessors);
            tree.put("inJmhJson", summary.successes() > 0);
            list.add(tree);
        }
        return list;
    }

    private static Map<String, Object> containers(BurstSummary summary) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("attempts", summary.containers().attempts());
        tree.put("failures", counts(summary.failures()));
        return tree;
    }

    private static List<Map<String, Object>> searches(List<OperationRow> rows) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (LimitSummary summary : LimitSummary.of(rows)) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("arm", summary.arm().key());
            tree.put("limited", summary.kind().label());
            tree.put("unit", summary.kind().unit());
            tree.put("complete", summary.complete());
            tree.put("inForce", summary.inForce());
            tree.put("minimum", summary.minimum().map(limit -> (Object) limit.amount())
                    .orElseGet(() -> Fact.missing(summary.complete() ? "no limit was enough" : "the search was not finished").json()));
            tree.put("tooLittle", summary.tooLittle().map(limit -> (Object) limit.amount())
                    .orElseGet(() -> Fact.missing("no limit was too little").json()));
            tree.put("starts", summary.starts());
            tree.put("failures", counts(summary.failures()));
            list.add(tree);
        }
        return list;
    }

    private static Map<String, Integer> counts(Map<FailureClass, Integer> failures) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        failures.forEach((failure, count) -> counts.put(failure.label(), count));
        return counts;
    }

    private static Map<String, Object> quality(State state) {
        Map<String, Object> tree = state.quality().json();
        tree.put("parked", state.parked().stream()
                .map(p -> Map.of("arm", p.arm(), "attempts", p.attempts(), "reason", p.reason())).toList());
        return tree;
    }

    private List<String> caption(List<OperationRow> rows, State state) {
        List<String> lines = new ArrayList<>();
        lines.add(host.caption(cgroups));
        lines.add(stack.caption());
        lines.add(request.timesStarts() ? String.format(Locale.ROOT, "%s, seed %d, %.0f %% of the wall time in timed %ss", plan.told(),
                plan.seed(), 100 * (double) state.time().get("timedShare"), plan.operation()) : "seed " + plan.seed());
        if (searched.stream().anyMatch(arm -> Engines.limit(arm.via()).orElseThrow().kind() == Limit.Kind.MEMORY)) {
            lines.add(swap.told());
        }
        if (shown.values().stream().anyMatch(name -> name.endsWith(RuntimeNames.LOCAL))) {
            lines.add(RuntimeNames.LOCAL_TOLD);
        }
        FixedSleep.of(rows).forEach(sleep -> lines.add(sleep.told()));
        lines.addAll(state.quality().captions());
        if (!state.complete()) {
            lines.add("Ended early: the numbers are of what had run by then");
        }
        return lines;
    }
}
