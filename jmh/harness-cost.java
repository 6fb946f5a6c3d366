import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.OperationKind;
import org.ocibench.engine.Start;
import org.ocibench.engine.World;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.Tokens;
import org.ocibench.runtime.RuntimeCatalog;

/**
 * The part of harness-cost.sh that needs the bench's own classes: the private world in which hyperfine and the stock JMH main
 * start the very containers that the bench starts, and the arithmetic. Run from source with the benchmarks' jar as class path.
 */
final class HarnessCost {

    /** What the stock main's forks may ask the world for. */
    private static final List<String> RUNTIMES = List.of("crun", "crun~copy", "runc@1.1.13", "runc@1.1.15");
    /** Whose CPU time is measured in several ways, as far as they are here. */
    private static final List<String> CPU_RUNTIMES = List.of("crun", "runc", "youki", "runsc");
    /** hyperfine's containers get folders and cgroups of their own, named by an arm that no benchmark has. */
    private static final String HYPERFINE_ARM = "crun/direct/exit/burst/hyperfine";
    /** The same for part 4, after the name of the runtime. */
    private static final String CPU_ARM = "/direct/exit/burst/counted";

    private HarnessCost() {
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 2 && args[0].equals("world")) {
            world(Path.of(args[1]));
        } else if (args.length == 3 && args[0].equals("report")) {
            System.exit(new Report(Path.of(args[1])).write(args[2]) ? 0 : 1);
        } else {
            throw new IllegalArgumentException("usage: world FILE | report FOLDER ENVIRONMENT");
        }
    }

    /** Makes a world, says in a file what is in it, and keeps it until standard input ends: also when the script is killed. */
    private static void world(Path told) throws Exception {
        PrivateWorld.enter(PrivateWorld.Layout.AUTO, false);
        CgroupLayout cgroups = CgroupLayout.read(Path.of("/"));
        RuntimeCatalog catalog = RuntimeCatalog.discover(RuntimeCatalog.Places.ofEnvironment(), null);
        List<String> counted = CPU_RUNTIMES.stream().filter(name -> !catalog.absent().contains(name)).toList();
        List<String> all = Stream.concat(RUNTIMES.stream(), counted.stream()).distinct().toList();
        try (WorldSetup setup = new WorldSetup(Tokens.fresh(), catalog, all, cgroups)) {
            World world = setup.world(null);
            Start start = start(world, cgroups, HYPERFINE_ARM, "hyperfine");
            String tasks = tasks(world, cgroups, HYPERFINE_ARM);
            List<String> lines = new ArrayList<>(List.of("runtimes=" + String.join(",", counted)));
            for (String name : counted) {
                lines.add("command." + name + "="
                        + String.join(" ", start(world, cgroups, name + CPU_ARM, "counted-" + name).command().argv()));
                lines.add("tasks." + name + "=" + tasks(world, cgroups, name + CPU_ARM));
            }
            Path draft = told.resolveSibling(told.getFileName() + ".new");
            lines.addAll(List.of(
                    "pid=" + ProcessHandle.current().pid(),
                    "token=" + world.token(),
                    "world=" + setup.write(world),
                    "busybox=" + world.rootfs().resolve("bin/busybox"),
                    "tasks=" + tasks,
                    "path=" + start.command().environment().get("PATH"),
                    "crun=" + String.join(" ", start.command().argv()),
                    "cgroup=" + cgroups.mode().label()));
            Files.write(draft, lines);
            Files.move(draft, told);
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    private static Start start(World world, CgroupLayout cgroups, String arm, String name) throws IOException {
        cgroups.create(world.containersCgroup(arm));
        cgroups.delegate(world.containersCgroup(arm));
        return Engines.of(world, Arm.ofKey(arm)).prepare(world.token() + "-" + name, null);
    }

    // Where the bench's launching thread sits in a cgroup that counts CPU time, hyperfine and perf do too.
    private static String tasks(World world, CgroupLayout cgroups, String arm) {
        return cgroups.controller("cpuacct").map(hierarchy -> hierarchy.mount().resolve(world.armCgroup(arm).substring(1))
                .resolve("tasks").toString()).orElse("");
    }

    /** One line of runs.csv: something that the script ran. */
    private record Run(int round, int step, String design, double seconds, String file) {
    }

    /** Mean of logs with its t-interval, as a ratio. */
    private record Ratio(double value, double low, double high, int n) {

        static Ratio of(double[] logs, double confidence) {
            int n = logs.length;
            double mean = Mean.of(logs).getAsDouble();
            double half = n < 2 ? Double.NaN : TDistribution.of(n - 1).inverseSurvivalProbability((1 - confidence) / 2)
                    * Math.sqrt(Variance.of(logs).getAsDouble() / n);
            return new Ratio(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half), n);
        }

        boolean overlaps(Ratio other) {
            return low <= other.high && other.low <= high;
        }

        @Override
        public String toString() {
            return text("%.3f [%.3f, %.3f]", value, low, high);
        }
    }

    /** How precise a design is for its money: standard error of the mean of d, times the square root of the seconds. */
    private record Precision(double value, int n, double sd, double seconds) {

        static Precision of(double[] d, double seconds) {
            double sd = d.length < 2 ? Double.NaN : Math.sqrt(Variance.of(d).getAsDouble());
            return new Precision(sd / Math.sqrt(d.length) * Math.sqrt(seconds), d.length, sd, seconds);
        }

        @Override
        public String toString() {
            return text("%.4f (n %d, sd of d %.4f, %.0f s)", value, n, sd, seconds);
        }
    }

    /** What stands for the times of one arm in one unit. */
    private enum Centre {
        MEDIAN {
            @Override
            double of(List<Double> values) {
                return OrderStatistics.of(values).median();
            }
        },
        GEOMETRIC_MEAN {
            @Override
            double of(List<Double> values) {
                return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
            }
        };

        abstract double of(List<Double> values);
    }

    /** Reads what the script ran and writes report.txt and units.csv. */
    private static final class Report {

        private static final double CONFIDENCE = .95;
        private static final double OVERLAP_CONFIDENCE = .99;
        private static final int PERMUTATIONS = 9999;
        private static final double PERMUTATION_ALPHA = .01;
        /** An arm's turns after one certain predecessor: fewer show nothing. */
        private static final int LEAST_PER_PREDECESSOR = 10;
        private static final int CYCLES_PER_SUB_BLOCK = 3;
        private static final String CRUN = "crun/direct/exit/burst/";
        private static final String SPAWN = "spawn/control/true/burst/default";

        private final Path folder;
        private final List<Run> runs = new ArrayList<>();
        private final Map<String, List<OperationRow>> logs = new LinkedHashMap<>();
        private final List<String> units = new ArrayList<>(List.of("comparison,round,unit,first_ms,second_ms,log_ratio"));
        private final List<String> verdicts = new ArrayList<>();
        private final List<String> details = new ArrayList<>();
        private boolean all = true;

        Report(Path folder) throws IOException {
            this.folder = folder;
            List<String> lines = Files.readAllLines(folder.resolve("runs.csv"));
            for (String line : lines.subList(1, lines.size())) {
                String[] field = line.split(",", -1);
                runs.add(new Run(Integer.parseInt(field[0]), Integer.parseInt(field[1]), field[2],
                        Double.parseDouble(field[3]), field[4]));
            }
        }

        boolean write(String environment) throws IOException {
            cheap();
            precise();
            truthful();
            counted();
            failures();
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("report.txt")))) {
                out.println("What the harness costs, and whether turns and the quiet kernel pay");
                out.println();
                Files.readAllLines(Path.of(environment)).forEach(out::println);
                out.println();
                verdicts.forEach(out::println);
                out.println();
                details.forEach(out::println);
            }
            Files.write(folder.resolve("units.csv"), units);
            return all;
        }

        // ---- 1: the harness costs little ---------------------------------------------------------

        private void cheap() throws IOException {
            details.add("1. Cost of the harness. Per round: ln(median of the campaign) - mean of ln(medians of the loop, or of hyperfine,");
            details.add("   just before and just after it). Ratio: exp(mean over rounds), 95 % t-interval over rounds.");
            for (String alive : List.of("one", "twelve")) {
                criterion("1 spawn, " + alive + " alive", "spawn / C posix_spawn loop",
                        against("jar-" + alive, "c-loop", row -> row.arm().equals(SPAWN)), 1.5);
                criterion("1 crun, " + alive + " alive", "crun run here / hyperfine -N",
                        against("jar-" + alive, "hyperfine", crunArms(alive)), 1.05);
            }
            if (runs.stream().anyMatch(run -> run.design().equals("jar25-one"))) {
                details.add("   Second JDK, printed only:");
                against("jar25-one", "c-loop", row -> row.arm().equals(SPAWN));
                against("jar25-one", "hyperfine", crunArms("one"));
            }
            details.add("   Twelve alive / one alive, crun: "
                    + paired("jar-twelve", crunArms("twelve"), "jar-one", crunArms("one")));
        }

        /** The twelve arms are twelve names of one crun: each has its own fork, and all of them are the measured one. */
        private static Predicate<OperationRow> crunArms(String alive) {
            return alive.equals("one") ? row -> row.arm().equals(CRUN + "default") : row -> row.arm().startsWith("crun");
        }

        private Ratio against(String campaign, String reference, Predicate<OperationRow> arm) throws IOException {
            List<Double> logRatios = new ArrayList<>();
            List<Double> here = new ArrayList<>();
            List<Double> there = new ArrayList<>();
            for (Run run : of(campaign)) {
                double[] mine = successes(run, arm);
                List<Double> around = new ArrayList<>();
                neighbour(run, reference, -1).ifPresent(other -> around.add(median(reference(other))));
                neighbour(run, reference, 1).ifPresent(other -> around.add(median(reference(other))));
                if (mine.length == 0 || around.isEmpty()) {
                    continue;
                }
                double other = Math.exp(around.stream().mapToDouble(Math::log).average().orElseThrow());
                unit(campaign + " against " + reference, run.round(), logRatios.size(), median(mine), other);
                logRatios.add(Math.log(median(mine) / other));
                here.add(median(mine));
                there.add(other);
            }
            Ratio ratio = Ratio.of(array(logRatios), CONFIDENCE);
            details.add(text("   %-10s against %-9s: %s, n %d rounds; medians %s and %s ms, of rounds; excess %.3f ms", campaign,
                    reference, ratio, ratio.n(), medianWithInterval(array(here)), medianWithInterval(array(there)),
                    OrderStatistics.of(here).median() - OrderStatistics.of(there).median()));
            return ratio;
        }

        private Ratio paired(String first, Predicate<OperationRow> firstArm, String second, Predicate<OperationRow> secondArm)
                throws IOException {
            List<Double> logRatios = new ArrayList<>();
            for (Run run : of(first)) {
                for (Run other : of(second)) {
                    if (other.round() == run.round()) {
                        logRatios.add(Math.log(median(successes(run, firstArm)) / median(successes(other, secondArm))));
                    }
                }
            }
            return Ratio.of(array(logRatios), CONFIDENCE);
        }

        private Optional<Run> neighbour(Run run, String design, int direction) {
            return runs.stream().filter(other -> other.design().equals(design) && other.round() == run.round()
                            && Integer.signum(other.step() - run.step()) == direction)
                    .min(Comparator.comparingInt(other -> Math.abs(other.step() - run.step())));
        }

        private double[] reference(Run run) {
            try {
                if (run.design().equals("c-loop")) {
                    return Files.readAllLines(folder.resolve(run.file())).stream().mapToDouble(line -> Long.parseLong(line) / 1e6)
                            .toArray();
                }
                JsonNode result = new ObjectMapper().readTree(folder.resolve(run.file()).toFile()).path("results").path(0);
                List<Double> times = new ArrayList<>();
                for (int i = 0; i < result.path("times").size(); i++) {
                    if (result.path("exit_codes").path(i).asInt(-1) == 42) {
                        times.add(result.path("times").path(i).asDouble() * 1e3);
                    }
                }
                return array(times);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        // ---- 2: turns and the quiet kernel pay ---------------------------------------------------

        private void precise() throws IOException {
            details.add("");
            details.add("2. crun against crun~copy: standard error of the mean of d x square root of the wall seconds spent, the start of");
            details.add("   the JVMs and all set-up included. d: ln of the ratio of medians of a unit.");
            Precision turns = subBlocks("turns-default", CRUN + "default", copy("default"));
            Precision quiet = subBlocks("turns-quiet", CRUN + "quiet", copy("quiet"));
            List<Run> pairs = of("forks-aa");
            double[] d = pairs("forks-aa", "crun", "crun~copy");
            double spent = seconds(pairs);
            Precision forks = Precision.of(d, spent);
            double hostStart = of("jmh-start").stream().mapToDouble(Run::seconds).average().orElse(0);
            details.add("   short forks one after another (unit: a pair of forks, 10 starts each): " + forks);
            details.add("   the same without the start of JMH's own JVM (" + text("%.2f", hostStart) + " s each): "
                    + Precision.of(d, spent - pairs.size() * hostStart));
            details.add("   turns, default kernel (unit: a sub-block, 12 starts each): " + turns);
            details.add("   turns, quiet kernel   (unit: a sub-block, 12 starts each): " + quiet);
            details.add("   the same with a whole campaign as unit: default " + campaigns("turns-default", "default") + ", quiet "
                    + campaigns("turns-quiet", "quiet"));
            share("2 turns", "turns / short forks, default kernel", turns, forks);
            // The median of a sub-block passes over the few starts that wait for a grace period; a mean has them in it.
            Precision turnMeans = Precision.of(subBlockLogs("turns-default", CRUN + "default", copy("default"),
                    Centre.GEOMETRIC_MEAN), turns.seconds());
            Precision quietMeans = Precision.of(subBlockLogs("turns-quiet", CRUN + "quiet", copy("quiet"),
                    Centre.GEOMETRIC_MEAN), quiet.seconds());
            details.add("   sub-blocks by their geometric means: default " + turnMeans + ", quiet " + quietMeans);
            details.add(text("   crun's starts that take more than 1.5 x the median: default %.1f %%, quiet %.1f %%",
                    100 * slowShare("turns-default", "default"), 100 * slowShare("turns-quiet", "quiet")));
            share("2 quiet", "quiet / default kernel, turns", quiet, turns);
            share("2 quiet, means", "quiet / default kernel, turns, geometric means", quietMeans, turnMeans);
        }

        private double slowShare(String design, String kernel) throws IOException {
            int slow = 0;
            int all = 0;
            for (Run run : of(design)) {
                double[] millis = successes(run, row -> row.arm().equals(CRUN + kernel));
                double limit = 1.5 * median(millis);
                slow += (int) Arrays.stream(millis).filter(value -> value > limit).count();
                all += millis.length;
            }
            return (double) slow / all;
        }

        private static String copy(String kernel) {
            return "crun~copy/direct/exit/burst/" + kernel;
        }

        private Precision subBlocks(String design, String first, String second) throws IOException {
            return Precision.of(subBlockLogs(design, first, second, Centre.MEDIAN), seconds(of(design)));
        }

        private double[] subBlockLogs(String design, String first, String second, Centre centre)
                throws IOException {
            List<Double> logRatios = new ArrayList<>();
            for (Run run : of(design)) {
                Map<String, List<List<Double>>> byUnit = new TreeMap<>();
                for (OperationRow row : rows(run)) {
                    int which = row.arm().equals(first) ? 0 : row.arm().equals(second) ? 1 : -1;
                    if (which >= 0 && row.timed() && row.succeeded()) {
                        byUnit.computeIfAbsent(text("%04d-%04d", row.block(), (row.cycle() - 1) / CYCLES_PER_SUB_BLOCK),
                                key -> List.of(new ArrayList<>(), new ArrayList<>())).get(which).add(row.wallNanos() / 1e6);
                    }
                }
                for (List<List<Double>> unit : byUnit.values()) {
                    if (!unit.get(0).isEmpty() && !unit.get(1).isEmpty()) {
                        double a = centre.of(unit.get(0));
                        double b = centre.of(unit.get(1));
                        unit(design + " " + first + " " + second + " " + centre.name().toLowerCase(Locale.ROOT), run.round(), logRatios.size(), a, b);
                        logRatios.add(Math.log(b / a));
                    }
                }
            }
            return array(logRatios);
        }

        private Precision campaigns(String design, String kernel) throws IOException {
            List<Double> logRatios = new ArrayList<>();
            for (Run run : of(design)) {
                logRatios.add(Math.log(median(successes(run, row -> row.arm().equals(copy(kernel))))
                        / median(successes(run, row -> row.arm().equals(CRUN + kernel)))));
            }
            return Precision.of(array(logRatios), seconds(of(design)));
        }

        private double[] pairs(String design, String first, String second) throws IOException {
            List<Double> logRatios = new ArrayList<>();
            for (Run run : of(design)) {
                Map<String, double[]> millis = stock(run);
                double a = median(millis.getOrDefault(first, new double[0]));
                double b = median(millis.getOrDefault(second, new double[0]));
                if (Double.isFinite(a) && Double.isFinite(b)) {
                    unit(design, run.round(), logRatios.size(), a, b);
                    logRatios.add(Math.log(b / a));
                }
            }
            return array(logRatios);
        }

        /** Milliseconds by runtime in a result of the stock JMH main. It keeps failed starts, so a fork with one is left out. */
        private Map<String, double[]> stock(Run run) throws IOException {
            Map<String, double[]> millis = new LinkedHashMap<>();
            for (JsonNode result : new ObjectMapper().readTree(folder.resolve(run.file()).toFile())) {
                if (result.path("secondaryMetrics").path("failures").path("score").asDouble() == 0) {
                    List<Double> values = new ArrayList<>();
                    result.path("primaryMetric").path("rawData").path(0).forEach(value -> values.add(value.asDouble() / 1e3));
                    millis.put(result.path("params").path("runtime").asText(), array(values));
                }
            }
            return millis;
        }

        private void share(String name, String what, Precision mine, Precision other) {
            double ratio = mine.value() / other.value();
            String interval = "";
            if (mine.n() > 1 && other.n() > 1) {
                FDistribution f = FDistribution.of(mine.n() - 1, other.n() - 1);
                interval = text(" [%.3f, %.3f]", ratio / Math.sqrt(f.inverseSurvivalProbability((1 - CONFIDENCE) / 2)),
                        ratio / Math.sqrt(f.inverseCumulativeProbability((1 - CONFIDENCE) / 2)));
            }
            verdict(ratio <= .5, name, text("%s: %.3f%s <= 0.5", what, ratio, interval));
        }

        // ---- 3: and they are true ----------------------------------------------------------------

        private void truthful() throws IOException {
            details.add("");
            details.add("3. Truth, default kernel, burst. Ratio runc 1.1.15 / 1.1.13: exp(mean of d), 99 % t-interval.");
            Ratio turns = Ratio.of(subBlockLogs("turns-runc", "runc@1.1.13/direct/exit/burst/default",
                    "runc@1.1.15/direct/exit/burst/default", Centre.MEDIAN), OVERLAP_CONFIDENCE);
            Ratio forks = Ratio.of(pairs("forks-runc", "runc@1.1.13", "runc@1.1.15"), OVERLAP_CONFIDENCE);
            details.add("   turns: " + turns + ", n " + turns.n() + " sub-blocks");
            details.add("   short forks one after another: " + forks + ", n " + forks.n() + " pairs of forks");
            verdict(turns.overlaps(forks), "3 same ratio",
                    "runc 1.1.15 / 1.1.13: turns " + turns + ", forks one after another " + forks + ": 99 % intervals "
                            + (turns.overlaps(forks) ? "overlap" : "do not overlap"));
            predecessors();
        }

        private void predecessors() throws IOException {
            List<List<Turn>> strata = new ArrayList<>();
            for (Run run : of("turns-runc")) {
                strata.add(turnsOfCrun(rows(run)));
            }
            details.add("   crun's median in ms by the arm that had the turn before: its first timed start, and the untimed lead-in before it");
            Map<String, List<Turn>> byPredecessor = new TreeMap<>();
            strata.forEach(stratum -> stratum.forEach(turn ->
                    byPredecessor.computeIfAbsent(turn.predecessor(), key -> new ArrayList<>()).add(turn)));
            int least = byPredecessor.values().stream().mapToInt(List::size).min().orElse(0);
            double lowest = Double.POSITIVE_INFINITY;
            double highest = 0;
            for (Map.Entry<String, List<Turn>> entry : byPredecessor.entrySet()) {
                double median = median(entry.getValue().stream().mapToDouble(Turn::first).toArray());
                lowest = Math.min(lowest, median);
                highest = Math.max(highest, median);
                details.add(text("     after %-45s %6.2f   lead-in %6.2f   n %d", entry.getKey(), median,
                        median(entry.getValue().stream().mapToDouble(Turn::leadIn).toArray()), entry.getValue().size()));
            }
            double p = permutationTest(strata);
            details.add(text("   permutation test within campaigns (Kruskal-Wallis statistic, %d permutations): p %.4f",
                    PERMUTATIONS, p));
            String numbers = text("crun's median by predecessor %.2f to %.2f ms (%.3f), permutation p %.4f", lowest, highest,
                    highest / lowest, p);
            verdict(p >= PERMUTATION_ALPHA && least >= LEAST_PER_PREDECESSOR, "3 predecessor", least < LEAST_PER_PREDECESSOR
                    ? numbers + "; only " + least + " turns after one of them, " + LEAST_PER_PREDECESSOR + " are needed"
                    : numbers + " >= 0.01");
        }

        /** A turn of crun: what came before it, its lead-in and its first timed start. */
        private record Turn(String predecessor, double leadIn, double first) {
        }

        private static List<Turn> turnsOfCrun(List<OperationRow> rows) {
            List<Turn> turns = new ArrayList<>();
            OperationRow leadIn = null;
            for (OperationRow row : rows) {
                if (row.arm().equals(CRUN + "default") && row.succeeded()) {
                    if (row.kind() == OperationKind.LEAD_IN) {
                        leadIn = row;
                    } else if (row.timed() && row.shot() == 1 && leadIn != null && !leadIn.predecessor().equals(row.arm())) {
                        turns.add(new Turn(leadIn.predecessor(), leadIn.wallNanos() / 1e6, row.wallNanos() / 1e6));
                    }
                }
            }
            return turns;
        }

        /** Ranks within each campaign, so that the machine's drift between campaigns has no part in it. */
        private static double permutationTest(List<List<Turn>> strata) {
            List<String> labels = new ArrayList<>();
            List<int[]> stratumLabels = new ArrayList<>();
            List<double[]> stratumRanks = new ArrayList<>();
            for (List<Turn> stratum : strata) {
                double[] sorted = stratum.stream().mapToDouble(Turn::first).sorted().toArray();
                double middle = (sorted.length - 1) / 2.0;
                stratumRanks.add(stratum.stream()
                        .mapToDouble(turn -> (Arrays.binarySearch(sorted, turn.first()) - middle) / Math.max(1, sorted.length))
                        .toArray());
                stratumLabels.add(stratum.stream().mapToInt(turn -> {
                    if (!labels.contains(turn.predecessor())) {
                        labels.add(turn.predecessor());
                    }
                    return labels.indexOf(turn.predecessor());
                }).toArray());
            }
            Random random = new Random(1);
            double observed = statistic(stratumRanks, stratumLabels, labels.size());
            int asLarge = 1;
            for (int i = 0; i < PERMUTATIONS; i++) {
                stratumLabels.forEach(part -> shuffle(part, random));
                asLarge += statistic(stratumRanks, stratumLabels, labels.size()) >= observed - 1e-12 ? 1 : 0;
            }
            return (double) asLarge / (PERMUTATIONS + 1);
        }

        private static double statistic(List<double[]> ranks, List<int[]> labels, int groups) {
            double[] sum = new double[groups];
            int[] n = new int[groups];
            for (int s = 0; s < ranks.size(); s++) {
                for (int i = 0; i < ranks.get(s).length; i++) {
                    sum[labels.get(s)[i]] += ranks.get(s)[i];
                    n[labels.get(s)[i]]++;
                }
            }
            double total = 0;
            for (int g = 0; g < groups; g++) {
                total += n[g] == 0 ? 0 : sum[g] * sum[g] / n[g];
            }
            return total;
        }

        private static void shuffle(int[] values, Random random) {
            for (int i = values.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = values[i];
                values[i] = values[j];
                values[j] = kept;
            }
        }

        // ---- 4: CPU time, counted in several ways ------------------------------------------------

        private void counted() throws IOException {
            details.add("");
            details.add("4. CPU time of a direct start, ms: means per start; ratios per round, exp(mean of ln), 95 % t-interval over rounds.");
            details.add("   cgroup: all that ran in the arm's cgroup: the bench's launching thread is there too, some .2 ms, and what a runtime");
            details.add("   leaves to process 1; rusage: what the bench waited for, and what that waited for; hyperfine: the same of its own");
            details.add("   child, whose starts follow each other and find warm caches; perf stat: the task and all that it forked, but neither");
            details.add("   the fork and exec of the first, nor what the kernel does when a process has ended: it takes down memory, files and");
            details.add("   namespaces after perf's counters (do_exit; so it is in linux 6.18).");
            for (String runtime : CPU_RUNTIMES) {
                Map<String, Map<Integer, Double>> ways = new LinkedHashMap<>();
                ways.put("cgroup", ofCampaigns(runtime, OperationRow::cpuMicros));
                ways.put("rusage", ofCampaigns(runtime, OperationRow::rusageMicros));
                ways.put("hyperfine", byRound("hyperfine-cpu-" + runtime, this::hyperfineMillis));
                ways.put("perf", byRound("perf-cpu-" + runtime, this::perfMillis));
                for (Map.Entry<String, Map<Integer, Double>> way : ways.entrySet()) {
                    details.add(text("   %-6s %-10s %s", runtime, way.getKey(), way.getValue().isEmpty() ? "n/a: not measured in any round"
                            : text("%7.2f ms, n %d rounds%s", way.getValue().values().stream().mapToDouble(v -> v).average().orElseThrow(),
                                    way.getValue().size(), way.getKey().equals("cgroup") ? ""
                                            : "; / cgroup: " + ratio(runtime + " " + way.getKey(), ways.get("cgroup"), way.getValue()))));
                }
            }
        }

        private Ratio ratio(String name, Map<Integer, Double> cgroup, Map<Integer, Double> other) {
            List<Double> logs = new ArrayList<>();
            other.forEach((round, millis) -> {
                if (cgroup.containsKey(round)) {
                    unit("cpu " + name, round, logs.size(), cgroup.get(round), millis);
                    logs.add(Math.log(millis / cgroup.get(round)));
                }
            });
            return logs.isEmpty() ? new Ratio(Double.NaN, Double.NaN, Double.NaN, 0) : Ratio.of(array(logs), CONFIDENCE);
        }

        private Map<Integer, Double> ofCampaigns(String runtime, Function<OperationRow, OptionalLong> micros) throws IOException {
            return byRound("cpu", run -> rows(run).stream().filter(row -> row.timed() && row.succeeded()
                    && row.arm().startsWith(runtime + "/direct/")).map(micros).filter(OptionalLong::isPresent)
                    .mapToDouble(value -> value.getAsLong() / 1e3).average());
        }

        private interface Reading {
            OptionalDouble of(Run run) throws IOException;
        }

        private Map<Integer, Double> byRound(String design, Reading reading) throws IOException {
            Map<Integer, Double> found = new TreeMap<>();
            for (Run run : of(design)) {
                reading.of(run).ifPresent(value -> found.put(run.round(), value));
            }
            return found;
        }

        private OptionalDouble hyperfineMillis(Run run) throws IOException {
            JsonNode result = new ObjectMapper().readTree(folder.resolve(run.file()).toFile()).path("results").path(0);
            return OptionalDouble.of((result.path("user").asDouble() + result.path("system").asDouble()) * 1e3);
        }

        // Fields by commas: the mean over the starts, its unit, the event, and more.
        private OptionalDouble perfMillis(Run run) throws IOException {
            return Files.readAllLines(folder.resolve(run.file())).stream().map(line -> line.split(","))
                    .filter(field -> field.length > 2 && field[2].startsWith("task-clock")).mapToDouble(field -> Double.parseDouble(field[0]))
                    .findFirst();
        }

        // ---- what all parts need -----------------------------------------------------------------

        private void failures() throws IOException {
            int attempts = 0;
            int failed = 0;
            for (Run run : runs) {
                if (run.design().startsWith("jar") || run.design().startsWith("turns")) {
                    attempts += rows(run).size();
                    failed += (int) rows(run).stream().filter(row -> !row.succeeded()).count();
                }
            }
            details.add("");
            details.add(text("Failed starts in the campaigns: %d of %d, lead-ins included; they are in no median.", failed, attempts));
        }

        private void criterion(String name, String what, Ratio ratio, double limit) {
            verdict(ratio.value() <= limit, name, text("%s: %s <= %.2f%s, n %d rounds", what, ratio, limit,
                    ratio.value() <= limit && !(ratio.high() <= limit) ? " (its interval reaches beyond)" : "", ratio.n()));
        }

        private void verdict(boolean holds, String name, String numbers) {
            all &= holds;
            verdicts.add(text("%-7s %-22s %s", holds ? "holds" : "missed", name, numbers));
        }

        private List<Run> of(String design) {
            return runs.stream().filter(run -> run.design().equals(design)).toList();
        }

        private static double seconds(List<Run> runs) {
            return runs.stream().mapToDouble(Run::seconds).sum();
        }

        private List<OperationRow> rows(Run run) throws IOException {
            if (!logs.containsKey(run.file())) {
                logs.put(run.file(), OperationLog.read(folder.resolve(run.file())));
            }
            return logs.get(run.file());
        }

        private double[] successes(Run run, Predicate<OperationRow> arm) throws IOException {
            return rows(run).stream().filter(row -> row.timed() && row.succeeded() && arm.test(row))
                    .mapToDouble(row -> row.wallNanos() / 1e6).toArray();
        }

        private void unit(String comparison, int round, int unit, double first, double second) {
            units.add(text("%s,%d,%d,%.6f,%.6f,%.6f", comparison, round, unit, first, second, Math.log(second / first)));
        }

        private static double median(double[] values) {
            return values.length == 0 ? Double.NaN : OrderStatistics.of(values).median();
        }

        private static String medianWithInterval(double[] values) {
            if (values.length == 0) {
                return "n/a";
            }
            OrderStatistics order = OrderStatistics.of(values);
            return text("%.3f", order.median()) + order.interval(.5)
                    .map(interval -> text(" [%.3f, %.3f]", interval.lower(), interval.upper())).orElse(" [n < 6]");
        }

        private static double[] array(List<Double> values) {
            return values.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
