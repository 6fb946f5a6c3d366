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
import org.ocibench.bundle.Workload;
import org.ocibench.engine.Burst;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;
import org.ocibench.host.KernelSetting;
import org.ocibench.host.Nearest;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
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

    private static final List<String> PARAMS = List.of("runtime", "via", "workload", "pace", "kernel");
    private static final List<String> PACES = List.of("burst", "isolated");
    private static final List<String> KERNELS = List.of(KernelSetting.DEFAULT, KernelSetting.QUIET);
    /** Seconds; time-outs are kept in whole milliseconds. */
    private static final double SHORTEST_TIMEOUT = .001;

    private final BenchOptions bench;
    private final CommandLineOptions jmh;
    private final Arguments arguments;
    private final RuntimeCatalog catalog;
    private List<Phase> phases;
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

    /** What the named benchmarks time, by JMH's rule for names; without a name, the start. */
    private void chooseBenchmarks() throws ExitException {
        try {
            List<Pattern> includes = jmh.getIncludes().stream().map(Pattern::compile).toList();
            List<Pattern> excludes = jmh.getExcludes().stream().map(Pattern::compile).toList();
            List<String> names = includes.isEmpty() ? List.of(Benchmarks.name(Phase.RUN)) : Benchmarks.names();
            List<String> chosen = names.stream()
                    .filter(name -> includes.isEmpty() || includes.stream().anyMatch(regex -> regex.matcher(name).find()))
                    .filter(name -> excludes.stream().noneMatch(regex -> regex.matcher(name).find())).toList();
            if (chosen.isEmpty()) {
                String what = jmh.getExcludes().isEmpty() ? "" : "-e " + String.join(" ", jmh.getExcludes());
                throw ExitException.usage("no benchmark matches " + (includes.isEmpty() ? what
                        : "'" + String.join(" ", jmh.getIncludes()) + "'" + (what.isEmpty() ? "" : " " + what)) + ": there is "
                        + String.join(", ", Benchmarks.names()) + " (-l lists them)");
            }
            bursts = chosen.contains(Benchmarks.BURST);
            if (bursts && chosen.size() > 1) {
                throw ExitException.usage("BurstBenchmark has a campaign of its own: name it alone, or leave it out with -e BurstBenchmark");
            }
            phases = bursts ? List.of(Phase.RUN) : chosen.stream().map(Benchmarks::phase).toList();
        } catch (PatternSyntaxException e) {
            throw ExitException.usage("not a regular expression: " + e.getPattern());
        }
    }

    // JMH passes over unknown parameter names; then everything would be measured although one thing was asked for.
    private void requireParameterNames() throws ExitException {
        List<String> all = arguments.all();
        for (int i = 0; i < all.size(); i++) {
            String assignment = all.get(i).equals("-p") && i + 1 < all.size() ? all.get(i + 1)
                    : all.get(i).startsWith("-p") && all.get(i).contains("=") && !all.get(i).startsWith("-prof")
                            ? all.get(i).substring(2) : null;
            List<String> known = new ArrayList<>(PARAMS);
            known.addAll(bursts ? BurstValues.PARAMS : List.of());
            if (assignment != null && !known.contains(assignment.split("=", 2)[0])) {
                String name = assignment.split("=", 2)[0];
                throw ExitException.usage(BurstValues.PARAMS.contains(name)
                        ? "'" + name + "' is a parameter of another benchmark: name BurstBenchmark before the options"
                        : "unknown parameter '" + name + "': did you mean " + Nearest.to(name, known) + "? Known: "
                                + String.join(", ", known));
            }
        }
    }

    // In the forks a profiler that cannot be loaded would end every one of them.
    private void requireProfilers() throws ExitException {
        for (ProfilerConfig profiler : jmh.getProfilers()) {
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

    private Request request() throws ExitException {
        Preset preset = Preset.of(bench.preset);
        List<String> named = new ArrayList<>(given("runtime"));
        List<String> runtimes = new ArrayList<>(checkedRuntimes(named.isEmpty() ? catalog.defaults() : named, named));
        preset.controls().stream().filter(control -> !runtimes.contains(control)).forEach(runtimes::add);
        List<String> ways = ways(preset);
        List<String> workloads = values("workload", Arrays.stream(Workload.values()).map(Workload::label).toList(),
                List.of(preset.workload().label()));
        List<String> paces = values("pace", PACES, List.of("burst"));
        List<String> kernels = values("kernel", KERNELS, List.of(KernelSetting.DEFAULT));
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
        return new Request(new Selection.Values(runtimes, ways, workloads, paces, kernels, phases, bursts(ways), preset.patiently()), named, blocks, starts,
                jmh.getWarmupIterations().orElse(ContainerBenchmark.WARM_UPS), turn, seed, bench.full, opTimeout(),
                bench.containerd, bench.results, format, formatFile, jmh.getJvm().orElse(null), jvmArgs,
                List.copyOf(jmh.getProfilers()), jmh.verbosity().orElse(VerboseMode.NORMAL),
                jmh.shouldFailOnError().orElse(false), preset == Preset.ARTICLE, arguments.all());
    }

    private List<String> ways(Preset preset) throws ExitException {
        if (!bursts) {
            // The phases of a container's life are timed without containerd.
            return values("via", Engines.WAYS, phases.contains(Phase.RUN) ? preset.ways() : List.of("direct"));
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
        if (bench.opTimeout == null) {
            return null;
        }
        if (!(bench.opTimeout >= SHORTEST_TIMEOUT) || bench.opTimeout > Duration.ofHours(1).toSeconds()) {
            throw ExitException.usage("--op-timeout wants seconds from " + SHORTEST_TIMEOUT + " to 3600, not " + bench.opTimeout);
        }
        return Duration.ofMillis(Math.round(bench.opTimeout * 1000));
    }

    private List<String> checkedRuntimes(List<String> runtimes, List<String> named) throws ExitException {
        List<String> checked = new ArrayList<>(runtimes);
        for (String runtime : named) {
            if (!Engines.CONTROLS.contains(runtime)) {
                try {
                    catalog.resolve(runtime);
                } catch (UnknownRuntimeException e) {
                    // A known runtime that is not installed becomes an arm that could not run; a wrong name is an error.
                    if (!e.provisionable() || runtime.contains("@")) {
                        throw ExitException.usage(e.getMessage());
                    }
                }
            }
        }
        if (bench.aa) {
            runtimes.stream().filter(r -> !r.contains("~") && !Engines.CONTROLS.contains(r))
                    .forEach(r -> checked.add(r + "~" + RuntimeCatalog.COPY));
        }
        // The user may have named the copy too.
        return checked.stream().distinct().toList();
    }

    private List<String> values(String param, List<String> known, List<String> otherwise) throws ExitException {
        List<String> given = given(param);
        for (String value : given) {
            if (!known.contains(value)) {
                throw ExitException.usage("unknown " + param + " '" + value + "': did you mean " + Nearest.to(value, known)
                        + "? Known: " + String.join(", ", known));
            }
        }
        return given.isEmpty() ? otherwise : given;
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
