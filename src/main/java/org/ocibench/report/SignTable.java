package org.ocibench.report;

import java.util.List;
import java.util.Locale;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Sign;

/** The signs of where a difference comes from, as a table. */
final class SignTable {

    private static final List<Grid.Column> COLUMNS = List.of(Grid.Column.left("signs of the cause, per start"), Grid.Column.right("baseline"),
            Grid.Column.right("candidate"), Grid.Column.right("difference [99 % CI]"));

    private SignTable() {
    }

    /** For a terminal; ends with a line feed. */
    static String text(List<Sign> signs) {
        return new Grid(COLUMNS, List.of(new Grid.Section("", signs.stream().map(SignTable::row).toList()))).text();
    }

    private static List<String> row(Sign sign) {
        return List.of(sign.name() + (sign.unit() == Sign.Unit.MILLIS ? " ms" : ""), figure(sign, sign.baseline()),
                figure(sign, sign.candidate()), difference(sign));
    }

    private static String figure(Sign sign, double value) {
        return switch (sign.unit()) {
            case MILLIS -> Figures.millis(value);
            case SHARE -> Figures.percent(value) + " %";
            case COUNT -> Long.toString(Math.round(value));
        };
    }

    private static String difference(Sign sign) {
        double difference = sign.candidate() - sign.baseline();
        return switch (sign.unit()) {
            case MILLIS -> Figures.difference(new Estimate(difference, 1, sign.difference()));
            case SHARE -> Figures.points(difference) + " %";
            case COUNT -> String.format(Locale.ROOT, "%+d", Math.round(difference));
        };
    }
}
