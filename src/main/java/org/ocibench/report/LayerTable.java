package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.Interval;
import org.ocibench.compare.LayerSummary;
import org.ocibench.compare.Mean;
import org.ocibench.compare.ProfilingCost;
import org.ocibench.engine.Arm;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerMetric;

/**
 * What each layer of a start used: a part per arm, a row per layer.
 *
 * @param summaries    arms with watched starts, in the order in which they are shown
 * @param displayNames name to show by value of the runtime parameter
 * @param costs        what watching costs, by arm
 * @param missing      why bytes and peaks of processes that have ended are not known, or null
 */
public record LayerTable(List<LayerSummary> summaries, Map<String, String> displayNames, List<ProfilingCost> costs,
        String missing) {

    private static final String NONE = "-";
    private static final String UNREADABLE = "n/a";
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double KIB = 1024;

    public LayerTable {
        summaries = List.copyOf(summaries);
        displayNames = Map.copyOf(displayNames);
        costs = List.copyOf(costs);
    }

    /** For a terminal. */
    public String text() {
        return Stream.concat(Stream.of(grid().text()), notes().stream().map(Prose::paragraph)).collect(Collectors.joining("\n"));
    }

    /** GitHub-flavoured Markdown. */
    public String markdown() {
        return "What each layer used:\n\n" + grid().markdown() + "\n"
                + notes().stream().map(line -> "- " + Prose.markdown(line) + "\n").collect(Collectors.joining());
    }

    private Grid grid() {
        List<Grid.Column> columns = List.of(Grid.Column.left("layer"), Grid.Column.right("CPU ms [95 % CI]"),
                Grid.Column.right("share"), Grid.Column.right("user ms"), Grid.Column.right("system ms"),
                Grid.Column.right("switches"), Grid.Column.right("KiB written"), Grid.Column.right("write calls"),
                Grid.Column.right("syncs"), Grid.Column.right("peak mem"));
        return new Grid(columns, summaries.stream().map(this::section).toList());
    }

    private Grid.Section section(LayerSummary summary) {
        Arm arm = summary.arm();
        String name = SafeText.of(displayNames.getOrDefault(arm.runtime(), arm.runtime()));
        List<List<String>> rows = new ArrayList<>();
        double sum = CostLayer.of(arm).stream().filter(layer -> !layer.isSurrounding())
                .mapToDouble(layer -> cpu(summary, layer)).sum();
        CostLayer.of(arm).forEach(layer -> rows.add(row(summary, layer, sum)));
        rows.add(last("unattributed", summary.unattributedCpu()));
        rows.add(last("the host in all", summary.hostCpu()));
        return new Grid.Section(name + ", " + arm.via() + ", " + arm.workload() + ", " + arm.pace() + ", " + arm.kernel() + ", "
                + Counted.of(summary.n(), "watched start") + ":", rows);
    }

    private static double cpu(LayerSummary summary, CostLayer layer) {
        return summary.mean(layer, LayerMetric.CPU).map(Mean::value).orElse(0.0);
    }

    private static List<String> row(LayerSummary summary, CostLayer layer, double sum) {
        return List.of(layer.label(), summary.mean(layer, LayerMetric.CPU).map(LayerTable::millis).orElse(UNREADABLE),
                layer.isSurrounding() || sum == 0 ? NONE : Figures.percent(cpu(summary, layer) / sum) + " %",
                cell(summary, layer, LayerMetric.USER), cell(summary, layer, LayerMetric.SYSTEM),
                cell(summary, layer, LayerMetric.SWITCHES), cell(summary, layer, LayerMetric.WRITTEN),
                cell(summary, layer, LayerMetric.WRITE_CALLS), cell(summary, layer, LayerMetric.SYNCS), peak(summary, layer));
    }

    private static List<String> last(String name, Optional<Mean> cpu) {
        return List.of(name, cpu.map(LayerTable::millis).orElse(UNREADABLE), NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
    }

    private static String cell(LayerSummary summary, CostLayer layer, LayerMetric metric) {
        if (!metric.isToldOf(layer)) {
            return NONE;
        }
        return summary.mean(layer, metric).map(mean -> switch (metric) {
            case CPU, USER, SYSTEM -> Figures.millis(mean.value() / MICROS_PER_MILLI);
            case WRITTEN, PEAK_MEMORY -> String.format(Locale.ROOT, "%.0f", mean.value() / KIB);
            case SWITCHES, WRITE_CALLS, SYNCS -> String.format(Locale.ROOT, "%.1f", mean.value());
        }).orElse(UNREADABLE);
    }

    private static String peak(LayerSummary summary, CostLayer layer) {
        if (!LayerMetric.PEAK_MEMORY.isToldOf(layer)) {
            return NONE;
        }
        return summary.peakBytes(layer).map(bytes -> bytes == 0 ? NONE : Figures.bytes(Math.round(bytes))).orElse(UNREADABLE);
    }

    private static String millis(Mean micros) {
        double value = micros.value() / MICROS_PER_MILLI;
        return micros.interval().map(i -> Figures.millis(value,
                new Interval(i.lower() / MICROS_PER_MILLI, i.upper() / MICROS_PER_MILLI))).orElse(Figures.millis(value));
    }

    private List<String> notes() {
        List<String> lines = new ArrayList<>();
        lines.add("Layers: means per start, of starts that were watched; a stretch goes from the end of one to the end of the next. "
                + "In brackets the 95 % t-interval of this run. share: of the CPU time of the container's own layers. written: bytes made "
                + "dirty in the page cache. write calls: to files, pipes and sockets alike. syncs: fsync and its kin. peak mem: "
                + "largest process, median. What the container's process does before its program begins is the runtime's. kernel: "
                + "threads of the kernel; bench: this bench; others: all else on the host. unattributed: what the host's own "
                + "accounting has beyond all of them. No watched start is in the other tables.");
        if (missing != null) {
            lines.add("n/a: " + SafeText.of(missing));
        }
        for (LayerSummary summary : summaries) {
            if (summary.incomplete() > 0) {
                lines.add("Incomplete: " + summary.arm() + ": " + Counted.of(summary.incomplete(), "watched start") + " failed or "
                        + "lost records, and stands in no figure (-prof layers:buffer=MIB gives more room)");
            }
        }
        for (ProfilingCost cost : costs) {
            lines.add("Watching costs: " + cost.arm() + ": wall time x " + ratio(cost.wall()) + cost.cpu().map(cpu -> ", CPU time x "
                    + ratio(cpu)).orElse("") + ", " + Counted.of(cost.wall().turns(), "turn"));
        }
        return lines;
    }

    private static String ratio(ProfilingCost.Ratio ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio.value())
                + ratio.interval().map(i -> String.format(Locale.ROOT, " [%.3f, %.3f]", i.lower(), i.upper())).orElse("");
    }
}
