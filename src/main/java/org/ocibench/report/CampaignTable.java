package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.CpuPerStart;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.compare.WallSummary;
import org.ocibench.engine.Arm;

/**
 * What a campaign measured: a row per arm, the conditions it holds for, what was left out, and how to read it.
 * Every text given in is passed through {@link SafeText}.
 *
 * @param summaries    arms with at least one row in the operation log, in any order
 * @param displayNames name to show by value of the runtime parameter, for example {@code runc@1.1.13 +local}
 * @param caption      lines about the environment; the conditions that all arms share are added by the table
 * @param notRun       arms that could not run
 * @param parked       arms that were given up, by their keys
 * @param indicative   true if the campaign is too short for its figures to carry a verdict
 */
public record CampaignTable(List<ArmSummary> summaries, Map<String, String> displayNames, List<String> caption,
        List<NotRun> notRun, List<Parked> parked, boolean indicative) {

    private static final String NONE = "-";
    private static final String UNREADABLE = "n/a";
    private static final String RUSAGE_MARK = " r";

    public CampaignTable {
        summaries = List.copyOf(summaries);
        displayNames = Map.copyOf(displayNames);
        caption = List.copyOf(caption);
        notRun = List.copyOf(notRun);
        parked = List.copyOf(parked);
    }

    /** For a terminal: ASCII apart from what is given in, aligned, about 150 columns at most, ends with a line feed. */
    public String text() {
        return Note.text(Stream.of(grid().text()), notes().stream());
    }

    /** GitHub-flavoured Markdown, ends with a line feed. */
    public String markdown() {
        return Note.markdown(Stream.of(grid().markdown()), notes().stream());
    }

    private Grid grid() {
        Arms arms = new Arms(summaries, displayNames);
        List<Function<Arm, String>> varying = List.copyOf(arms.varying().values());
        List<Grid.Column> columns = new ArrayList<>(List.of(Grid.Column.left("runtime"), Grid.Column.left("via")));
        arms.varying().keySet().forEach(name -> columns.add(Grid.Column.left(name)));
        columns.addAll(List.of(Grid.Column.right("n"), Grid.Column.right("median [95 % CI] ms"),
                Grid.Column.right("mean"), Grid.Column.right("min"), Grid.Column.right("max"),
                Grid.Column.right("p95"), Grid.Column.right("CPU ms"), Grid.Column.right("peak mem"),
                Grid.Column.right("total s"), Grid.Column.left("errors [95 % CI]")));
        List<Grid.Section> sections = new ArrayList<>();
        sections.add(new Grid.Section("", rows(arms, arms.runtimes(), varying)));
        if (!arms.controls().isEmpty()) {
            sections.add(new Grid.Section("Controls (no container runtime):", rows(arms, arms.controls(), varying)));
        }
        return new Grid(columns, sections);
    }

    private List<List<String>> rows(Arms arms, List<ArmSummary> summaries, List<Function<Arm, String>> varying) {
        return summaries.stream().map(summary -> {
            List<String> row = new ArrayList<>(List.of(arms.name(summary.arm()), summary.arm().via()));
            varying.forEach(condition -> row.add(condition.apply(summary.arm())));
            row.add(Integer.toString(summary.successes()));
            row.addAll(summary.wall().map(CampaignTable::times).orElse(List.of(NONE, NONE, NONE, NONE, NONE)));
            row.add(cpu(summary));
            row.add(peak(summary));
            row.add(Figures.totalSeconds(summary.totalSeconds()));
            row.add(ErrorText.of(summary.errors(), summary.failures(), summary.errors().censored(), summary.incidents().leaks())
                    + (isParked(summary.arm()) ? " (parked)" : ""));
            return row;
        }).toList();
    }

    private static List<String> times(WallSummary wall) {
        String median = wall.medianInterval().map(i -> Figures.millis(wall.median(), i))
                .orElseGet(() -> Figures.millis(wall.median()) + " [<" + OrderStatistics.leastN(.5) + " turns]");
        String p95 = wall.p95().isPresent() ? Figures.millis(wall.p95().getAsDouble())
                : "n<" + OrderStatistics.leastN(.95);
        return List.of(median, Figures.millis(wall.mean()), Figures.millis(wall.min()), Figures.millis(wall.max()),
                p95);
    }

    private static String cpu(ArmSummary summary) {
        return summary.cpu().map(c -> Figures.millis(c.millis())
                + (c.source() == CpuPerStart.Source.RUSAGE ? RUSAGE_MARK : "")).orElse(unknown(summary));
    }

    private static String peak(ArmSummary summary) {
        return summary.peakBytes().isPresent() ? Figures.bytes(summary.peakBytes().getAsLong()) : unknown(summary);
    }

    private static String unknown(ArmSummary summary) {
        return summary.wall().isPresent() ? UNREADABLE : NONE;
    }

    private boolean isParked(Arm arm) {
        return parked.stream().anyMatch(p -> p.arm().equals(arm.key()));
    }

    private List<Note> notes() {
        return Stream.of(new Note("What was measured:", captionLines()),
                new Note(LeftOut.TITLE, new LeftOut(notRun, parked, summaries, "start").lines()),
                new Note("How to read it:", legend())).filter(note -> !note.lines().isEmpty()).toList();
    }

    private List<String> captionLines() {
        List<String> lines = new ArrayList<>();
        if (indicative) {
            lines.add("INDICATIVE: fewer than 20 sub-blocks over 5 blocks, too few for a verdict.");
        }
        String constant = new Arms(summaries, displayNames).constant();
        if (!constant.isEmpty()) {
            lines.add("Conditions: " + constant + ".");
        }
        lines.addAll(caption);
        return lines;
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>();
        lines.add("Times are in ms, of the n successful starts. Median: of the medians of the turns; in brackets its "
                + "95 % order-statistic interval over turns, which describes this run, not another day or host, and "
                + "is not a test: where no difference shows, that does not mean no change. CPU and peak mem: medians "
                + "per start. JMH's mean (score) is in jmh.json.");
        if (summaries.stream().anyMatch(s -> s.errors().censored())) {
            lines.add("censored: more than 1 % of the attempts failed; if failing depends on speed, the times show a "
                    + "selection.");
        }
        if (summaries.stream().map(ArmSummary::arm).anyMatch(this::isParked)) {
            lines.add("parked: given up during the campaign; its figures are of the starts until then.");
        }
        if (summaries.stream().anyMatch(s -> s.cpu().filter(c -> c.source() == CpuPerStart.Source.RUSAGE)
                .isPresent())) {
            lines.add("r: from getrusage, which misses descendants that were not waited for.");
        }
        if (summaries.stream().anyMatch(s -> s.wall().isPresent() && (s.cpu().isEmpty() || s.peakBytes().isEmpty()))) {
            lines.add("n/a: no operation of the arm has a value.");
        }
        return lines;
    }
}
