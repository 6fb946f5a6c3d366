package org.ocibench.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ocibench.compare.Caveat;
import org.ocibench.compare.Comparison;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.ErrorVerdict;
import org.ocibench.compare.Interval;
import org.ocibench.compare.Measure;
import org.ocibench.compare.MeasureVerdict;
import org.ocibench.compare.Paired;
import org.ocibench.compare.SessionSpread;
import org.ocibench.compare.Sign;
import org.ocibench.compare.TailVerdict;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;

/**
 * Verdicts for machines. Times are in milliseconds, memory in bytes, rates, changes and probabilities are fractions; intervals are of
 * 99 % and stand as [lower, upper]. What is not known is absent.
 */
public final class VerdictJson {

    private VerdictJson() {
    }

    /** The tree of one pair. */
    public static Map<String, Object> of(Versus pair, Map<String, String> displayNames) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("baseline", arm(pair.baseline(), displayNames));
        tree.put("candidate", arm(pair.candidate(), displayNames));
        Comparison comparison = pair.comparison();
        Map<String, Object> measures = new LinkedHashMap<>();
        comparison.measures().forEach(measure -> measures.put(name(measure.measure()), measure(pair, measure)));
        measures.put("errors", errors(comparison.errors()));
        measures.put("p95", tail(comparison.tail()));
        tree.put("measures", measures);
        comparison.undisturbed().ifPresent(paired -> tree.put("undisturbed", paired(paired)));
        tree.put("control", pair.control().map(claims -> claims.areChanged() ? "changed" : "unchanged").orElse("none"));
        pair.control().ifPresent(claims -> {
            Map<String, Object> copy = new LinkedHashMap<>();
            claims.measures().forEach(claim -> claim.paired().ifPresent(paired -> copy.put(name(claim.measure()), paired(paired))));
            tree.put("controlMeasures", copy);
        });
        tree.put("sessions", sessions(pair.sessions()));
        tree.put("signs", pair.signs().stream().map(VerdictJson::sign).toList());
        tree.put("sentence", new VerdictSentence(pair, displayName(pair.baseline(), displayNames),
                displayName(pair.candidate(), displayNames)).text());
        return tree;
    }

    private static Map<String, Object> arm(Arm arm, Map<String, String> displayNames) {
        Map<String, Object> tree = new LinkedHashMap<>(arm.params());
        tree.put("phase", arm.timed());
        tree.put("name", displayName(arm, displayNames));
        return tree;
    }

    private static Map<String, Object> measure(Versus pair, MeasureVerdict verdict) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("verdict", verdict.verdict().name());
        tree.put("gates", verdict.gates());
        Optional.ofNullable(pair.levels().get(verdict.measure())).ifPresent(levels -> {
            tree.put("baseline", levels.baseline());
            tree.put("candidate", levels.candidate());
        });
        verdict.paired().ifPresent(paired -> tree.putAll(paired(paired)));
        put(tree, "p", verdict.p());
        put(tree, "pHolm", verdict.adjusted());
        put(tree, "detectable", verdict.detectable());
        put(tree, "claimable", verdict.claimable());
        tree.put("margin", verdict.margin().ratio());
        tree.put("caveats", labels(verdict.caveats()));
        return tree;
    }

    private static Map<String, Object> paired(Paired paired) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("change", paired.ratio().ratio() - 1);
        paired.ratio().interval().ifPresent(i -> tree.put("changeInterval", List.of(i.lower() - 1, i.upper() - 1)));
        tree.put("difference", paired.difference().mean());
        paired.difference().interval().ifPresent(i -> tree.put("differenceInterval", ends(i)));
        tree.put("units", paired.byBlock() ? "blocks" : "sub-blocks");
        tree.put("n", paired.ratio().n());
        tree.put("subBlocks", paired.subBlocks());
        tree.put("blocks", paired.blocks());
        return tree;
    }

    private static Map<String, Object> errors(ErrorVerdict verdict) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("verdict", verdict.verdict().name());
        tree.put("gates", verdict.gates());
        tree.put("baseline", rate(verdict.baseline()));
        tree.put("candidate", rate(verdict.candidate()));
        tree.put("differenceInterval", ends(verdict.difference()));
        put(tree, "p", verdict.p());
        put(tree, "pHolm", verdict.adjusted());
        put(tree, "pPermutation", verdict.permutation());
        tree.put("caveats", labels(verdict.caveats()));
        return tree;
    }

    private static Map<String, Object> rate(ErrorRate rate) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("failures", rate.failures());
        tree.put("attempts", rate.attempts());
        return tree;
    }

    private static Map<String, Object> tail(TailVerdict verdict) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("verdict", verdict.verdict().name());
        tree.put("gates", false);
        put(tree, "baseline", verdict.baseline());
        put(tree, "candidate", verdict.candidate());
        verdict.ratio().ifPresent(ratio -> tree.put("change", ratio - 1));
        verdict.interval().ifPresent(i -> tree.put("changeInterval", List.of(i.lower() - 1, i.upper() - 1)));
        put(tree, "p", verdict.p());
        tree.put("subBlocks", verdict.subBlocks());
        tree.put("caveats", labels(verdict.caveats()));
        return tree;
    }

    private static Map<String, Object> sessions(SessionSpread sessions) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("campaigns", sessions.campaigns());
        sessions.sd().forEach((measure, sd) -> tree.put(measure == Measure.WALL ? "wallSd" : "cpuSd", sd));
        return tree;
    }

    private static Map<String, Object> sign(Sign sign) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", sign.name());
        tree.put("unit", sign.unit().name().toLowerCase(Locale.ROOT));
        tree.put("baseline", sign.baseline());
        tree.put("candidate", sign.candidate());
        sign.difference().ifPresent(i -> tree.put("differenceInterval", ends(i)));
        return tree;
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case PEAK -> "peakBytes";
            case WALL, WALL_LOWER_QUARTILE, WALL_WITH_TIMEOUTS -> "wallMillis";
            case CPU, CPU_GEOMETRIC_MEAN -> "cpuMillis";
            case WAITED_CPU, WAITED_CPU_GEOMETRIC_MEAN -> "waitedCpuMillis";
        };
    }

    private static List<Double> ends(Interval interval) {
        return List.of(interval.lower(), interval.upper());
    }

    private static List<String> labels(Collection<Caveat> caveats) {
        return caveats.stream().map(caveat -> caveat.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    }

    private static void put(Map<String, Object> tree, String name, OptionalDouble value) {
        if (value.isPresent()) {
            tree.put(name, value.getAsDouble());
        }
    }

    private static String displayName(Arm arm, Map<String, String> displayNames) {
        return SafeText.of(displayNames.getOrDefault(arm.runtime(), arm.runtime()), 200);
    }
}
