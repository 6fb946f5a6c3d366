package org.ocibench.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import org.ocibench.compare.Measure;
import org.ocibench.compare.MeasureVerdict;
import org.ocibench.compare.Sign;
import org.ocibench.compare.Signs;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;

/** The same two versions under several paces and kernel settings side by side, and why their ratios differ. */
final class ConditionsTable {

    private static final String NONE = "-";
    /** Milliseconds off the CPU by which conditions must differ for that to be worth a word. */
    private static final double LEAST_DIFFERENCE = 1;

    private static final List<Grid.Column> COLUMNS = List.of(Grid.Column.left("via"), Grid.Column.left("workload"),
            Grid.Column.left("pace"), Grid.Column.left("kernel"),
            Grid.Column.right("wall ms"), Grid.Column.right("of it off CPU"), Grid.Column.right("wall: difference [99 % CI]"),
            Grid.Column.right("wall: change"), Grid.Column.right("CPU: difference [99 % CI]"), Grid.Column.right("CPU: change"));

    private static final String WHY = "Why the changes differ: wall time off the CPU (wall less CPU time, of the baseline's median start) is mostly "
            + "the kernel's grace periods, which no version of a runtime shortens. They are long at pace isolated with the default kernel, and "
            + "nearly gone with kernel quiet. So compare the differences in ms: the same one is a smaller part of a start that waits longer, and "
            + "where the host goes over to waiting anyway, part of the work that was added fits into the wait.";

    private ConditionsTable() {
    }

    /** For a terminal, ends with a line feed; empty where all pairs have the same pace and kernel. */
    static String text(List<Versus> pairs) {
        boolean several = pairs.stream().map(pair -> pair.baseline().pace() + pair.baseline().kernel()).distinct().count() > 1;
        return several ? new Grid(COLUMNS, List.of(new Grid.Section("", pairs.stream().map(ConditionsTable::row).toList()))).text()
                + (waitsDiffer(pairs) ? Prose.paragraph(WHY) : "") : "";
    }

    private static boolean waitsDiffer(List<Versus> pairs) {
        DoubleSummaryStatistics off = pairs.stream().flatMap(pair -> offCpu(pair).stream()).mapToDouble(Sign::baseline).summaryStatistics();
        return off.getCount() > 1 && off.getMax() - off.getMin() > LEAST_DIFFERENCE;
    }

    private static Optional<Sign> offCpu(Versus pair) {
        return pair.signs().stream().filter(sign -> sign.name().equals(Signs.OFF_CPU)).findFirst();
    }

    private static String told(Arm arm) {
        return arm.workload() + Arms.phase(arm, " ");
    }

    private static List<String> row(Versus pair) {
        List<String> row = new ArrayList<>(List.of(pair.baseline().via(), told(pair.baseline()), pair.baseline().pace(), pair.baseline().kernel(),
                Optional.ofNullable(pair.levels().get(Measure.WALL)).map(l -> Figures.millis(l.baseline())).orElse(NONE),
                offCpu(pair).map(Sign::baseline).map(Figures::millis).orElse(NONE)));
        pair.comparison().measures().stream().filter(claim -> claim.measure() != Measure.PEAK).forEach(claim -> row.addAll(changes(claim)));
        return row;
    }

    private static List<String> changes(MeasureVerdict claim) {
        return claim.paired().map(p -> List.of(Figures.difference(p.difference()), Figures.change(p.ratio().ratio(), Optional.empty())))
                .orElse(List.of(NONE, NONE));
    }
}
