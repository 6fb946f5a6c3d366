package org.ocibench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.engine.FailureClass;

/**
 * What an untimed pass found out: what grace periods cost, what the starts waited for, and what the kernel counted. Every text given
 * in is passed through {@link SafeText}.
 *
 * @param arms         in any order; runtimes stand in the order of their first
 * @param displayNames name to show by value of the runtime parameter
 * @param caption      lines about the environment
 * @param notRun       arms that could not run
 * @param missing      what could not be had at all, by its label, with the reason
 */
public record ExplanationReport(List<ArmExplanation> arms, Map<String, String> displayNames, List<String> caption,
        List<NotRun> notRun, Map<String, String> missing) {

    public ExplanationReport {
        List<String> runtimes = arms.stream().map(a -> a.arm().runtime()).distinct().toList();
        arms = arms.stream().sorted(Comparator.comparing((ArmExplanation a) -> a.arm().isControl())
                .thenComparing(a -> Arms.rung(a.arm())).thenComparing(a -> a.arm().via())
                .thenComparing(a -> runtimes.indexOf(a.arm().runtime())).thenComparing(a -> a.arm().key())).toList();
        displayNames = Map.copyOf(displayNames);
        caption = List.copyOf(caption);
        notRun = List.copyOf(notRun);
        missing = Map.copyOf(missing);
    }

    /** For a terminal: aligned, ends with a line feed. */
    public String text() {
        return Note.text(tables().map(table -> table.title() + "\n\n" + table.grid().text()), notes());
    }

    /** GitHub-flavoured Markdown, ends with a line feed. */
    public String markdown() {
        return Note.markdown(tables().map(table -> Prose.markdown(table.title()) + "\n\n" + table.grid().markdown()), notes());
    }

    private Stream<ExplanationTables.Table> tables() {
        ExplanationTables tables = new ExplanationTables(arms, this::name);
        return Stream.of(tables.gracePeriods(), tables.paths(), tables.waits(), tables.work()).flatMap(Optional::stream);
    }

    private String name(ArmExplanation arm) {
        return SafeText.of(displayNames.getOrDefault(arm.arm().runtime(), arm.arm().runtime()));
    }

    private Stream<Note> notes() {
        return Stream.of(new Note("What was measured:", captionLines()), new Note("Left out or failed:", leftOut()),
                new Note("How to read it:", legend())).filter(note -> !note.lines().isEmpty());
    }

    private List<String> captionLines() {
        List<String> lines = new ArrayList<>(caption);
        String workloads = String.join(", ", ExplanationTables.workloads(arms));
        if (!workloads.isEmpty()) {
            lines.add("Workload: " + workloads);
        }
        return lines;
    }

    private List<String> leftOut() {
        Stream<String> absent = notRun.stream().map(n -> "Not run: " + n.arm() + ": " + n.reason()
                + (n.remedy().isEmpty() ? "" : "; remedy: " + n.remedy()));
        Stream<String> failed = arms.stream().filter(a -> a.failed() > 0).map(a -> "Failed: " + a.arm() + ": " + a.failed() + " of "
                + Counted.of(a.starts() + a.failed(), "start") + ", in no figure: " + classes(a.failures()));
        Stream<String> untraced = arms.stream().filter(a -> a.untraced() > 0).map(a -> "Not traced whole: " + a.arm() + ": "
                + a.untraced() + " of " + Counted.of(a.starts(), "start") + ": more happened than the kernel's buffer holds");
        Stream<String> unknown = missing.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(e -> "n/a: " + e.getKey() + ": " + e.getValue());
        return Stream.of(absent, failed, untraced, unknown).flatMap(Function.identity()).toList();
    }

    private static String classes(Map<FailureClass, Integer> failures) {
        return failures.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey().label() + " " + e.getValue()).collect(Collectors.joining(", "));
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>();
        if (arms.stream().anyMatch(a -> a.path().isPresent())) {
            lines.add("Times are means per start in ms, from a pass of its own in which the kernel's scheduler is traced: use them for "
                    + "what they are made of. How long a start takes is a campaign's to say.");
            lines.add("Critical path: the chain of work and waits that decided how long the start took, in whatever process. A wait "
                    + "that another process ended is not in it; what that process did meanwhile is. no CPU: could have gone on, and "
                    + "another thread had the CPU. Percent are of the wall time.");
            lines.add("Grace periods: waits until no CPU can still see what the kernel is about to change, as long as kernel=quiet "
                    + "(/sys/kernel/rcu_expedited = 1) does not expedite them. Those of mounts the kernel expedites always: they stand "
                    + "under expedited.");
        }
        if (arms.stream().anyMatch(a -> !a.work().isEmpty())) {
            lines.add("Counts are of all processes and threads that ran for a start, through containerd those of containerd and its "
                    + "shims too. System calls are those that reach the host's kernel; gVisor answers its containers' by itself.");
        }
        return lines;
    }
}
