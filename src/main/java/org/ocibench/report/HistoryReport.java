package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.ocibench.compare.ChangePoints;
import org.ocibench.compare.Conditions;
import org.ocibench.compare.Margin;
import org.ocibench.compare.Measure;
import org.ocibench.compare.Standing;
import org.ocibench.compare.VersionHistory;
import org.ocibench.engine.Arm;

/**
 * The versions of a runtime over all campaigns that are kept.
 *
 * @param runtime   its name
 * @param histories one for each machine and condition, each of two versions at least
 * @param single    conditions that only one version was measured under
 * @param back      how many releases the look for creep goes back
 */
public record HistoryReport(String runtime, List<VersionHistory> histories, int single, int back) {

    private static final String NONE = "-";
    private static final int DIGITS = 8;

    private static final List<Grid.Column> COLUMNS = List.of(Grid.Column.left("version"), Grid.Column.right("campaigns"),
            Grid.Column.right("wall ms"), Grid.Column.right("wall: to the one before [99 % CI]"), Grid.Column.left(""),
            Grid.Column.right("CPU ms"), Grid.Column.right("CPU: to the one before [99 % CI]"), Grid.Column.left(""),
            Grid.Column.left("how"));

    private static final List<String> LEGEND = List.of(
            "To the one before: candidate / baseline - 1. re-measured: both took turns in the same campaigns, and that is what is compared; "
                    + "cross-campaign: they never met, so each was compared with the namespaces control of its own campaign. Across campaigns, "
                    + "hosts differ from day to day by more than the interval tells: a question mark stands there.",
            "slower, faster: the whole interval is beyond the margin of " + Figures.percent(Margin.OF_TIME.ratio()) + " %; same: within it; unclear: "
                    + "neither. These are no verdicts: ab OLD NEW measures both again and gives one.",
            "Change points are looked for in the ratios to the control, one for each version in each campaign, from " + ChangePoints.LEAST_N
                    + " on (E-divisive, p < " + Figures.probability(ChangePoints.LEVEL) + "). One "
                    + "that falls between two campaigns of the same version is the host's.");

    public HistoryReport {
        histories = List.copyOf(histories);
    }

    /** For a terminal; ends with a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (VersionHistory history : histories) {
            text.append(Prose.paragraph(title(history) + ":")).append(grid(history).text());
            notes(history).forEach(note -> text.append(Prose.paragraph(note)));
            text.append('\n');
        }
        text.append("How to read it:\n");
        legend().forEach(line -> text.append(Prose.paragraph("- " + line)));
        return text.toString();
    }

    /**
     * As Markdown, with a plot for each table.
     *
     * @param plots file names of the plots, one for each history
     */
    public String markdown(List<String> plots) {
        StringBuilder text = new StringBuilder("# Versions of " + Prose.markdown(SafeText.of(runtime)) + "\n");
        for (int i = 0; i < histories.size(); i++) {
            VersionHistory history = histories.get(i);
            text.append("\n## ").append(Prose.markdown(title(history))).append("\n\n![").append(Prose.markdown(title(history))).append("](")
                    .append(plots.get(i)).append(")\n\n").append(grid(history).markdown()).append('\n');
            notes(history).forEach(note -> text.append(Prose.markdown(note)).append("\n\n"));
        }
        text.append("\nHow to read it:\n\n");
        legend().forEach(line -> text.append("- ").append(Prose.markdown(line)).append('\n'));
        return text.toString();
    }

    /** The plot of one of the histories, an SVG document. */
    public String plot(int history) {
        return HistoryPlot.of(histories.get(history), title(histories.get(history)));
    }

    private String title(VersionHistory history) {
        Arm arm = history.arm();
        return SafeText.of(runtime + " via " + arm.via() + ", " + Conditions.of(arm) + Arms.phase(arm, ", ") + ", machine " + history.machineId()
                + (isTold(history) ? "" : ", benchmark " + history.benchmarkVersion().substring(0, Math.min(DIGITS, history.benchmarkVersion().length()))));
    }

    /** Whether machine and condition tell a history from all others: of another version of the benchmark there may be one more. */
    private boolean isTold(VersionHistory history) {
        return histories.stream().filter(other -> other.machineId().equals(history.machineId()) && other.arm().equals(history.arm())).count() == 1;
    }

    private static Grid grid(VersionHistory history) {
        List<VersionHistory.Edge> wall = history.edges(Measure.WALL);
        List<VersionHistory.Edge> cpu = history.edges(Measure.CPU_GEOMETRIC_MEAN);
        List<List<String>> rows = new ArrayList<>();
        List<String> versions = history.versions();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i);
            List<String> row = new ArrayList<>(List.of(SafeText.of(version), Integer.toString(history.of(version).size())));
            row.add(millis(history.level(version, Measure.WALL)));
            row.addAll(i == 0 ? List.of(NONE, "") : step(wall.get(i - 1)));
            row.add(millis(history.level(version, Measure.CPU_GEOMETRIC_MEAN)));
            row.addAll(i == 0 ? List.of(NONE, "", "") : step(cpu.get(i - 1)));
            if (i > 0) {
                row.add(how(wall.get(i - 1)));
            }
            rows.add(row);
        }
        return new Grid(COLUMNS, List.of(new Grid.Section("", rows)));
    }

    private static List<String> step(VersionHistory.Edge edge) {
        return List.of(edge.ratio().isEmpty() ? NONE : Figures.change(edge.ratio().getAsDouble(), edge.interval()), standing(edge));
    }

    private static String standing(VersionHistory.Edge edge) {
        return edge.standing().label() + (edge.remeasured() || edge.standing() == Standing.UNCLEAR ? "" : "?");
    }

    private static String how(VersionHistory.Edge edge) {
        return edge.remeasured() ? "re-measured" + (edge.campaigns() > 1 ? " in " + Counted.of(edge.campaigns(), "campaign") : "")
                : "cross-campaign";
    }

    private static String millis(OptionalDouble value) {
        return value.isPresent() ? Figures.millis(value.getAsDouble()) : NONE;
    }

    private List<String> notes(VersionHistory history) {
        List<String> notes = new ArrayList<>();
        for (Measure measure : Measure.TIMES) {
            String noun = VerdictSentence.noun(measure);
            history.creep(back, measure).forEach(edge -> notes.add("Creep: " + noun + " of " + SafeText.of(edge.to()) + " is "
                    + Figures.change(edge.ratio().orElseThrow(), edge.interval()) + " against " + SafeText.of(edge.from()) + ", "
                    + Counted.of(back, "release") + " back (" + how(edge) + "), though no single step shows it."));
            changePoints(history, measure).forEach(notes::add);
        }
        if (history.versions().size() <= back) {
            notes.add("Creep: not looked for in " + Counted.of(history.versions().size(), "version") + ", it takes " + (back + 1) + ".");
        }
        history.versions().stream().filter(version -> history.of(version).stream().map(VersionHistory.Point::sha256).distinct().count() > 1)
                .forEach(version -> notes.add(SafeText.of(version) + " stands for several builds: the files differ."));
        return notes;
    }

    private static List<String> changePoints(VersionHistory history, Measure measure) {
        List<VersionHistory.Point> points = history.anchored(measure);
        String noun = VerdictSentence.noun(measure);
        if (points.size() < ChangePoints.LEAST_N) {
            return List.of("Change points of " + noun + ": not looked for in " + Counted.of(points.size(), "point") + ", it takes "
                    + ChangePoints.LEAST_N + ".");
        }
        List<VersionHistory.Change> found = history.changePoints(measure);
        if (found.isEmpty()) {
            return List.of("Change points of " + noun + ": none in " + Counted.of(points.size(), "point") + ".");
        }
        return List.of(found.stream().map(HistoryReport::told).collect(Collectors.joining("; ", "Change points of " + noun + ": ", ".")));
    }

    private static String told(VersionHistory.Change change) {
        String size = Figures.change(change.ratio(), Optional.empty()) + " (p " + Figures.probability(change.p()) + ")";
        String version = SafeText.of(change.after().version());
        return change.isOfTheHost() ? size + " between campaigns " + change.before().campaign() + " and " + change.after().campaign() + ", both of "
                + version : size + " with " + version;
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>(LEGEND);
        lines.add("Creep: a change over " + Counted.of(back, "release") + " that no single step shows (--back N looks over N).");
        if (single > 0) {
            lines.add("Not shown: " + Counted.of(single, "condition") + " with one version only.");
        }
        return lines;
    }
}
