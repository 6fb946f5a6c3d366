import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.TTest;
import org.ocibench.campaign.OperationRow;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.Comparison;
import org.ocibench.compare.Gate;
import org.ocibench.compare.Measure;
import org.ocibench.compare.MeasureVerdict;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.compare.Paired;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Verdict;
import org.ocibench.engine.Arm;

/**
 * The arithmetic of calibrate.sh: arguments are "alarms" or "power", the longest that windows of power may be in seconds, separated by
 * commas, a file that takes a row for each window as CSV, and the folder of a campaign, or of several, whose windows of alarms are taken
 * together.
 */
final class Calibrate {

    /** Of a window in which false alarms are looked for. */
    private static final int ALARM_BLOCKS = Gate.BLOCKS;
    private static final int ALARM_PER_BLOCK = Gate.SUB_BLOCKS / Gate.BLOCKS;
    private static final String PLAIN = "plain";
    private static final String COPY = "plain~copy";
    private static final long SEED = 1;

    private final StoredCampaign campaign;
    private final SubBlocks subBlocks;
    /** Timed starts, in order; windows are made of whole units. */
    private final SortedMap<SubBlocks.Unit, List<OperationRow>> starts;

    private Calibrate(StoredCampaign campaign) {
        this.campaign = campaign;
        subBlocks = SubBlocks.of(campaign.rows());
        starts = campaign.rows().stream().filter(OperationRow::timed)
                .collect(Collectors.groupingBy(SubBlocks.Unit::of, TreeMap::new, Collectors.toList()));
    }

    public static void main(String[] args) throws IOException {
        List<Calibrate> campaigns = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            campaigns.add(new Calibrate(StoredCampaign.read(Path.of(args[i]))));
        }
        for (Calibrate one : campaigns) {
            one.head();
        }
        try (PrintStream windows = new PrintStream(Files.newOutputStream(Path.of(args[2])), false, StandardCharsets.UTF_8)) {
            windows.println("campaign,blocks,window,candidate,measure,sub-blocks,units,ratio,p,verdict");
            if (args[0].equals("alarms")) {
                alarms(campaigns, windows);
            }
            for (Calibrate one : campaigns) {
                for (String seconds : args[1].split(",")) {
                    one.power(Integer.parseInt(seconds), windows);
                }
            }
        }
    }

    private void head() {
        List<OperationRow> timed = starts.values().stream().flatMap(List::stream).toList();
        System.out.printf(Locale.ROOT, "%s, machine %s, %s: %d arms, %d blocks, %d timed starts, %d of them failed, %.0f minutes%n",
                campaign.folder().getFileName(), campaign.meta().environment().machineId(), String.join("; ", campaign.meta().caption()),
                campaign.meta().arms().size(), blocks(), timed.size(), timed.stream().filter(row -> !row.succeeded()).count(), minutes());
    }

    private int blocks() {
        return campaign.rows().stream().mapToInt(OperationRow::block).max().orElse(0);
    }

    private String key(String runtime) {
        return campaign.meta().arms().stream().filter(arm -> arm.runtime().equals(runtime)).map(Arm::key).findFirst().orElseThrow();
    }

    // ---- False alarms

    private static void alarms(List<Calibrate> campaigns, PrintStream rows) {
        int windows = campaigns.stream().mapToInt(one -> one.windows().size()).sum();
        if (windows == 0) {
            System.out.println("There is no whole window.");
            return;
        }
        for (Measure measure : Measure.TIMES) {
            double[] paired = campaigns.stream().flatMapToDouble(one -> one.paired(measure)).toArray();
            double[] sliced = campaigns.stream().flatMapToDouble(one -> one.sliced(measure)).toArray();
            System.out.printf(Locale.ROOT, "%n%s, %d disjoint windows of %d sub-blocks over %d blocks%n", name(measure), windows,
                    ALARM_BLOCKS * ALARM_PER_BLOCK, ALARM_BLOCKS);
            if (paired.length > 0) {
                System.out.printf(Locale.ROOT, "  in turns, as the bench does it: p < .05 in %s, p < .01 in %s; are p uniform? "
                        + "Kolmogorov-Smirnov p = %.2f%n", share(paired, .05), share(paired, .01), KolmogorovSmirnovTest.withDefaults()
                                .test(paired, UniformContinuousDistribution.of(0, 1)::cumulativeProbability).getPValue());
            }
            System.out.printf(Locale.ROOT, "  %d windows have no p: blocks are their units, and too few%n", windows - paired.length);
            System.out.printf(Locale.ROOT, "  one arm after the other, block by block: p < .05 in %s%n", share(sliced, .05));
        }
        List<Comparison> judged = new ArrayList<>();
        for (Calibrate one : campaigns) {
            List<Comparison> here = one.windows().stream().map(window -> one.compare(window::contains, COPY)).toList();
            one.write(here, ALARM_BLOCKS, COPY, rows);
            judged.addAll(here);
        }
        System.out.printf(Locale.ROOT, "%nVerdicts on the copy: %s%n", verdicts(judged));
    }

    private DoubleStream paired(Measure measure) {
        SortedMap<SubBlocks.Unit, Double> plain = subBlocks.values(key(PLAIN), measure);
        SortedMap<SubBlocks.Unit, Double> copy = subBlocks.values(key(COPY), measure);
        return windows().stream().flatMap(window -> Paired.of(within(plain, window), within(copy, window)).stream())
                .map(paired -> paired.ratio().p()).filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble);
    }

    /**
     * The units of each window: of 5 neighbouring blocks the first four sub-blocks each, then the next four each, and so on, so that a
     * window has the least of both that a verdict may rest on.
     */
    private List<Set<SubBlocks.Unit>> windows() {
        Map<Integer, List<SubBlocks.Unit>> blocks = subBlocks.values(key(PLAIN), Measure.WALL).keySet().stream()
                .collect(Collectors.groupingBy(SubBlocks.Unit::block, TreeMap::new, Collectors.toList()));
        List<Set<SubBlocks.Unit>> windows = new ArrayList<>();
        List<List<SubBlocks.Unit>> inOrder = List.copyOf(blocks.values());
        for (int first = 0; first + ALARM_BLOCKS <= inOrder.size(); first += ALARM_BLOCKS) {
            List<List<SubBlocks.Unit>> neighbours = inOrder.subList(first, first + ALARM_BLOCKS);
            int least = neighbours.stream().mapToInt(List::size).min().orElse(0);
            for (int from = 0; from + ALARM_PER_BLOCK <= least; from += ALARM_PER_BLOCK) {
                int start = from;
                windows.add(neighbours.stream().flatMap(block -> block.subList(start, start + ALARM_PER_BLOCK).stream())
                        .collect(Collectors.toSet()));
            }
        }
        return windows;
    }

    /** The original's sub-blocks of one block against the copy's of the next: all forks of one, then those of the other, as JMH by itself. */
    private DoubleStream sliced(Measure measure) {
        SortedMap<SubBlocks.Unit, Double> plain = subBlocks.values(key(PLAIN), measure);
        SortedMap<SubBlocks.Unit, Double> copy = subBlocks.values(key(COPY), measure);
        return IntStream.range(0, blocks() / 2).mapToObj(i -> new double[][] {logs(plain, 2 * i + 1), logs(copy, 2 * i + 2)})
                .filter(pair -> Math.min(pair[0].length, pair[1].length) > 1)
                .mapToDouble(pair -> TTest.withDefaults().with(AlternativeHypothesis.TWO_SIDED).test(pair[0], pair[1]).getPValue());
    }

    private static double[] logs(SortedMap<SubBlocks.Unit, Double> values, int block) {
        return values.entrySet().stream().filter(value -> value.getKey().block() == block).mapToDouble(value -> Math.log(value.getValue())).toArray();
    }

    private static SortedMap<SubBlocks.Unit, Double> within(SortedMap<SubBlocks.Unit, Double> values, Set<SubBlocks.Unit> window) {
        SortedMap<SubBlocks.Unit, Double> within = new TreeMap<>(values);
        within.keySet().retainAll(window);
        return within;
    }

    private static String share(double[] p, double level) {
        long below = Arrays.stream(p).filter(value -> value < level).count();
        return p.length == 0 ? "none (0 of 0)" : String.format(Locale.ROOT, "%.1f %% (%d of %d)", 100. * below / p.length, below, p.length);
    }

    // ---- Power

    private void power(int seconds, PrintStream rows) {
        int blocks = blocks();
        // Of a shorter recording all of it is one window.
        int size = (int) Math.min(blocks, seconds / 60. / minutes() * blocks);
        if (size < Gate.BLOCKS) {
            System.out.printf(Locale.ROOT, "%nWindows of %d s are none: they have less than %d blocks%n", seconds, Gate.BLOCKS);
            return;
        }
        System.out.printf(Locale.ROOT, "%nWindows of %d blocks, %.1f minutes%n", size, minutes() * size / blocks);
        for (String runtime : campaign.meta().arms().stream().map(Arm::runtime).distinct()
                .filter(name -> name.equals(COPY) || name.startsWith("plus")).toList()) {
            List<Comparison> judged = new ArrayList<>();
            for (int first = 1; first + size - 1 <= blocks; first += size) {
                int from = first;
                int to = first + size - 1;
                judged.add(compare(unit -> unit.block() >= from && unit.block() <= to, runtime));
            }
            write(judged, size, runtime, rows);
            System.out.printf(Locale.ROOT, "  %-10s %s%n", runtime, verdicts(judged));
            for (Measure measure : Measure.TIMES) {
                System.out.printf(Locale.ROOT, "    %-4s ratio %s; detectable %s %%, claimable %s %% (median and range over windows)%n",
                        name(measure), range(judged, measure, claim -> claim.paired().map(paired -> OptionalDouble.of(paired.ratio().ratio()))
                                .orElse(OptionalDouble.empty()), 1, "%.4f"),
                        range(judged, measure, MeasureVerdict::detectable, 100, "%.2f"),
                        range(judged, measure, MeasureVerdict::claimable, 100, "%.2f"));
            }
        }
    }

    private double minutes() {
        return campaign.rows().stream().mapToLong(OperationRow::startMicros).max().orElse(0) / 60e6;
    }

    private interface Figure {
        OptionalDouble of(MeasureVerdict claim);
    }

    private static String range(List<Comparison> judged, Measure measure, Figure figure, double unit, String format) {
        double[] values = judged.stream().map(one -> figure.of(claim(one, measure))).filter(OptionalDouble::isPresent)
                .mapToDouble(value -> unit * value.getAsDouble()).sorted().toArray();
        return values.length == 0 ? "n/a" : String.format(Locale.ROOT, format + " [" + format + ", " + format + "]",
                OrderStatistics.of(values).median(), values[0], values[values.length - 1]);
    }

    // ---- Both

    private Comparison compare(Predicate<SubBlocks.Unit> window, String candidate) {
        List<OperationRow> rows = starts.entrySet().stream().filter(unit -> window.test(unit.getKey())).flatMap(unit -> unit.getValue().stream())
                .toList();
        return Comparison.of(SubBlocks.of(rows), key(PLAIN), key(candidate), SEED);
    }

    private void write(List<Comparison> judged, int blocks, String candidate, PrintStream rows) {
        for (int i = 0; i < judged.size(); i++) {
            for (Measure measure : Measure.TIMES) {
                MeasureVerdict claim = claim(judged.get(i), measure);
                String[] known = claim.paired().map(paired -> new String[] {Integer.toString(paired.subBlocks()), paired.byBlock() ? "blocks" : "sub-blocks",
                        Double.toString(paired.ratio().ratio()), paired.ratio().p().isPresent() ? Double.toString(paired.ratio().p().getAsDouble()) : ""})
                        .orElse(new String[] {"0", "", "", ""});
                rows.println(String.join(",", campaign.folder().getFileName().toString(), Integer.toString(blocks), Integer.toString(i + 1), candidate,
                        name(measure), known[0], known[1], known[2], known[3], claim.verdict().name()));
            }
        }
    }

    private static MeasureVerdict claim(Comparison comparison, Measure measure) {
        // Where an arm has no CPU time from cgroups, the claim is of the one that it was waited for with.
        return comparison.measures().stream().filter(claim -> claim.measure() == measure
                || measure == Measure.CPU_GEOMETRIC_MEAN && claim.measure() == Measure.WAITED_CPU_GEOMETRIC_MEAN).findFirst().orElseThrow();
    }

    private static String verdicts(List<Comparison> judged) {
        return Measure.TIMES.stream().map(measure -> {
            Map<Verdict, Long> counts = judged.stream().collect(Collectors.groupingBy(one -> claim(one, measure).verdict(),
                    () -> new EnumMap<>(Verdict.class), Collectors.counting()));
            return name(measure) + " " + counts.entrySet().stream().map(count -> count.getValue() + " of " + judged.size() + " "
                    + count.getKey().label()).collect(Collectors.joining(", "));
        }).collect(Collectors.joining("; "));
    }

    private static String name(Measure measure) {
        return measure == Measure.WALL ? "wall" : "CPU";
    }
}
