package org.ocibench.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ocibench.benchmark.StartupBenchmark;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.bundle.Workload;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.ArmSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Fact;
import org.ocibench.host.Sha256;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.StorageFacts;
import org.ocibench.report.ArticleTable;
import org.ocibench.report.CampaignTable;
import org.ocibench.report.NotRun;
import org.ocibench.report.Parked;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/** What is written about a campaign beside its numbers: meta.json and the tables with their captions. */
final class Records {

    private static final int SCHEMA = 1;

    private final Request request;
    private final Plan plan;
    private final HostReport host;
    private final RuntimeCatalog catalog;
    private final Stack stack;
    private final Instant started;
    private final CgroupLayout cgroups;
    private final Map<String, Object> storage = new LinkedHashMap<>();
    private final Map<String, Object> content = new LinkedHashMap<>();

    /**
     * What changed while the campaign ran.
     *
     * @param complete whether its last block has ended as planned: not before, nor after whatever else ended it
     */
    record State(List<NotRun> notRun, List<Parked> parked, Map<String, String> probeNotes, Quality quality,
            Map<String, String> stderr, Map<String, Object> time, boolean complete) {
    }

    /** The tables, for the terminal and as Markdown. */
    record Tables(String text, String markdown) {
    }

    Records(Request request, Plan plan, HostReport host, WorldSetup setup, RuntimeCatalog catalog, Stack stack,
            Instant started, CgroupLayout cgroups) {
        this.request = request;
        this.plan = plan;
        this.host = host;
        this.catalog = catalog;
        this.stack = stack;
        this.started = started;
        this.cgroups = cgroups;
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
        content.put("benchmarkVersion", benchmarkVersion());
    }

    // What is measured is defined by the benchmark's code, the specs and the root file system: results with another version of
    // any of them do not compare.
    private String benchmarkVersion() {
        try (InputStream code = StartupBenchmark.class.getResourceAsStream("StartupBenchmark.class")) {
            String parts = Sha256.of(code.readAllBytes()) + content.get("specDigests") + content.get("rootfsDigest");
            return Sha256.of(parts.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tree of meta.json. */
    Map<String, Object> meta(List<OperationRow> rows, State state) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", SCHEMA);
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
        tree.put("arms", arms(rows, state));
        tree.put("notRun", state.notRun().stream().map(n -> Map.of("arm", n.arm(), "reason", n.reason(), "remedy", n.remedy()))
                .toList());
        tree.put("probes", state.probeNotes());
        tree.put("quality", quality(state));
        tree.put("stderr", state.stderr());
        tree.put("time", state.time());
        return tree;
    }

    /** The tables of the rows so far. */
    Tables tables(List<OperationRow> rows, State state) {
        List<ArmSummary> summaries = plan.arms().stream().map(arm -> ArmSummary.of(arm.key(), rows)).toList();
        CampaignTable table = new CampaignTable(summaries, displayNames(), caption(state), state.notRun(), state.parked(),
                plan.indicative());
        String text = table.text();
        String markdown = table.markdown();
        if (request.articleTable()) {
            ArticleTable article = new ArticleTable(summaries, displayNames());
            text = article.text() + "\n" + text;
            markdown = article.markdown() + "\n" + markdown;
        }
        return new Tables(text, markdown);
    }

    private Map<String, Object> planJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("seed", plan.seed());
        tree.put("blocks", plan.blocks());
        tree.put("cyclesPerBlock", plan.cycles());
        tree.put("leadInsPerTurn", Plan.LEAD_INS);
        tree.put("timedPerTurn", plan.timed());
        tree.put("warmUps", plan.warmUps());
        tree.put("cyclesPerSubBlock", Plan.CYCLES_PER_SUB_BLOCK);
        tree.put("indicative", plan.indicative());
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
        plan.arms().stream().map(Arm::runtime).distinct().filter(name -> !Engines.CONTROLS.contains(name)).forEach(name -> {
            RuntimeBinary binary = binary(name);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("runtime", name);
            tree.put("name", displayName(name));
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

    private List<Map<String, Object>> arms(List<OperationRow> rows, State state) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Arm arm : plan.arms()) {
            ArmSummary summary = ArmSummary.of(arm.key(), rows);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("arm", arm.key());
            tree.put("attempts", summary.attempts());
            tree.put("successes", summary.successes());
            tree.put("failures", counts(summary.failures()));
            tree.put("censored", summary.errors().censored());
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

    private List<String> caption(State state) {
        List<String> lines = new ArrayList<>();
        String kernelRelease = String.valueOf(((Map<?, ?>) host.facts().get("kernel")).get("release"));
        lines.add("linux " + kernelRelease + ", cgroup " + cgroups.mode().label() + ", cgroup manager cgroupfs"
                + (PrivateWorld.description() == null ? "" : "; private world: " + PrivateWorld.description()));
        lines.add(stack.caption());
        lines.add(String.format(Locale.ROOT, "%s, seed %d, %.0f %% of the wall time in timed starts", plan.told(), plan.seed(),
                100 * (double) state.time().get("timedShare")));
        if (displayNames().values().stream().anyMatch(name -> name.endsWith("+local"))) {
            lines.add("+local: built on this host from source; not the project's release");
        }
        lines.addAll(state.quality().captions());
        if (!state.complete()) {
            lines.add("Ended early: the numbers are of what had run by then");
        }
        return lines;
    }

    private Map<String, String> displayNames() {
        Map<String, String> names = new LinkedHashMap<>();
        plan.arms().stream().map(Arm::runtime).distinct().filter(name -> !Engines.CONTROLS.contains(name))
                .forEach(name -> names.put(name, displayName(name)));
        return names;
    }

    private String displayName(String parameter) {
        RuntimeBinary binary = binary(parameter);
        int tilde = parameter.indexOf('~');
        return binary.id() + (tilde < 0 ? "" : parameter.substring(tilde)) + (binary.local() ? "+local" : "");
    }

    private RuntimeBinary binary(String parameter) {
        try {
            return catalog.binary(parameter);
        } catch (UnknownRuntimeException e) {
            throw new IllegalStateException("an arm's runtime left the catalog", e);
        }
    }
}
