package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.Caveat;
import org.ocibench.compare.Comparison;
import org.ocibench.compare.Conditions;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.ErrorVerdict;
import org.ocibench.compare.Interval;
import org.ocibench.compare.Measure;
import org.ocibench.compare.MeasureVerdict;
import org.ocibench.compare.Paired;
import org.ocibench.compare.TailVerdict;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;

/**
 * What is said of a candidate against a baseline, for every condition under which both were measured. Every text given in is passed
 * through {@link SafeText}.
 *
 * @param pairs        at least one
 * @param displayNames name to show by value of the runtime parameter
 * @param caption      lines about the campaign
 */
public record VerdictReport(List<Versus> pairs, Map<String, String> displayNames, List<String> caption) {

    private static final String NONE = "-";
    private static final String ERRORS = "errors";
    private static final String TAIL = "p95 ms";
    private static final String UNDISTURBED = "undisturbed ms";
    private static final int LINE_LENGTH = 600;
    private static final double KIB = 1024;

    private static final List<Grid.Column> COLUMNS = List.of(Grid.Column.left("measure"), Grid.Column.right("baseline"),
            Grid.Column.right("candidate"), Grid.Column.right("change [99 % CI]"), Grid.Column.right("difference [99 % CI]"),
            Grid.Column.right("p (Holm)"), Grid.Column.right("n"), Grid.Column.right("detectable"), Grid.Column.right("claimable"),
            Grid.Column.left("verdict"));

    private static final Map<Caveat, String> CAVEATS = Map.of(
            Caveat.NOTHING_SHARED, "the two have no value in the same sub-block",
            Caveat.TOO_FEW_UNITS, "too few sub-blocks for any verdict",
            Caveat.BELOW_GATE, "indicative: too few sub-blocks, blocks or starts for a verdict that may fail a build",
            Caveat.UNITS_LEFT_OUT, "some sub-blocks have no value of one of the two and were left out",
            Caveat.NO_SPREAD, "all sub-blocks differ by the same; p is that of a sign test",
            Caveat.FORK_EFFECT, "the sub-blocks of a block are alike, so that blocks were counted, not sub-blocks",
            Caveat.CENSORED, "more than 1 % of the starts of one failed, so that its times are those of a selection",
            Caveat.OVERTURNED_BY_TIMEOUTS, "with failures counted as their time-outs the verdict would be another, so there is none",
            Caveat.FAILURES_CLUSTER, "failures come in clusters, so that a change had to show over blocks too");

    public VerdictReport {
        pairs = List.copyOf(pairs);
        displayNames = Map.copyOf(displayNames);
        caption = List.copyOf(caption);
    }

    /** For a terminal: aligned, about 150 columns at most, ends with a line feed. */
    public String text() {
        List<String> parts = new ArrayList<>();
        pairs.forEach(pair -> parts.add(text(pair)));
        Optional.of(ConditionsTable.text(pairs)).filter(table -> !table.isEmpty()).ifPresent(parts::add);
        parts.add(Stream.concat(caption.stream(), VerdictLegend.of(pairs).stream()).map(line -> Prose.paragraph("- " + safe(line)))
                .collect(Collectors.joining("", "How to read it:\n", "")));
        return String.join("\n", parts);
    }

    private String text(Versus pair) {
        Arm arm = pair.baseline();
        StringBuilder text = new StringBuilder(Prose.paragraph(name(pair.candidate()) + " against " + name(arm) + ", via " + arm.via() + ", "
                + Conditions.of(arm) + Arms.phase(arm, ", ") + ":"));
        Comparison comparison = pair.comparison();
        List<List<String>> rows = new ArrayList<>();
        comparison.measures().forEach(measure -> rows.add(row(pair, measure)));
        rows.add(row(comparison.errors()));
        rows.add(row(comparison.tail()));
        comparison.undisturbed().ifPresent(paired -> rows.add(undisturbed(pair, paired)));
        text.append(new Grid(COLUMNS, List.of(new Grid.Section("", rows))).text());
        caveats(comparison).forEach((caveat, measures) -> text.append(Prose.paragraph(String.join(", ", measures) + ": "
                + CAVEATS.get(caveat))));
        text.append(Prose.paragraph(safe(new VerdictSentence(pair, name(arm), name(pair.candidate())).text())));
        if (pair.isDifferent() && !pair.signs().isEmpty()) {
            text.append('\n').append(SignTable.text(pair.signs()));
        }
        return text.toString();
    }

    private static List<String> row(Versus pair, MeasureVerdict verdict) {
        boolean memory = verdict.measure() == Measure.PEAK;
        Optional<Versus.Levels> levels = Optional.ofNullable(pair.levels().get(verdict.measure()));
        return List.of(title(verdict.measure()), levels.map(l -> level(l.baseline(), memory)).orElse(NONE),
                levels.map(l -> level(l.candidate(), memory)).orElse(NONE), change(verdict.paired()),
                verdict.paired().map(p -> memory ? Figures.kibDifference(p.difference()) : Figures.difference(p.difference()))
                        .orElse(NONE),
                p(verdict.adjusted()), verdict.paired().map(p -> Integer.toString(p.ratio().n())).orElse("0"),
                percent(verdict.detectable()), percent(verdict.claimable()), verdict.verdict().label());
    }

    private static List<String> row(ErrorVerdict errors) {
        return List.of(ERRORS, rate(errors.baseline()), rate(errors.candidate()), NONE, points(errors.difference()), p(errors.adjusted()),
                Integer.toString(Math.min(errors.baseline().attempts(), errors.candidate().attempts())), NONE, NONE,
                errors.verdict().label());
    }

    private static List<String> row(TailVerdict tail) {
        return List.of(TAIL, millis(tail.baseline()), millis(tail.candidate()), tail.ratio().isEmpty() ? NONE
                : Figures.change(tail.ratio().getAsDouble(), tail.interval()), NONE, p(tail.p()), Integer.toString(tail.subBlocks()),
                NONE, NONE, tail.verdict().label() + ", fails no build");
    }

    private static List<String> undisturbed(Versus pair, Paired paired) {
        Versus.Levels levels = pair.levels().get(Measure.WALL_LOWER_QUARTILE);
        return List.of(UNDISTURBED, Figures.millis(levels.baseline()), Figures.millis(levels.candidate()),
                change(Optional.of(paired)), Figures.difference(paired.difference()), NONE, Integer.toString(paired.ratio().n()),
                percent(paired.ratio().detectable()), NONE, "none: beside wall, no claim of its own");
    }

    private static SortedMap<Caveat, List<String>> caveats(Comparison comparison) {
        SortedMap<Caveat, List<String>> all = new TreeMap<>();
        comparison.measures().forEach(m -> m.caveats().forEach(c -> all.computeIfAbsent(c, x -> new ArrayList<>())
                .add(title(m.measure()).split(" ")[0])));
        comparison.errors().caveats().forEach(c -> all.computeIfAbsent(c, x -> new ArrayList<>()).add(ERRORS));
        comparison.tail().caveats().forEach(c -> all.computeIfAbsent(c, x -> new ArrayList<>()).add("p95"));
        return all;
    }

    private static String title(Measure measure) {
        return switch (measure) {
            case PEAK -> "peak KiB";
            case WALL, WALL_LOWER_QUARTILE, WALL_WITH_TIMEOUTS -> "wall ms";
            case CPU, CPU_GEOMETRIC_MEAN -> "CPU ms";
            case WAITED_CPU, WAITED_CPU_GEOMETRIC_MEAN -> "CPU ms (getrusage)";
        };
    }

    private static String level(double value, boolean memory) {
        return memory ? Long.toString(Math.round(value / KIB)) : Figures.millis(value);
    }

    private static String millis(OptionalDouble value) {
        return value.isPresent() ? Figures.millis(value.getAsDouble()) : NONE;
    }

    private static String change(Optional<Paired> paired) {
        return paired.map(p -> Figures.change(p.ratio().ratio(), p.ratio().interval())).orElse(NONE);
    }

    private static String percent(OptionalDouble fraction) {
        return fraction.isPresent() ? Figures.percent(fraction.getAsDouble()) + " %" : NONE;
    }

    private static String points(Interval difference) {
        return "[" + Figures.points(difference.lower()) + ", " + Figures.points(difference.upper()) + " %]";
    }

    private static String rate(ErrorRate rate) {
        return rate.failures() + "/" + rate.attempts();
    }

    private static String p(OptionalDouble p) {
        return p.isPresent() ? Figures.probability(p.getAsDouble()) : NONE;
    }

    private String name(Arm arm) {
        return safe(displayNames.getOrDefault(arm.runtime(), arm.runtime()));
    }

    private static String safe(String text) {
        return SafeText.of(text, LINE_LENGTH);
    }
}
