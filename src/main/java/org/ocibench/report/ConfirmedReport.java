package org.ocibench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ocibench.compare.Comparison;
import org.ocibench.compare.Verdict;
import org.ocibench.compare.Versus;

/**
 * What is said of a candidate after one campaign, or two where the first found a regression: only what both found is one.
 *
 * @param first        the planned campaign
 * @param confirming   the second; empty where the first found no regression
 * @param displayNames name to show by value of the runtime parameter
 * @param caption      lines about the campaigns
 */
public record ConfirmedReport(Versus first, Optional<Versus> confirming, Map<String, String> displayNames, List<String> caption) {

    private static final List<String> NAMES = List.of("wall time", "CPU time", "peak memory", "errors");

    /** For a terminal; ends with a line feed. */
    public String text() {
        List<Versus> all = Stream.concat(Stream.of(first), confirming.stream()).toList();
        String tables = new VerdictReport(all, displayNames, caption).text();
        return confirming.isEmpty() ? tables : tables + "\n" + Prose.paragraph(sentence());
    }

    /** For machines: the verdicts of both campaigns by {@link VerdictJson}, and what they come to. */
    public Map<String, Object> json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("invalid", isInvalid());
        tree.put("regressed", isRegressed());
        tree.put("confirmed", regressed(true));
        tree.put("unconfirmed", regressed(false));
        tree.put("first", VerdictJson.of(first, displayNames));
        confirming.ifPresent(second -> tree.put("confirming", VerdictJson.of(second, displayNames)));
        tree.put("caption", caption);
        return tree;
    }

    /** Whether a copy of the baseline came out changed, in either. */
    public boolean isInvalid() {
        return first.isInvalid() || confirming.map(Versus::isInvalid).orElse(false);
    }

    /** Whether a regression was found twice. */
    public boolean isRegressed() {
        return !isInvalid() && !regressed(true).isEmpty();
    }

    private String sentence() {
        List<String> both = regressed(true);
        List<String> once = regressed(false);
        List<String> parts = new ArrayList<>();
        if (!both.isEmpty()) {
            parts.add("REGRESSED, found twice: " + String.join(", ", both));
        }
        if (!once.isEmpty()) {
            parts.add("not confirmed, so INCONCLUSIVE: " + String.join(", ", once));
        }
        return (isInvalid() ? "INVALID: " : "") + String.join("; ", parts);
    }

    /** Measures that the first found, and the second too or not. */
    private List<String> regressed(boolean again) {
        List<Verdict> found = first.comparison().verdicts();
        List<Verdict> confirmed = confirming.map(Versus::comparison).map(Comparison::verdicts).orElse(List.of());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < confirmed.size(); i++) {
            if (found.get(i) == Verdict.REGRESSED && (confirmed.get(i) == Verdict.REGRESSED) == again) {
                names.add(NAMES.get(i));
            }
        }
        return names;
    }
}
