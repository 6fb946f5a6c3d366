package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.PriceList;

/**
 * What each option of the spec costs, per runtime. Every text given in is passed through {@link SafeText}.
 *
 * @param lists        one for each runtime and conditions
 * @param displayNames name to show by value of the runtime parameter
 * @param options      what an option changes, by its label
 * @param trouble      what is known of an arm's trouble, by its key
 * @param caption      lines about the campaign
 */
public record PriceReport(List<PriceList> lists, Map<String, String> displayNames, Map<String, String> options,
        Function<String, Optional<String>> trouble, List<String> caption) {

    private static final String NONE = "-";
    private static final int LINE_LENGTH = 600;
    private static final int REASON_LENGTH = 200;

    private static final List<Grid.Column> COLUMNS = List.of(Grid.Column.left("option"),
            Grid.Column.right("added ms [99 % CI]"), Grid.Column.right("added CPU ms [99 % CI]"),
            Grid.Column.right("added peak KiB [99 % CI]"), Grid.Column.right("n"), Grid.Column.left("what it changes"));

    public PriceReport {
        lists = List.copyOf(lists);
        displayNames = Map.copyOf(displayNames);
        options = Map.copyOf(options);
        caption = List.copyOf(caption);
    }

    /** For a terminal: aligned, about 150 columns at most, ends with a line feed. */
    public String text() {
        List<String> parts = new ArrayList<>();
        lists.forEach(list -> parts.add(text(list)));
        parts.add(Stream.concat(caption.stream(), legend().stream()).map(line -> Prose.paragraph("- " + safe(line)))
                .collect(Collectors.joining("", "How to read it:\n", "")));
        return String.join("\n", parts);
    }

    private String text(PriceList list) {
        String runtime = safe(displayNames.getOrDefault(list.plain().runtime(), list.plain().runtime()));
        String cpu = list.cpu().map(c -> ", CPU " + Figures.millis(c.mean()) + " ms" + (list.waited() ? " (getrusage)" : ""))
                .orElse("");
        String head = runtime + ", workload " + list.plain().workload() + ", pace " + list.plain().pace() + ", kernel "
                + list.plain().kernel() + ": " + list.plain().via() + " takes " + list.millis()
                .map(m -> Figures.millis(m.mean()) + " ms" + cpu).orElse("an unknown time, no start of it is in a whole sub-block");
        return head + "\n" + new Grid(COLUMNS, List.of(new Grid.Section("", list.prices().stream().map(this::row).toList()))).text();
    }

    private List<String> row(PriceList.Price price) {
        return List.of(safe(price.option()) + (price.errors().censored() ? " (censored)" : ""),
                price.wall().map(Figures::difference).orElse(NONE), price.cpu().map(Figures::difference).orElse(NONE),
                price.peak().map(Figures::kibDifference).orElse(NONE),
                price.wall().map(Estimate::n).map(n -> Integer.toString(n)).orElse("0"), safe(told(price)));
    }

    private String told(PriceList.Price price) {
        String changes = options.getOrDefault(price.option(), "");
        if (price.wall().isPresent()) {
            return changes;
        }
        int attempts = price.errors().attempts();
        String how = attempts == 0 ? "not run" : attempts > price.errors().failures() ? "no whole sub-block"
                : "no success in " + Counted.of(attempts, "start");
        return how + trouble.apply(price.arm().key()).map(why -> ": " + SafeText.of(why, REASON_LENGTH)).orElse("");
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>();
        lines.add("Added: what a start takes more than one of plain direct, with this option and nothing else changed, in the same "
                + "sub-blocks; n of them (a sub-block is three turns of every arm), from 6 on with the 99 % "
                + "interval. An interval that holds 0 does not say that the option is free. The intervals are not adjusted for their "
                + "number: of a hundred options without any effect one would be expected to show some.");
        if (lists.stream().flatMap(l -> l.prices().stream()).anyMatch(p -> p.errors().censored())) {
            lines.add("censored: more than 1 % of the starts failed; if failing depends on speed, the times show a selection.");
        }
        return lines;
    }

    private static String safe(String text) {
        return SafeText.of(text, LINE_LENGTH);
    }
}
