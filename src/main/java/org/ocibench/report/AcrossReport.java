package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.AcrossCampaigns;
import org.ocibench.compare.Comparability;
import org.ocibench.compare.Effect;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.Measure;
import org.ocibench.compare.Standing;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;

/**
 * Two campaigns side by side.
 *
 * @param across       what was compared
 * @param displayNames name to show by value of the runtime parameter, of the second campaign
 * @param before       lines about the first campaign
 * @param after        lines about the second
 */
public record AcrossReport(AcrossCampaigns across, Map<String, String> displayNames, List<String> before, List<String> after) {

    private static final String NONE = "-";
    private static final int LINE_LENGTH = 400;

    public AcrossReport {
        displayNames = Map.copyOf(displayNames);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** For a terminal; ends with a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        before.forEach(line -> text.append(Prose.paragraph("before: " + SafeText.of(line, LINE_LENGTH))));
        after.forEach(line -> text.append(Prose.paragraph("after: " + SafeText.of(line, LINE_LENGTH))));
        text.append('\n').append(changes());
        if (across.comparability().otherMachine()) {
            text.append(Prose.paragraph("ANOTHER MACHINE: the columns stand side by side, and nothing is to be concluded from how they differ."));
        }
        text.append('\n').append(grid().text()).append("\nHow to read it:\n");
        legend().forEach(line -> text.append(Prose.paragraph("- " + line)));
        return text.toString();
    }

    private String changes() {
        List<Comparability.Change> changes = Stream.concat(across.comparability().conditions().stream(), across.comparability().changes().stream()).toList();
        if (changes.isEmpty()) {
            return "Nothing of what is known of their environments differs.\n";
        }
        return "What differs:\n" + changes.stream().map(change -> Prose.paragraph("- " + SafeText.of(change.key()) + ": "
                + SafeText.of(change.before()) + " -> " + SafeText.of(change.after()))).collect(Collectors.joining());
    }

    private Grid grid() {
        List<Grid.Column> columns = new ArrayList<>(List.of(Grid.Column.left("arm")));
        boolean compared = !across.comparability().otherMachine();
        for (String title : List.of("wall ms", "CPU ms")) {
            columns.add(Grid.Column.right(title));
            columns.add(Grid.Column.right("after"));
            if (compared) {
                columns.add(Grid.Column.right("to the anchor [99 % CI]"));
                columns.add(Grid.Column.left(""));
            }
        }
        columns.add(Grid.Column.right("errors"));
        columns.add(Grid.Column.right("after"));
        return new Grid(columns, List.of(new Grid.Section("", across.rows().stream().map(row -> cells(row, compared)).toList())));
    }

    private List<String> cells(AcrossCampaigns.Row row, boolean compared) {
        Arm arm = row.arm();
        List<String> cells = new ArrayList<>(List.of(SafeText.of(displayNames.getOrDefault(arm.runtime(), arm.runtime()) + " " + arm.via() + " "
                + arm.workload() + " " + arm.pace() + " " + arm.kernel() + Arms.phase(arm, " "))));
        for (Measure measure : Measure.TIMES) {
            Optional<Versus.Levels> levels = Optional.ofNullable(row.levels().get(measure));
            cells.add(levels.map(l -> Figures.millis(l.baseline())).orElse(NONE));
            cells.add(levels.map(l -> Figures.millis(l.candidate())).orElse(NONE));
            if (compared) {
                Optional<Effect> anchored = Optional.ofNullable(row.anchored().get(measure));
                cells.add(anchored.map(a -> Figures.change(a.ratio(), Optional.of(a.interval()))).orElse(NONE));
                cells.add(standing(row.standing(measure)));
            }
        }
        cells.add(rate(row.before()));
        cells.add(rate(row.after()));
        return cells;
    }

    private static String standing(Standing standing) {
        return standing.isChange() ? "suspect: " + standing.label() : standing.label();
    }

    private static String rate(ErrorRate rate) {
        return rate.failures() + "/" + rate.attempts();
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>();
        if (!across.comparability().otherMachine()) {
            String anchors = across.rows().stream().flatMap(row -> row.anchors().stream()).collect(Collectors.toCollection(TreeSet::new)).stream()
                    .map(SafeText::of).collect(Collectors.joining(", "));
            lines.add("To the anchor: how the ratio to " + (anchors.isEmpty() ? "an anchor (the two campaigns have none in common)" : anchors)
                    + " changed from one campaign to the other; the anchor is what did not change, so that a slower day of the host cancels. "
                    + "suspect: the whole interval is beyond the margin of 2 %; same: within it.");
        }
        lines.add("The two were not made at the same time, so this is no verdict: what differs between two days is in no interval. ab OLD NEW "
                + "measures both again, in turns, and gives one.");
        return lines;
    }
}
