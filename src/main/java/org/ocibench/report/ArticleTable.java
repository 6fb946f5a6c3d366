package org.ocibench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.LimitSummary;
import org.ocibench.compare.WallSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Limit;

/**
 * The seven columns of the article that the bench started from, in seconds. Mean, minimum and maximum are of the
 * successful starts only, the total is of all attempts. Controls are no runtimes and are left out.
 *
 * @param summaries    in any order
 * @param displayNames name to show by value of the runtime parameter
 * @param limits       searches for the smallest limit of memory in the same campaign
 */
public record ArticleTable(List<ArmSummary> summaries, Map<String, String> displayNames, List<LimitSummary> limits) {

    private static final String NONE = "-";
    private static final String NOT_SEARCHED = "n/a (run MinimumMemoryBenchmark)";

    public ArticleTable {
        summaries = List.copyOf(summaries);
        displayNames = Map.copyOf(displayNames);
        limits = List.copyOf(limits);
    }

    /** For a terminal: aligned, ends with a line feed. */
    public String text() {
        return grid().text();
    }

    /** GitHub-flavoured Markdown, ends with a line feed. */
    public String markdown() {
        return grid().markdown();
    }

    private Grid grid() {
        Arms arms = new Arms(summaries.stream().filter(s -> !s.arm().isControl()).toList(), displayNames);
        List<Grid.Column> columns = List.of(Grid.Column.left("Runtime"), Grid.Column.right("Mean (s)"),
                Grid.Column.right("Min (s)"), Grid.Column.right("Max (s)"), Grid.Column.right("Errors"),
                Grid.Column.right("Total (s)"), Grid.Column.left("Min Mem"));
        List<List<String>> rows = arms.runtimes().stream().map(s -> row(arms, s)).toList();
        return new Grid(columns, List.of(new Grid.Section("", rows)));
    }

    private List<String> row(Arms arms, ArmSummary summary) {
        return List.of(label(arms, summary.arm()), seconds(summary, WallSummary::mean),
                seconds(summary, WallSummary::min), seconds(summary, WallSummary::max),
                summary.errors().failures() + "/" + summary.attempts(), Figures.seconds(summary.totalSeconds()),
                minimum(summary.arm()));
    }

    private String minimum(Arm arm) {
        return limits.stream().filter(limit -> limit.kind() == Limit.Kind.MEMORY && limit.arm().equals(arm)).findFirst()
                .map(LimitTable::minimum).orElse(NOT_SEARCHED);
    }

    private static String label(Arms arms, Arm arm) {
        Map<String, Function<Arm, String>> telling = new LinkedHashMap<>();
        if (arms.summaries().stream().map(s -> s.arm().via()).distinct().count() > 1) {
            telling.put("via", Arm::via);
        }
        telling.putAll(arms.varying());
        List<String> parts = new ArrayList<>();
        telling.values().forEach(part -> parts.add(part.apply(arm)));
        return arms.name(arm) + (parts.isEmpty() ? "" : parts.stream().collect(Collectors.joining(", ", " (", ")")));
    }

    private static String seconds(ArmSummary summary, Function<WallSummary, Double> millis) {
        return summary.wall().map(w -> Figures.seconds(millis.apply(w) / 1000)).orElse(NONE);
    }
}
