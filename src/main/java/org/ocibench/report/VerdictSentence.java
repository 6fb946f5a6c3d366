package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.ErrorVerdict;
import org.ocibench.compare.Measure;
import org.ocibench.compare.MeasureVerdict;
import org.ocibench.compare.Verdict;
import org.ocibench.compare.Versus;

/** The verdicts on a candidate in one plain sentence. */
record VerdictSentence(Versus pair, String baseline, String candidate) {

    String text() {
        if (pair.isInvalid()) {
            return "The campaign is INVALID: a copy of " + baseline + " came out changed.";
        }
        List<String> parts = new ArrayList<>();
        List<MeasureVerdict> changed = pair.comparison().measures().stream()
                .filter(m -> m.verdict().isChange() || m.verdict() == Verdict.DIFFERENT).toList();
        if (!changed.isEmpty()) {
            parts.add(candidate + " takes " + changed.stream().map(VerdictSentence::change).collect(Collectors.joining(", "))
                    + " than " + baseline);
        }
        named(Verdict.EQUIVALENT, " are the same within the margin", " is the same within the margin", parts);
        named(Verdict.INCONCLUSIVE, " cannot be told apart, nor be called equal", " cannot be told apart, nor be called equal", parts);
        List<String> unmeasured = pair.comparison().measures().stream().filter(m -> m.paired().isEmpty()).map(m -> noun(m.measure())).toList();
        if (!unmeasured.isEmpty()) {
            parts.add(String.join(", ", unmeasured) + (unmeasured.size() > 1 ? " were" : " was") + " not measured of both");
        }
        parts.add(errors(pair.comparison().errors()));
        return String.join("; ", parts) + ".";
    }

    private void named(Verdict verdict, String several, String one, List<String> parts) {
        List<String> names = pair.comparison().measures().stream().filter(m -> m.verdict() == verdict && m.paired().isPresent())
                .map(m -> noun(m.measure())).toList();
        if (!names.isEmpty()) {
            parts.add(String.join(", ", names) + (names.size() > 1 ? several : one));
        }
    }

    private static String change(MeasureVerdict verdict) {
        double ratio = verdict.paired().orElseThrow().ratio().ratio();
        return Figures.percent(Math.abs(ratio - 1)) + " % " + (ratio > 1 ? "more " : "less ") + noun(verdict.measure())
                + (verdict.verdict() == Verdict.DIFFERENT ? " (not shown to be beyond the margin)" : "");
    }

    /** What a sentence calls it. */
    static String noun(Measure measure) {
        return switch (measure) {
            case PEAK -> "peak memory";
            case WALL, WALL_LOWER_QUARTILE, WALL_WITH_TIMEOUTS -> "wall time";
            default -> "CPU time";
        };
    }

    private String errors(ErrorVerdict errors) {
        String counts = " (" + rate(errors.candidate()) + " against " + rate(errors.baseline()) + ")";
        return switch (errors.verdict()) {
            case REGRESSED -> "it fails more often" + counts;
            case IMPROVED -> "it fails less often" + counts;
            case EQUIVALENT -> "both fail equally often, within one per cent" + counts;
            default -> "whether it fails more often cannot be told" + counts;
        };
    }

    private static String rate(ErrorRate rate) {
        return rate.failures() + " of " + rate.attempts();
    }
}
