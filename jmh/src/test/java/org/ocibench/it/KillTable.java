package org.ocibench.it;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The outcomes of random moments as a table: one row per way to die. */
final class KillTable {

    static final String[] COLUMNS = {"fault", "what happened", "moments", "green", "the campaign was",
        "kept: starts begun, in the log, in jmh.json", "complete and lost", "left at its end", "left after"};

    /** The row on all moments. */
    static final String ALL = "all";

    private KillTable() {
    }

    /** Adds a row per way to die, and one per moment that was not survived. */
    static void addDeaths(SurvivalReport report, List<Outcome> outcomes) {
        for (Death death : Death.values()) {
            List<Outcome> mine = outcomes.stream().filter(outcome -> outcome.death() == death).toList();
            if (!mine.isEmpty()) {
                add(report, death.label(), mine);
            }
        }
        outcomes.stream().filter(outcome -> !outcome.isGreen()).forEach(outcome -> report.red("one moment", outcome.told()));
    }

    /** Adds the row on all moments. */
    static void addAll(SurvivalReport report, List<Outcome> outcomes) {
        add(report, ALL, outcomes);
    }

    private static void add(SurvivalReport report, String label, List<Outcome> outcomes) {
        long begun = outcomes.stream().mapToLong(Outcome::begun).sum();
        long logged = outcomes.stream().mapToLong(Outcome::logged).sum();
        long values = outcomes.stream().mapToLong(outcome -> Math.max(0, outcome.values())).sum();
        long lost = outcomes.stream().mapToLong(Outcome::lost).sum();
        long green = outcomes.stream().filter(Outcome::isGreen).count();
        String[] cells = {counts(outcomes, outcome -> "exit " + outcome.exit()), String.valueOf(outcomes.size()),
            String.valueOf(green), counts(outcomes, Outcome::phase), begun + ", " + logged + ", " + values, String.valueOf(lost),
            left(outcomes), after(outcomes)};
        if (green == outcomes.size()) {
            report.green(label, cells);
        } else {
            report.red(label, cells);
        }
    }

    private static String left(List<Outcome> outcomes) {
        Map<String, Long> kinds = outcomes.stream().flatMap(outcome -> outcome.before().stream())
                .collect(Collectors.groupingBy(thing -> thing.substring(0, thing.indexOf(' ')), TreeMap::new,
                        Collectors.counting()));
        return kinds.isEmpty() ? "nothing"
                : kinds.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining(", "));
    }

    private static String after(List<Outcome> outcomes) {
        long left = outcomes.stream().mapToLong(outcome -> outcome.after().size()).sum();
        String cleaners = counts(outcomes.stream().filter(outcome -> !outcome.cleaner().isEmpty()).toList(), Outcome::cleaner);
        return (left == 0 ? "nothing" : String.valueOf(left)) + (cleaners.isEmpty() ? "" : " (" + cleaners + ")");
    }

    private static String counts(List<Outcome> outcomes, Function<Outcome, String> by) {
        return outcomes.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting())).entrySet().stream()
                .map(e -> e.getKey() + (e.getValue() == 1 ? "" : " x" + e.getValue())).collect(Collectors.joining(", "));
    }
}
