import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.OrderStatistics;

/** The arithmetic of alternate.sh: arguments are the folder with the campaigns, the runtimes, and lines for the report's head. */
final class Alternate {

    private static final double CONFIDENCE = .99;
    private static final double WALL_LIMIT = 1.10;
    private static final double CPU_LIMIT = 1.05;

    /** Logarithms of second / first, one per round. */
    private final Map<String, List<Double>> wall = new TreeMap<>();
    private final Map<String, List<Double>> cpu = new TreeMap<>();
    private int rounds;
    private long starts;
    private long failed;

    private Alternate() {
    }

    public static void main(String[] args) throws IOException {
        Alternate alternate = new Alternate();
        alternate.read(Path.of(args[0]), args[1].isEmpty() ? List.of() : List.of(args[1].split(",")));
        System.out.println("Two ways to run a campaign, in alternation");
        System.out.println();
        for (int i = 2; i < args.length; i++) {
            System.out.println(args[i]);
        }
        System.out.printf(Locale.ROOT, "%d rounds, %d timed starts, %d of them failed; linux %s, %d cores%n%n", alternate.rounds,
                alternate.starts, alternate.failed, Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                Runtime.getRuntime().availableProcessors());
        System.out.println("Per round: ln of the median wall time (of the geometric mean CPU time) per start, second less first. Ratio: exp of "
                + "its mean, " + Math.round(100 * CONFIDENCE) + " % t-interval over rounds.");
        System.out.println();
        System.exit(alternate.print() ? 0 : 1);
    }

    private void read(Path folder, List<String> runtimes) throws IOException {
        for (int round = 1; Files.exists(folder.resolve(name(round, "second"))); round++) {
            List<OperationRow> first = timed(folder.resolve(name(round, "first")), runtimes);
            List<OperationRow> second = timed(folder.resolve(name(round, "second")), runtimes);
            rounds++;
            add(wall, first, second, Alternate::medianWall);
            add(cpu, first, second, Alternate::meanCpu);
        }
    }

    private static String name(int round, String which) {
        return String.format(Locale.ROOT, "%03d-%s", round, which);
    }

    private List<OperationRow> timed(Path results, List<String> runtimes) throws IOException {
        Path log;
        try (Stream<Path> paths = Files.walk(results)) {
            log = paths.filter(path -> path.endsWith(OperationLog.CLOSED_NAME)).findFirst().orElseThrow();
        }
        List<OperationRow> timed = OperationLog.read(log.getParent()).stream().filter(OperationRow::timed)
                .filter(row -> runtimes.isEmpty() || runtimes.contains(row.arm().split("/")[0])).toList();
        starts += timed.size();
        failed += timed.stream().filter(row -> !row.succeeded()).count();
        return timed.stream().filter(OperationRow::succeeded).toList();
    }

    private static void add(Map<String, List<Double>> to, List<OperationRow> first, List<OperationRow> second,
            ToDoubleFunction<List<OperationRow>> statistic) {
        for (String arm : first.stream().map(OperationRow::arm).distinct().toList()) {
            List<OperationRow> one = first.stream().filter(row -> row.arm().equals(arm)).toList();
            List<OperationRow> other = second.stream().filter(row -> row.arm().equals(arm)).toList();
            if (!other.isEmpty()) {
                to.computeIfAbsent(arm, key -> new ArrayList<>())
                        .add(statistic.applyAsDouble(other) - statistic.applyAsDouble(one));
            }
        }
    }

    private static double medianWall(List<OperationRow> rows) {
        return Math.log(OrderStatistics.of(rows.stream().mapToDouble(OperationRow::wallNanos).toArray()).median());
    }

    private static double meanCpu(List<OperationRow> rows) {
        return Mean.of(rows.stream().mapToDouble(row -> Math.log(row.cpuMicros().orElseThrow())).toArray()).getAsDouble();
    }

    private boolean print() {
        boolean all = true;
        for (String arm : wall.keySet()) {
            all &= line(arm, "wall", wall.get(arm), WALL_LIMIT) & line(arm, "CPU", cpu.get(arm), CPU_LIMIT);
        }
        return all;
    }

    private static boolean line(String arm, String what, List<Double> logs, double limit) {
        double[] values = logs.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Mean.of(values).getAsDouble();
        double half = TDistribution.of(values.length - 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2)
                * Math.sqrt(Variance.of(values).getAsDouble() / values.length);
        boolean holds = mean + half < Math.log(limit);
        System.out.printf(Locale.ROOT, "%-45s %-4s %.3f [%.3f, %.3f] n %d, below %.2f: %s%n", arm, what, Math.exp(mean),
                Math.exp(mean - half), Math.exp(mean + half), values.length, limit, holds ? "holds" : "NOT SHOWN");
        return holds;
    }
}
