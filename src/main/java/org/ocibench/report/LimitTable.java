package org.ocibench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Limit;
import org.ocibench.engine.LimitSearch;

/**
 * The smallest limits at which containers start: a row per arm, what they said below it, and how to read it.
 *
 * @param summaries    in any order
 * @param displayNames name to show by value of the runtime parameter
 * @param texts        what failed starts said, by digest
 * @param caption      lines about the environment
 * @param notRun       arms that could not run
 * @param parked       arms whose search was given up
 */
public record LimitTable(List<LimitSummary> summaries, Map<String, String> displayNames, Map<String, String> texts,
        List<String> caption, List<NotRun> notRun, List<Parked> parked) {

    private static final List<String> LEGEND = List.of("minimum: the smallest limit at which at least "
            + (LimitSearch.STARTS - LimitSearch.FORGIVEN) + " of " + LimitSearch.STARTS + " starts succeeded, with no larger one tried "
            + "at which fewer did; near it, whether a start succeeds is a matter of chance. half at: where about half of them do. n: "
            + "starts at all limits; limits.csv has the counts at each.");
    private static final String NONE = "-";
    private static final int NAME_LENGTH = 48;
    private static final Comparator<LimitSummary> ORDER = Comparator.comparing(LimitSummary::kind)
            .thenComparing(s -> s.arm().via())
            .thenComparing(s -> s.minimum().map(Limit::amount).orElse(Long.MAX_VALUE)).thenComparing(s -> s.arm().key());

    public LimitTable {
        summaries = summaries.stream().sorted(ORDER).toList();
        displayNames = Map.copyOf(displayNames);
        texts = Map.copyOf(texts);
        caption = List.copyOf(caption);
        notRun = List.copyOf(notRun);
        parked = List.copyOf(parked);
    }

    /** For a terminal, ends with a line feed. */
    public String text() {
        return Note.text(grid().map(Grid::text).stream(), notes().stream());
    }

    /** GitHub-flavoured Markdown, ends with a line feed. */
    public String markdown() {
        return Note.markdown(grid().map(Grid::markdown).stream(), notes().stream());
    }

    private Optional<Grid> grid() {
        if (summaries.isEmpty()) {
            return Optional.empty();
        }
        List<Grid.Column> columns = List.of(Grid.Column.left("runtime"), Grid.Column.left("via"), Grid.Column.right("minimum"),
                Grid.Column.right("starts there [95 % CI]"), Grid.Column.right("one step below"), Grid.Column.right("half at"),
                Grid.Column.right("n"), Grid.Column.left("failures at all limits"));
        List<Grid.Section> sections = new ArrayList<>();
        for (Limit.Kind kind : Limit.Kind.values()) {
            List<List<String>> rows = summaries.stream().filter(s -> s.kind() == kind).map(this::row).toList();
            if (!rows.isEmpty()) {
                sections.add(new Grid.Section("Smallest limit of " + kind.label() + " at which a container starts:", rows));
            }
        }
        return Optional.of(new Grid(columns, sections));
    }

    private List<String> row(LimitSummary summary) {
        Arm arm = summary.arm();
        return List.of(name(arm), arm.via(),
                minimum(summary), summary.minimum().map(limit -> successes(summary, limit)).orElse(NONE),
                summary.tooLittle().filter(limit -> summary.minimum().isPresent()).map(limit -> successes(summary, limit)).orElse(NONE),
                summary.half().isPresent() ? String.format(Locale.ROOT, "%.0f", summary.half().getAsDouble()) : NONE,
                Integer.toString(summary.starts()), failures(summary));
    }

    /** The minimum of an arm in words: its limit, or why there is none. */
    static String minimum(LimitSummary summary) {
        return !summary.inForce() ? "n/a (no limit was set)" : summary.minimum().map(Limit::told).orElseGet(() -> summary.complete()
                ? "none up to " + new Limit(summary.kind(), summary.kind().most()).told()
                : "not finished" + summary.tooLittle().map(limit -> ", above " + limit.told()).orElse(""));
    }

    private static String successes(LimitSummary summary, Limit limit) {
        LimitSummary.Level level = summary.levels().get(limit.amount());
        ErrorRate errors = level.errors();
        return level.successes() + "/" + errors.attempts() + " [" + Figures.percent(level.success().lower()) + ", "
                + Figures.percent(level.success().upper()) + "] %";
    }

    private static String failures(LimitSummary summary) {
        return summary.failures().isEmpty() ? "none" : summary.failures().entrySet().stream()
                .map(failure -> failure.getValue() + " x " + failure.getKey().label()).collect(Collectors.joining(", "));
    }

    private String name(Arm arm) {
        return SafeText.of(displayNames.getOrDefault(arm.runtime(), arm.runtime()), NAME_LENGTH);
    }

    private List<Note> notes() {
        return Stream.of(new Note("What was measured:", caption), new Note("What failing starts said:", words()),
                new Note("Left out or given up:", Stream.concat(notRun.stream().map(NotRun::told), parked.stream().map(Parked::told))
                        .toList()), new Note("How to read it:", summaries.isEmpty() ? List.of() : LEGEND))
                .filter(note -> !note.lines().isEmpty()).toList();
    }

    private List<String> words() {
        return summaries.stream().filter(s -> s.lastWords().map(texts::get).filter(text -> !text.isEmpty()).isPresent())
                .map(s -> name(s.arm()) + " via " + s.arm().via() + " with too little " + s.kind().label() + ": "
                        + texts.get(s.lastWords().orElseThrow())).toList();
    }
}
