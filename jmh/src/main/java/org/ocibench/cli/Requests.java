package org.ocibench.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.benchmark.ContainerBenchmark;
import org.ocibench.benchmark.LayerProfiler;
import org.ocibench.campaign.OperationLog;
import org.ocibench.engine.Burst;
import org.ocibench.engine.Engines;
import org.ocibench.engine.LayerMetric;
import org.ocibench.engine.Limit;
import org.ocibench.engine.Phase;
import org.ocibench.host.KernelSetting;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.schedule.Plan;
import org.ocibench.schedule.Request;
import org.ocibench.schedule.Selection;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Checks the command line and turns it into a request. Nothing is ignored: what cannot be honoured is refused, with a reason. */
final class Requests {

    private final BenchOptions bench;
    private final CommandLineOptions jmh;
    private final Arguments arguments;
    private final RuntimeCatalog catalog;
    private List<Phase> phases;
    private List<Limit.Kind> searched;
    private boolean bursts;

    private Requests(Arguments arguments, RuntimeCatalog catalog) {
        this.arguments = arguments;
        this.bench = arguments.bench();
        this.jmh = arguments.jmh();
        this.catalog = catalog;
    }

    static Request of(Arguments arguments, RuntimeCatalog catalog) throws ExitException {
        Requests requests = new Requests(arguments, catalog);
        requests.refuseWhatChangesTheMeaning();
        requests.chooseBenchmarks();
        if (requests.phases.isEmpty()) {
            requests.refuseWhatASearchHasNot();
        }
        requests.requireParameterNames();
        requests.requireProfilers();
        return requests.request();
    }

    /** Refuses JMH's options that would make another measurement of this one. */
    private void refuseWhatChangesTheMeaning() throws ExitException {
        Map<String, Boolean> refused = new LinkedHashMap<>();
        refused.put("-t: one container at a time is started on the whole host; for several, BurstBenchmark -p together=N", jmh.getThreads().hasValue());
        refused.put("-tg: one container at a time is started on the whole host", jmh.getThreadGroups().hasValue());
        refused.put("-bs: an operation is one start; use -i for more of them", jmh.getMeasurementBatchSize().hasValue());
        refused.put("-wbs: an operation is one start; use -wi for more of them", jmh.getWarmupBatchSize().hasValue());
        refused.put("-opi: an operation is one start", jmh.getOperationsPerInvocation().hasValue());
        refused.put("-to: use --op-timeout SECONDS, which ends the start that hangs and counts it",
                jmh.getTimeout().hasValue());
        refused.put("-r: a start takes as long as it takes; use -i", jmh.getMeasurementTime().hasValue());
        refused.put("-w: a start takes as long as it takes; use -wi", jmh.getWarmupTime().hasValue());
        refused.put("-wf: forks take turns; use -wi for untimed starts in each", jmh.getWarmupForkCount().hasValue());
        refused.put("-wm, -wmb: there is one benchmark to warm up", jmh.getWarmupMode().hasValue()
                || !jmh.getWarmupIncludes().isEmpty());
        refused.put("-si: there is one thread", jmh.shouldSyncIterations().hasValue());
        refused.put("-gc: a collection would fall between the starts of a turn", jmh.shouldDoGC().hasValue());
        refused.put("-tu: results are in us/op, so that files compare", jmh.getTimeUnit().hasValue());
        boolean otherMode = jmh.getBenchModes().stream().anyMatch(mode -> mode != Mode.SingleShotTime);
        refused.put("-bm: only ss, one start per measurement, makes sense here", otherMode);
        for (Map.Entry<String, Boolean> option : refused.entrySet()) {
            if (option.getValue()) {
                throw ExitException.usage("refused " + option.getKey());
            }
        }
    }

    /** What the named benchmarks time and search; without a name, the start. */
    private void chooseBenchmarks() throws ExitException {
        List<String> timed = asked(Benchmarks.names(), List.of(Benchmarks.name(Phase.RUN)));
        searched = searched();
        bursts = timed.contains(Benchmarks.BURST);
        if (bursts && timed.size() + searched.size() > 1) {
            throw ExitException.usage("BurstBenchmark has a campaign of its own: name it alone, or leave it out with -e BurstBenchmark");
        }
        phases = bursts ? List.of(Phase.RUN) : timed.stream().map(Benchmarks::phase).toList();
        requireBenchmark();
    }

    /** What the named benchmarks search; without a name nothing, or what fills the last column of the article's table. */
    private List<Limit.Kind> searched() throws ExitException {
        List<Limit.Kind> kinds = List.of(Limit.Kind.values());
        List<String> names = asked(kinds.stream().map(Benchmarks::name).toList(), Preset.of(bench.preset) == Preset.ARTICLE
                ? List.of(Benchmarks.name(Limit.Kind.MEMORY)) : List.of());
        return kinds.stream().filter(kind -> names.contains(Benchmarks.name(kind))).toList();
    }

    /** Names by JMH's rule. */
    private List<String> asked(List<String> all, List<String> usual) throws ExitException {
        try {
            List<Pattern> includes = jmh.getIncludes().stream().map(Pattern::compile).toList();
            List<Pattern> excludes = jmh.getExcludes().stream().map(Pattern::compile).toList();
            return (includes.isEmpty() ? usual : all).stream()
                    .filter(name -> includes.isEmpty() || includes.stream().anyMatch(regex -> regex.matcher(name).find()))
                    .filter(name -> excludes.stream().noneMatch(regex -> regex.matcher(name).find())).toList();
        } catch (PatternSyntaxException e) {
            throw ExitException.usage("not a regular expression: " + e.getPattern());
        }
    }

    private void requireBenchmark() throws ExitException {
        if (phases.isEmpty() && searched.isEmpty()) {
            String what = jmh.getExcludes().isEmpty() ? "" : "-e " + String.join(" ", jmh.getExcludes());
            List<String> known = new ArrayList<>(Benchmarks.names());
            Arrays.stream(Limit.Kind.values()).map(Benchmarks::name).forEach(known::add);
            throw ExitException.usage("no benchmark matches " + (jmh.getIncludes().isEmpty() ? what
                    : "'" + String.join(" ", jmh.getIncludes()) + "'" + (what.isEmpty() ? "" : " " + what)) + ": there is "
                    + String.join(", ", known) + " (-l lists them)");
        }
    }

    /** Refuses what only a benchmark of times has. */
    private void refuseWhatASearchHasNot() throws ExitException {
        Map<String, Boolean> refused = new LinkedHashMap<>();
        refused.put("-f, -i, -wi", jmh.getForkCount().hasValue() || jmh.getMeasurementIterations().hasValue()
                || jmh.getWarmupIterations().hasValue());
        refused.put("--full", bench.full);
        refused.put("--turn", bench.turn != null);
        refused.put("-p pace, -p kernel", !given("pace").isEmpty() || !given("kernel").isEmpty());
        refused.put("-prof", !jmh.getProfilers().isEmpty());
        refused.put("-jvm, -jvmArgs", jmh.getJvm().hasValue() || jmh.getJvmArgs().hasValue() || jmh.getJvmArgsPrepend().hasValue()
                || jmh.getJvmArgsAppend().hasValue());
        refused.put("-foe", jmh.shouldFailOnError().orElse(false));
        for (Map.Entry<String, Boolean> option : refused.entrySet()) {
            if (option.getValue()) {
                throw ExitException.usage("refused " + option.getKey() + ": a search for the smallest limit decides itself how many "
                        + "containers it starts, times none of them and is made of failures");
            }
        }
    }

    private List<String> searchWays(Preset preset) throws ExitException {
        List<String> asked = given("via").isEmpty() ? preset.ways() : given("via");
        List<String> ways = asked.stream().filter(Engines.LIMITED_WAYS::contains).toList();
        if (phases.isEmpty() && ways.isEmpty()) {
            throw ExitException.usage("no limit can be given via " + String.join(", ", asked) + ": the smallest one is searched "
                    + "via " + String.join(", ", Engines.LIMITED_WAYS));
        }
        return ways;
    }

    private void requireName(String name) throws ExitException {
        if (!bursts && BurstValues.PARAMS.contains(name)) {
            throw ExitException.usage("'" + name + "' is a parameter of another benchmark: name BurstBenchmark before the options");
        }
        Parameters.requireName(name, bursts ? BurstValues.PARAMS : List.of());
    }

    // JMH passes over unknown parameter names; then everything would be measured although one thing was asked for.
    private void requireParameterNames() throws ExitException {
        List<String> all = arguments.all();
        for (int i = 0; i < all.size(); i++) {
            String assignment = all.get(i).equals("-p") && i + 1 < all.size() ? all.get(i + 1)
                    : all.get(i).startsWith("-p") && all.get(i).contains("=") && !all.get(i).startsWith("-prof")
                            ? all.get(i).substring(2) : null;
            if (assignment != null) {
                requireName(assignment.split("=", 2)[0]);
            }
        }
    }

    // In the forks a profiler that cannot be loaded would end every one of them.
    private void requireProfilers() throws ExitException {
        for (ProfilerConfig profiler : profilers()) {
            if (bursts && profiler.getKlass().equals(LayerProfiler.class.getName())) {
                throw ExitException.usage("refused -prof " + LayerMetric.PROFILER + ": it tells what the layers of single containers use, "
                        + "not of bursts");
            }
            try {
                ProfilerFactory.getProfilerOrException(profiler);
            } catch (ProfilerException e) {
                String why = e.getMessage() != null && e.getMessage().contains("ClassNotFound") ? "there is no such profiler"
                        : String.valueOf(e.getMessage()).lines().map(String::strip).filter(line -> !line.isEmpty())
                        .collect(Collectors.joining(" "));
                throw ExitException.usage("-prof " + profiler.getKlass() + ": " + why + " (-lprof lists what works here)");
            }
        }
    }

    // JMH knows its own profilers by short names, and others by their classes only.
    private List<ProfilerConfig> profilers() {
        return jmh.getProfilers().stream().map(profiler -> profiler.getKlass().equals(LayerMetric.PROFILER)
                ? new ProfilerConfig(LayerProfiler.class.getName(), profiler.getOpts()) : profiler).toList();
    }

    private Request request() throws ExitException {
        Preset preset = Preset.of(bench.preset);
        List<String> named = new ArrayList<>(given(Parameters.RUNTIME));
        List<String> runtimes = new ArrayList<>(checkedRuntimes(named.isEmpty() ? catalog.defaults() : named, named));
        preset.controls().stream().filter(control -> !runtimes.contains(control)).forEach(runtimes::add);
        List<String> ways = ways(preset);
        List<String> workloads = values("workload", Parameters.WORKLOADS,
                List.of(preset.workload().label()));
        List<String> paces = values("pace", Parameters.PACES, List.of("burst"));
        List<String> kernels = values("kernel", Parameters.KERNELS, List.of(KernelSetting.DEFAULT));
        int blocks = number(jmh.getForkCount().orElse(null), preset.blocks(), "-f");
        int starts = number(jmh.getMeasurementIterations().orElse(null), preset.starts(), "-i");
        int turn = number(bench.turn, Plan.TIMED_PER_TURN, "--turn");
        long seed = bench.seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : bench.seed;
        List<String> jvmArgs = new ArrayList<>();
        jmh.getJvmArgsPrepend().orElse(List.of()).forEach(jvmArgs::add);
        jmh.getJvmArgs().orElse(List.of()).forEach(jvmArgs::add);
        jmh.getJvmArgsAppend().orElse(List.of()).forEach(jvmArgs::add);
        var format = jmh.getResultFormat().hasValue() ? jmh.getResultFormat().get()
                : jmh.getResult().hasValue() ? org.openjdk.jmh.results.format.ResultFormatType.CSV : null;
        Path formatFile = format == null ? null
                : Path.of(jmh.getResult().orElse("jmh-result." + format.toString().toLowerCase(java.util.Locale.ROOT)));
        Request request = new Request(new Selection.Values(runtimes, ways, workloads, paces, kernels, phases, bursts(ways), preset.patiently()),
                new Selection.Searches(searched, searchWays(preset)), named, blocks, starts,
                jmh.getWarmupIterations().orElse(ContainerBenchmark.WARM_UPS), turn, seed, bench.full, opTimeout(),
                bench.containerd, bench.results, format, formatFile, jmh.getJvm().orElse(null), jvmArgs,
                profilers(), jmh.verbosity().orElse(VerboseMode.NORMAL),
                jmh.shouldFailOnError().orElse(false), runtimes.stream().anyMatch(RuntimeCatalog::isCopy), preset == Preset.ARTICLE, arguments.all());
        requireReadable(request);
        return request;
    }

    /** Refuses what would be measured for days, and could then not be read again. */
    private static void requireReadable(Request request) throws ExitException {
        if (request.operations() > OperationLog.MAX_ROWS) {
            throw ExitException.usage("-f and -i make " + request.operations() + " starts, with controls and lead-ins, and a campaign can keep "
                    + OperationLog.MAX_ROWS + ": take fewer blocks, starts or parameters");
        }
    }

    private List<String> ways(Preset preset) throws ExitException {
        if (!bursts) {
            // The phases of a container's life are timed without containerd.
            List<String> other = given("via").stream().filter(via -> !Engines.plain(via).equals(Engines.DIRECT)).toList();
            if (!phases.isEmpty() && !phases.contains(Phase.RUN) && !other.isEmpty()) {
                throw ExitException.usage("refused -p via=" + String.join(",", other) + ": the steps of a container's life are timed where it is run "
                        + "directly; leave via out");
            }
            List<String> without = given("via").stream().filter(via -> !preset.ways().contains(via)).toList();
            if (preset == Preset.PRICES && !without.isEmpty()) {
                throw ExitException.usage("refused -p via=" + String.join(",", without) + ": --preset prices compares direct with options of the spec; "
                        + "name direct and some of them, or leave via out");
            }
            return values("via", Engines.WAYS, phases.contains(Phase.RUN) ? preset.ways() : List.of(Engines.DIRECT));
        }
        if (preset != Preset.NONE) {
            throw ExitException.usage("--preset is of single containers, not of bursts: leave it out");
        }
        if (given("via").contains(Engines.SHIM_WAY)) {
            throw ExitException.usage("refused -p via=" + Engines.SHIM_WAY + ": there the bench is the parent of the container, and of several "
                    + "at once it could not tell whose end it sees; use direct or ctr");
        }
        return values("via", BurstValues.WAYS, BurstValues.DEFAULT_WAYS);
    }

    private List<Burst> bursts(List<String> ways) throws ExitException {
        return bursts ? BurstValues.of(this::given, catalog, bench.containerd, ways) : List.of();
    }

    private Duration opTimeout() throws ExitException {
        return bench.opTimeout == null ? null : Subcommand.opTimeout(bench.opTimeout);
    }

    private List<String> checkedRuntimes(List<String> runtimes, List<String> named) throws ExitException {
        Parameters.requireRuntimes(named, catalog);
        List<String> checked = new ArrayList<>(runtimes);
        if (bench.aa) {
            runtimes.stream().filter(r -> !r.contains("~") && !Engines.CONTROLS.contains(r))
                    .forEach(r -> checked.add(RuntimeCatalog.copyOf(r)));
        }
        // The user may have named the copy too.
        return checked.stream().distinct().toList();
    }

    private List<String> values(String param, List<String> known, List<String> otherwise) throws ExitException {
        return Parameters.values(param, given(param), known, otherwise);
    }

    private List<String> given(String param) {
        Collection<String> values = jmh.getParameter(param).orElse(List.of());
        return values.stream().distinct().toList();
    }

    private static int number(Integer value, int otherwise, String option) throws ExitException {
        if (value == null) {
            return otherwise;
        }
        if (value < 1 || value > 1_000_000) {
            throw ExitException.usage(option + " wants a number from 1 to 1000000, not " + value);
        }
        return value;
    }
}
