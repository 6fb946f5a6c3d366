package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.engine.OperationKind;

/**
 * Arms that misbehave do not harm the others: each has a copy without its fault in the same campaign, and the others' turns are
 * compared, those after an arm with a fault with those after a copy. {@code -Docibench.unharmed.cycles=N}: with the few cycles of a
 * plain build nothing can be said about times, and only the failures are looked at.
 */
class UnharmedIT {

    private static final int CYCLES = Integer.getInteger("ocibench.unharmed.cycles", 4);
    private static final int ENOUGH_CYCLES = 50;
    private static final int TIMED_PER_TURN = 4;
    private static final double WALL_LIMIT = 1.10;
    private static final double CPU_LIMIT = 1.05;
    private static final double TAIL = .005;
    private static final List<String> FAULTS = List.of("fail-create", "fail-delete", "hang-create", "hang-delete", "silent", "daemon",
            "shout", "leak-process", "leak-mount", "leak-cgroup", "leak-netns", "leak-state", "slow");
    private static final List<String> OTHERS = List.of("crun", "runc", "youki");
    private static final String FAULTY = "bad";
    private static final String WALL = "wall";
    private static final String CPU = "CPU";

    private static final boolean QUIET = Files.isWritable(Path.of("/sys/kernel/rcu_expedited"));

    @RegisterExtension
    static final SurvivalReport REPORT = new SurvivalReport("The other arms are unharmed", FAULTS.size() + " arms with faults in one "
            + "start of ten and a copy of each without, in one campaign of " + CYCLES + " cycles with " + String.join(", ", OTHERS)
            + ", kernel " + (QUIET ? "quiet" : "default"), "what", "after a fault / after its copy [99 % CI]", "turns", "allowed");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("no start of the others fails")
    void theOthersAreAsTheyWere() throws Exception {
        if (CYCLES >= ENOUGH_CYCLES) {
            REPORT.asks(List.of(WALL, CPU));
        }
        Requirements.needs(OTHERS.toArray(String[]::new));
        Bench bench = new Bench(folder);
        FakeRuntime fakes = new FakeRuntime(folder, Requirements.newest("crun", "crun"));
        for (int i = 0; i < FAULTS.size(); i++) {
            fakes.add(FAULTY + (char) ('a' + i), FAULTS.get(i), "1/10").add("good" + (char) ('a' + i), "none", "1/10");
        }
        String runtimes = Stream.concat(OTHERS.stream(), Stream.of(FAULTY, "good").flatMap(kind ->
                IntStream.range(0, FAULTS.size()).mapToObj(i -> kind + (char) ('a' + i))))
                .collect(Collectors.joining(","));
        Kept kept = bench.limit(CYCLES * 20 + 120).campaign(fakes.tell(bench, "-p", "runtime=" + runtimes, "-p", "via=direct", "-p",
                "kernel=" + (QUIET ? "quiet" : "default"), "-f", "1", "-i", Integer.toString(CYCLES * TIMED_PER_TURN), "--op-timeout",
                "2")).exits(0).speaksPlainly().kept();
        kept.assertTurns();
        Leftovers.assertNone(kept.token());
        for (String other : OTHERS) {
            String arm = kept.arm(other, "direct");
            assertEquals(CYCLES * TIMED_PER_TURN, kept.successes(arm), arm);
        }
        if (CYCLES >= ENOUGH_CYCLES) {
            boolean holds = holds(kept, WALL, WALL_LIMIT, rows -> Math.log(OrderStatistics.of(
                    rows.stream().mapToDouble(OperationRow::wallNanos).toArray()).median()))
                    & holds(kept, CPU, CPU_LIMIT, rows -> Mean.of(rows.stream()
                            .mapToDouble(row -> Math.log(row.cpuMicros().orElseThrow())).toArray()).getAsDouble());
            assertTrue(holds, () -> String.join("\n", REPORT.lines()));
        }
    }

    /** A turn's value less the mean of its arm's turns, so that the arms can be put together: Welch's interval of the difference. */
    private static boolean holds(Kept kept, String what, double limit, ToDoubleFunction<List<OperationRow>> statistic) {
        List<Double> after = new ArrayList<>();
        List<Double> control = new ArrayList<>();
        for (String other : OTHERS) {
            Map<Integer, List<OperationRow>> turns = kept.timed(kept.arm(other, "direct")).stream()
                    .collect(Collectors.groupingBy(OperationRow::cycle, TreeMap::new, Collectors.toList()));
            double mean = turns.values().stream().mapToDouble(statistic).average().orElseThrow();
            for (OperationRow row : kept.rows()) {
                boolean fake = row.predecessor().startsWith(FAULTY) || row.predecessor().startsWith("good");
                if (row.kind() == OperationKind.LEAD_IN && row.arm().startsWith(other + "/") && fake) {
                    (row.predecessor().startsWith(FAULTY) ? after : control)
                            .add(statistic.applyAsDouble(turns.get(row.cycle())) - mean);
                }
            }
        }
        double[] one = after.stream().mapToDouble(Double::doubleValue).toArray();
        double[] two = control.stream().mapToDouble(Double::doubleValue).toArray();
        double a = Variance.of(one).getAsDouble() / one.length;
        double b = Variance.of(two).getAsDouble() / two.length;
        double freedom = (a + b) * (a + b) / (a * a / (one.length - 1) + b * b / (two.length - 1));
        double difference = Mean.of(one).getAsDouble() - Mean.of(two).getAsDouble();
        double half = TDistribution.of(freedom).inverseSurvivalProbability(TAIL) * Math.sqrt(a + b);
        boolean holds = difference + half < Math.log(limit);
        String[] cells = {String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", Math.exp(difference), Math.exp(difference - half),
                Math.exp(difference + half)), one.length + ", " + two.length, String.format(Locale.ROOT, "below %.2f", limit)};
        if (holds) {
            REPORT.green(what, cells);
        } else {
            REPORT.red(what, cells);
        }
        return holds;
    }
}
