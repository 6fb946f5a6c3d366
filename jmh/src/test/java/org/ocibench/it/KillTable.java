package org.ocibench.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The outcomes of random moments as a table: one row per way to die. */
final class KillTable {

    private static final String HEAD = "| fault | moments | the campaign was | what happened "
            + "| kept: starts begun, in the log, in jmh.json | complete and lost | left at its end | left after | |";

    private KillTable() {
    }

    static List<String> of(List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>(List.of(HEAD, "| --- | ---: | --- | --- | --- | ---: | --- | --- | --- |"));
        for (Death death : Death.values()) {
            List<Outcome> mine = outcomes.stream().filter(outcome -> outcome.death() == death).toList();
            if (!mine.isEmpty()) {
                lines.add(row(death.label(), mine));
            }
        }
        lines.add(row("all", outcomes));
        outcomes.stream().filter(outcome -> !outcome.isGreen()).forEach(outcome -> lines.add("\nNot green: " + outcome.told()));
        return lines;
    }

    private static String row(String label, List<Outcome> outcomes) {
        long begun = outcomes.stream().mapToLong(Outcome::begun).sum();
        long logged = outcomes.stream().mapToLong(Outcome::logged).sum();
        long values = outcomes.stream().mapToLong(outcome -> Math.max(0, outcome.values())).sum();
        long lost = outcomes.stream().mapToLong(Outcome::lost).sum();
        long green = outcomes.stream().filter(Outcome::isGreen).count();
        return "| " + String.join(" | ", label, String.valueOf(outcomes.size()), counts(outcomes, Outcome::phase),
                counts(outcomes, outcome -> "exit " + outcome.exit()), begun + ", " + logged + ", " + values,
                String.valueOf(lost), left(outcomes), after(outcomes), green == outcomes.size() ? "green" : green + " green") + " |";
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
