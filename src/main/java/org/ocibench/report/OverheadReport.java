package org.ocibench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Ladder;
import org.ocibench.compare.Overhead;
import org.ocibench.compare.SpecDiff;
import org.ocibench.compare.Survival;
import org.ocibench.engine.Arm;

/**
 * What each rung from a plain process to nerdctl adds, per runtime, and whether one runtime's advantage survives containerd.
 * Every text given in is passed through {@link SafeText}.
 *
 * @param overheads    one for each runtime and conditions
 * @param survivals    one for each pair of runtimes
 * @param displayNames name to show by value of the runtime parameter
 * @param specs        configurations by key of the arm; empty if the campaign did not store them
 * @param trouble      what is known of an arm's trouble, by its key
 * @param caption      lines about the campaign
 */
public record OverheadReport(List<Overhead> overheads, List<Survival> survivals, Map<String, String> displayNames,
        Optional<Map<String, ObjectNode>> specs, Function<String, Optional<String>> trouble, List<String> caption) {

    private static final String NONE = "-";
    private static final int LINE_LENGTH = 600;
    private static final int REASON_LENGTH = 200;

    private static final Map<String, String> CHANGES = Map.of(
            "spawn", "a plain process, launched like all others",
            "namespaces", "new namespaces and a chroot by the kernel alone",
            "direct", "the OCI runtime: one run with a bundle",
            "direct-shim", "the shim's calls instead of run: create, start, delete, delete --force",
            "ctr", "containerd, its shim, and ctr",
            "ctr-seccomp", "containerd's default seccomp profile");

    private static final List<Grid.Column> COLUMNS = List.of(Grid.Column.left("rung"), Grid.Column.right("ms"),
            Grid.Column.left("over"), Grid.Column.right("added ms [99 % CI]"), Grid.Column.right("share"),
            Grid.Column.right("added CPU ms [99 % CI]"), Grid.Column.right("n"), Grid.Column.left("what changed"));

    public OverheadReport {
        overheads = List.copyOf(overheads);
        survivals = List.copyOf(survivals);
        displayNames = Map.copyOf(displayNames);
        caption = List.copyOf(caption);
    }

    /** For a terminal: aligned, about 150 columns at most, ends with a line feed. */
    public String text() {
        List<String> parts = new ArrayList<>();
        overheads.forEach(overhead -> parts.add(text(overhead)));
        survivals.stream().map(Survival::conditions).distinct().forEach(conditions -> parts.add(survivals.stream()
                .filter(pair -> pair.conditions().equals(conditions))
                .map(pair -> Prose.paragraph("- " + safe(new SurvivalSentence(pair, this::name).text())))
                .collect(Collectors.joining("", "Does one runtime's advantage survive containerd (" + safe(conditions.toString())
                        + ")?\n", ""))));
        parts.add(Stream.concat(caption.stream(), legend().stream()).map(line -> Prose.paragraph("- " + safe(line)))
                .collect(Collectors.joining("", "How to read it:\n", "")));
        return String.join("\n", parts);
    }

    private String text(Overhead overhead) {
        Ladder ladder = overhead.ladder();
        List<List<String>> rows = new ArrayList<>();
        for (Overhead.Step step : overhead.steps()) {
            rows.add(row(ladder, step));
            step.floor().ifPresent(floor -> rows.add(List.of("  (" + ladder.floors().get(step.arm().via()).runtime() + ")",
                    Figures.millis(floor.mean()), "", "", "", "", Integer.toString(floor.n()),
                    "no rung: the client telling its version, nothing started")));
        }
        StringBuilder text = new StringBuilder();
        text.append(name(ladder.runtime())).append(", ").append(safe(ladder.conditions().toString())).append(":\n");
        text.append(new Grid(COLUMNS, List.of(new Grid.Section("", rows))).text());
        text.append(Prose.paragraph("containerd itself (ctr minus direct-shim): " + overhead.containerd()
                .map(added -> Figures.difference(added) + " ms").orElse("n/a, for want of one of the two")));
        List<String> missing = ladder.missing().stream().map(rung -> rung + reason(ladder, rung)).toList();
        if (!missing.isEmpty()) {
            text.append(Prose.paragraph("not measured: " + safe(String.join("; ", missing))));
        }
        return text.toString();
    }

    private String reason(Ladder ladder, String rung) {
        Arm arm = new Arm(ladder.runtime(), rung, ladder.conditions().workload(), ladder.conditions().pace(),
                ladder.conditions().kernel());
        return trouble.apply(arm.key()).map(why -> " (" + SafeText.of(why, REASON_LENGTH) + ")").orElse("");
    }

    private List<String> row(Ladder ladder, Overhead.Step step) {
        String mark = step.errors().censored() ? " (censored)" : "";
        return List.of(Ladder.name(step.arm()) + mark,
                step.millis().isPresent() ? Figures.millis(step.millis().getAsDouble()) : NONE,
                step.below().map(Ladder::name).orElse(""), added(step.wall()),
                step.share().isPresent() ? share(step.share().getAsDouble()) : NONE, added(step.cpu()),
                step.wall().map(wall -> Integer.toString(wall.n())).orElse("0"), changed(ladder, step));
    }

    private static String share(double share) {
        return (share < 0 ? "-" : "") + Figures.percent(Math.abs(share)) + " %";
    }

    private static String added(Optional<Estimate> estimate) {
        return estimate.map(Figures::difference).orElse(NONE);
    }

    private String changed(Ladder ladder, Overhead.Step step) {
        String rung = rung(Ladder.name(step.arm()), step.below().map(Ladder::name).orElse(""));
        if (step.wall().isEmpty()) {
            int successes = step.errors().attempts() - step.errors().failures();
            return safe(successes > 0 ? rung + "; no whole sub-block" : "no success in " + step.errors().attempts() + " starts"
                    + trouble.apply(step.arm().key()).map(why -> ": " + SafeText.of(why, REASON_LENGTH)).orElse(""));
        }
        boolean borrowed = !step.arm().isControl() && !step.arm().runtime().equals(ladder.runtime());
        return safe((borrowed ? name(step.arm().runtime()) + ": " : "") + rung + specChange(step));
    }

    private static String rung(String name, String below) {
        if (!name.startsWith("nerdctl")) {
            return CHANGES.get(name);
        }
        String log = name.equals("nerdctl") ? "" : " with its default log driver";
        return below.startsWith("nerdctl") ? "nerdctl" + log
                : (below.startsWith("ctr") ? "nerdctl instead of ctr" : "containerd, its shim, and nerdctl") + log;
    }

    private String specChange(Overhead.Step step) {
        ObjectNode before = spec(step.below());
        ObjectNode after = spec(Optional.of(step.arm()));
        if (before == null || after == null) {
            return "";
        }
        List<String> words = SpecDiff.words(before, after);
        return words.isEmpty() ? "; the spec is the same" : "; in the spec: " + String.join(", ", words);
    }

    private ObjectNode spec(Optional<Arm> arm) {
        return specs.flatMap(all -> arm.map(one -> all.get(one.key()))).orElse(null);
    }

    private List<String> legend() {
        List<String> lines = new ArrayList<>();
        lines.add("ms: mean over sub-blocks of a rung's median start. Added: what it takes more than the rung in the column over, in "
                + "the same sub-blocks; n of them (a sub-block is three turns of every arm), from 6 on with "
                + "the 99 % interval. An interval that holds 0 does not say that nothing was added.");
        if (overheads.stream().anyMatch(o -> !o.ladder().conditions().onlyDifferences())) {
            lines.add("share: part of the highest rung's time that was added there.");
        }
        if (overheads.stream().anyMatch(o -> o.ladder().conditions().onlyDifferences())) {
            lines.add("Where the container lives on purpose there are no shares: part of every time is the workload's.");
        }
        if (overheads.stream().flatMap(o -> o.steps().stream()).anyMatch(step -> step.errors().censored())) {
            lines.add("censored: more than 1 % of the starts failed; if failing depends on speed, the times show a selection.");
        }
        if (specs.isEmpty()) {
            lines.add("The campaign did not store its specs, so what changed in them is not told.");
        }
        return lines;
    }

    private String name(String runtime) {
        return safe(displayNames.getOrDefault(runtime, runtime));
    }

    private static String safe(String text) {
        return SafeText.of(text, LINE_LENGTH);
    }
}
