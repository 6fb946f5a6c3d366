package org.ocibench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.BurstSummary;
import org.ocibench.compare.CpuPerStart;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.engine.Arm;

/**
 * What a campaign of bursts measured: for each runtime, way and state of the host a curve over the number of containers together.
 * Every text given in is passed through {@link SafeText}.
 *
 * @param summaries    in any order
 * @param displayNames name to show by value of the runtime parameter
 * @param caption      lines about the environment
 * @param cpus         processors that the containers may use
 * @param indicative   true if the campaign is too short for its figures to carry a verdict
 */
public record BurstTable(List<BurstSummary> summaries, Map<String, String> displayNames, List<String> caption, List<NotRun> notRun,
        List<Parked> parked, int cpus, boolean indicative) {

    private static final String NONE = "-";
    private static final String UNREADABLE = "n/a";

    private static final Map<String, Function<BurstSummary, Integer>> STATE = state();

    public BurstTable {
        summaries = List.copyOf(summaries);
        displayNames = Map.copyOf(displayNames);
        caption = List.copyOf(caption);
        notRun = List.copyOf(notRun);
        parked = List.copyOf(parked);
    }

    /** For a terminal: aligned, ends with a line feed. */
    public String text() {
        return Note.text(Stream.of(grid().text()), notes().stream());
    }

    /** GitHub-flavoured Markdown, ends with a line feed. */
    public String markdown() {
        return Note.markdown(Stream.of(grid().markdown()), notes().stream());
    }

    private Grid grid() {
        Arms arms = arms();
        List<Function<Arm, String>> varying = List.copyOf(arms.varying().values());
        List<String> states = shownStates();
        List<Grid.Column> columns = new ArrayList<>(List.of(Grid.Column.left("runtime"), Grid.Column.left("via")));
        arms.varying().keySet().forEach(name -> columns.add(Grid.Column.left(name)));
        states.forEach(name -> columns.add(Grid.Column.right(name)));
        columns.addAll(List.of(Grid.Column.right("N"), Grid.Column.right("bursts"), Grid.Column.right("makespan [95 % CI] ms"),
                Grid.Column.right("containers/s"), Grid.Column.right("p50 [95 % CI] ms"), Grid.Column.right("p99 (n) ms"),
                Grid.Column.right("CPU ms"), Grid.Column.right("CPUs"), Grid.Column.left("errors [95 % CI]")));
        List<Grid.Section> sections = new ArrayList<>();
        sections.add(new Grid.Section("", rows(arms, arms.runtimes(), varying, states)));
        if (!arms.controls().isEmpty()) {
            sections.add(new Grid.Section("Controls (no container runtime):", rows(arms, arms.controls(), varying, states)));
        }
        return new Grid(columns, sections);
    }

    private List<List<String>> rows(Arms arms, List<ArmSummary> shown, List<Function<Arm, String>> varying, List<String> states) {
        // The curves of a way in the order of its table of single starts, each curve in the order of N.
        List<Arm> order = shown.stream().map(ArmSummary::arm).toList();
        Comparator<BurstSummary> byCurve = Comparator.comparing((BurstSummary s) -> Arms.rung(s.bursts().arm()))
                .thenComparing(s -> s.bursts().arm().via()).thenComparing(s -> arms.name(s.bursts().arm()))
                .thenComparing(s -> s.bursts().arm().runtime());
        for (Function<Arm, String> condition : varying) {
            byCurve = byCurve.thenComparing(s -> condition.apply(s.bursts().arm()));
        }
        return summaries.stream().filter(s -> order.contains(s.bursts().arm()))
                .sorted(byCurve.thenComparing(s -> s.burst().state().idle()).thenComparing(s -> s.burst().state().mounts())
                        .thenComparing(s -> s.burst().together()))
                .map(s -> row(arms, s, varying, states)).toList();
    }

    private List<String> row(Arms arms, BurstSummary summary, List<Function<Arm, String>> varying, List<String> states) {
        Arm arm = summary.bursts().arm();
        List<String> row = new ArrayList<>(List.of(arms.name(arm), arm.via()));
        varying.forEach(condition -> row.add(condition.apply(arm)));
        states.forEach(name -> row.add(STATE.get(name).apply(summary).toString()));
        row.add(Integer.toString(summary.burst().together()));
        row.add(Integer.toString(summary.bursts().successes()));
        row.add(makespan(summary));
        row.add(estimate(summary.perSecond()));
        row.add(estimate(summary.p50()));
        row.add(summary.p99().isPresent() ? Figures.millis(summary.p99().getAsDouble()) + " (" + summary.n() + ")"
                : summary.n() == 0 ? NONE : "n<" + BurstSummary.LEAST_FOR_P99 + " (" + summary.n() + ")");
        row.add(cpu(summary, cpu -> Figures.millis(cpu / summary.burst().together())));
        row.add(cpu(summary, cpu -> Figures.millis(cpu / summary.bursts().wall().orElseThrow().median())));
        row.add(ErrorText.of(summary.containers(), summary.failures(), summary.bursts().errors().censored(),
                summary.bursts().incidents().leaks()) + (isParked(arm) ? " (parked)" : ""));
        return row;
    }

    private static String makespan(BurstSummary summary) {
        return summary.bursts().wall().map(wall -> wall.medianInterval().map(i -> Figures.millis(wall.median(), i))
                .orElseGet(() -> Figures.millis(wall.median()) + " [<" + OrderStatistics.leastN(.5) + " turns]")).orElse(NONE);
    }

    private static String estimate(Optional<BurstSummary.Estimate> estimate) {
        return estimate.map(e -> e.interval().map(i -> Figures.millis(e.value(), i)).orElseGet(() -> Figures.millis(e.value())))
                .orElse(NONE);
    }

    /** @param shown what is shown of the CPU time of a burst in ms */
    private static String cpu(BurstSummary summary, Function<Double, String> shown) {
        String unknown = summary.bursts().wall().isPresent() ? UNREADABLE : NONE;
        return summary.bursts().cpu().map(c -> shown.apply(c.millis()) + (isPartial(c) ? " r" : "")).orElse(unknown);
    }

    private static boolean isPartial(CpuPerStart cpu) {
        return cpu.source() == CpuPerStart.Source.RUSAGE;
    }

    private Arms arms() {
        return new Arms(summaries.stream().map(BurstSummary::bursts).toList(), displayNames);
    }

    private List<String> shownStates() {
        return STATE.keySet().stream().filter(name -> summaries.stream().anyMatch(s -> STATE.get(name).apply(s) > 0)).toList();
    }

    private boolean isParked(Arm arm) {
        return parked.stream().anyMatch(p -> p.arm().equals(arm.key()));
    }

    private List<Note> notes() {
        List<ArmSummary> bursts = summaries.stream().map(BurstSummary::bursts).toList();
        List<String> left = new ArrayList<>(new LeftOut(notRun, parked, bursts, "burst").lines());
        summaries.stream().filter(s -> s.broken() > 0).forEach(s -> left.add("Broken: " + s.bursts().arm() + ": " + s.broken()
                + " of " + Counted.of(s.bursts().attempts(), "burst") + " had a container that failed and "
                + (s.broken() == 1 ? "gives" : "give") + " no times"));
        return Stream.of(new Note("What was measured:", captionLines()), new Note(LeftOut.TITLE, left),
                new Note("How to read it:", legend())).filter(note -> !note.lines().isEmpty()).toList();
    }

    private List<String> captionLines() {
        List<String> lines = new ArrayList<>();
        if (indicative) {
            lines.add("INDICATIVE: fewer than 20 sub-blocks over 5 blocks, too few for a verdict.");
        }
        String constant = arms().constant();
        if (!constant.isEmpty()) {
            lines.add("Conditions: " + constant + ".");
        }
        lines.add("On " + Counted.of(cpus, "CPU") + ": a burst cannot end before N x CPU ms / " + cpus + ". Where the column CPUs comes "
                + "near " + cpus + ", the curve is that of the processors, and the runtime's part in it is its CPU ms.");
        OptionalDouble least = skews().min();
        if (least.isPresent()) {
            lines.add("From the first to the last launch of a burst: " + Figures.millis(least.getAsDouble()) + " to "
                    + Figures.millis(skews().max().orElseThrow()) + " ms, the arms' medians over bursts.");
        }
        if (summaries.stream().anyMatch(s -> s.bursts().arm().via().startsWith("nerdctl"))) {
            lines.add("nerdctl: its curve is nerdctl's own, not the runtime's: where CPUs are left it is that of its locks, for it holds its "
                    + "volume store's lock while it creates a container, and each of its hooks a lock of all containers.");
        }
        lines.addAll(caption);
        return lines;
    }

    private DoubleStream skews() {
        return summaries.stream().filter(s -> s.burst().together() > 1).map(BurstSummary::skewMicros)
                .filter(OptionalDouble::isPresent).mapToDouble(skew -> skew.getAsDouble() / 1e3);
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>();
        lines.add("N containers of one arm are let go at the same moment, by a thread each. Makespan: from the first launch to the "
                + "last end; median of the medians of the turns, with its 95 % order-statistic interval over turns, which describes "
                + "this run. Containers/s: N by the makespan. p50, p99: of the single containers, each from its own launch to its own "
                + "end; n is their number. CPU ms: of a burst by N, median. CPUs: CPU time of a burst by its makespan. All of bursts in "
                + "which every container succeeded.");
        lines.add("Errors count containers; those of one burst share their fate more often than the interval assumes.");
        if (summaries.stream().anyMatch(s -> s.bursts().errors().censored())) {
            lines.add("censored: more than 1 % of the bursts had a container that failed; if failing depends on speed, the times show "
                    + "a selection.");
        }
        if (summaries.stream().anyMatch(s -> s.bursts().cpu().filter(BurstTable::isPartial).isPresent())) {
            lines.add("r: from getrusage, which misses descendants that were not waited for.");
        }
        if (!shownStates().isEmpty()) {
            lines.add("idle: containers that lived meanwhile and did nothing; mounts: further mounts in the mount namespace in which "
                    + "containers were started.");
        }
        return lines;
    }

    private static Map<String, Function<BurstSummary, Integer>> state() {
        Map<String, Function<BurstSummary, Integer>> state = new LinkedHashMap<>();
        state.put("idle", s -> s.burst().state().idle());
        state.put("mounts", s -> s.burst().state().mounts());
        return state;
    }
}
