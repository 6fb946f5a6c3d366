package org.ocibench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ocibench.compare.Verdict;
import org.ocibench.compare.Versus;

/**
 * What is said of a candidate after one campaign, or two where the first found a regression: only what both found is one.
 *
 * @param first        the planned campaign
 * @param confirming   the second; empty where the first found no regression, or where it was not made
 * @param troubles     why one of the two was not measured to the end; empty if both were
 * @param displayNames name to show by value of the runtime parameter
 * @param caption      lines about the campaigns
 */
public record ConfirmedReport(Versus first, Optional<Versus> confirming, List<String> troubles, Map<String, String> displayNames,
        List<String> caption) {

    /** For a terminal; ends with a line feed. */
    public String text() {
        List<Versus> all = Stream.concat(Stream.of(first), confirming.stream()).toList();
        String tables = new VerdictReport(all, displayNames, caption).text();
        String sentence = sentence();
        return sentence.isEmpty() ? tables : tables + "\n" + Prose.paragraph(sentence);
    }

    /** For machines: the verdicts of both campaigns by {@link VerdictJson}, and what they come to. */
    public Map<String, Object> json() {
        Map<String, Object> tree = tree(isInvalid(), troubles, isRegressed(), isInconclusive());
        tree.put("confirmed", regressed(true));
        tree.put("unconfirmed", regressed(false));
        tree.put("first", VerdictJson.of(first, displayNames));
        confirming.ifPresent(second -> tree.put("confirming", VerdictJson.of(second, displayNames)));
        tree.put("caption", caption);
        return tree;
    }

    /** The same where there is nothing to compare. */
    public static Map<String, Object> json(List<String> troubles) {
        return tree(true, troubles, false, false);
    }

    private static Map<String, Object> tree(boolean invalid, List<String> troubles, boolean regressed, boolean inconclusive) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("invalid", invalid);
        tree.put("troubles", troubles);
        tree.put("regressed", regressed);
        tree.put("inconclusive", inconclusive);
        return tree;
    }

    /** Whether there is no verdict: a copy of the baseline came out changed, or one of the two was not measured to the end. */
    public boolean isInvalid() {
        return isControlChanged() || !troubles.isEmpty() && !isRegressed();
    }

    /** Whether a copy of the baseline came out changed, in either. */
    public boolean isControlChanged() {
        return first.isInvalid() || confirming.map(Versus::isInvalid).orElse(false);
    }

    /** Whether a regression was found twice, with enough of it measured each time that a build may fail for it. */
    public boolean isRegressed() {
        return !found().isEmpty();
    }

    /** The claims by which it regressed like that, as indices of {@link org.ocibench.compare.Comparison#verdicts()}. */
    List<Integer> found() {
        return claims().filter(i -> !isControlChanged() && isRegressed(first, i) && first.comparison().gates().get(i)
                && confirming.filter(second -> isRegressed(second, i) && second.comparison().gates().get(i)).isPresent()).boxed().toList();
    }

    /** Whether neither a regression that may fail a build, nor its absence, was shown by wall and CPU time. */
    public boolean isInconclusive() {
        return !isRegressed() && (first.isInconclusive() || claims().anyMatch(i -> isRegressed(first, i)));
    }

    private String sentence() {
        List<String> both = regressed(true);
        List<String> once = regressed(false);
        List<String> parts = new ArrayList<>(troubles);
        if (!both.isEmpty()) {
            parts.add("REGRESSED, found twice" + (isRegressed() || isInvalid() ? "" : " (indicative: too little was measured for it to fail a "
                    + "build)") + ": " + String.join(", ", both));
        }
        if (!once.isEmpty()) {
            parts.add((confirming.isPresent() ? "not confirmed" : "not confirmed, since the second campaign was not made") + ", so INCONCLUSIVE: "
                    + String.join(", ", once));
        }
        return (isInvalid() ? "INVALID: " : "") + String.join("; ", parts);
    }

    /** Measures that the first found, and the second too or not. */
    private List<String> regressed(boolean again) {
        return claims().filter(i -> isRegressed(first, i) && confirming.map(second -> isRegressed(second, i)).orElse(false) == again)
                .mapToObj(names()::get).toList();
    }

    private static boolean isRegressed(Versus pair, int claim) {
        return pair.comparison().verdicts().get(claim) == Verdict.REGRESSED;
    }

    private IntStream claims() {
        return IntStream.range(0, first.comparison().verdicts().size());
    }

    /** Of the verdicts, in their order. */
    private List<String> names() {
        return Stream.concat(first.comparison().measures().stream().map(claim -> VerdictSentence.noun(claim.measure())),
                Stream.of("errors")).toList();
    }
}
