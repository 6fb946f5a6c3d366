package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;

/**
 * Two runtimes that took turns under the same conditions, and what is said of them.
 *
 * @param baseline   arm of the one that is compared with
 * @param candidate  arm of the other
 * @param comparison the verdicts
 * @param levels     of each measure that both have, their means over sub-blocks
 * @param control    a copy of the baseline's binary against it; empty if the campaign has none, or none of its times
 * @param sessions   what campaigns of this environment differ by, which the verdicts allow for
 * @param signs      of where a difference comes from
 */
public record Versus(Arm baseline, Arm candidate, Comparison comparison, Map<Measure, Levels> levels,
        Optional<Claims> control, SessionSpread sessions, List<Sign> signs) {

    /** Means over sub-blocks, in the unit of the measure. */
    public record Levels(double baseline, double candidate) {
    }

    public Versus {
        levels = Collections.unmodifiableMap(new TreeMap<>(levels));
        signs = List.copyOf(signs);
    }

    /**
     * All pairs of arms that differ in nothing but the runtime.
     *
     * @param arms      of a campaign
     * @param baseline  value of the runtime parameter
     * @param candidate value of the runtime parameter
     * @param rows      of the campaign
     * @param spreads   what campaigns of its environment differ by, by an arm of the baseline
     * @param seed      of what is drawn for the tail
     */
    public static List<Versus> of(List<Arm> arms, String baseline, String candidate, List<OperationRow> rows,
            Function<Arm, SessionSpread> spreads, long seed) {
        SubBlocks subBlocks = SubBlocks.of(rows);
        List<Versus> all = new ArrayList<>();
        for (Arm arm : arms) {
            Arm other = arm.with(candidate);
            if (arm.runtime().equals(baseline) && arms.contains(other)) {
                SessionSpread sessions = spreads.apply(arm);
                Comparison comparison = Comparison.of(subBlocks, arm.key(), other.key(), sessions, seed);
                all.add(new Versus(arm, other, comparison, levels(subBlocks, comparison), arms.contains(arm.copy())
                        ? Optional.of(Controls.of(arm, subBlocks)).filter(Claims::tellAnything) : Optional.empty(), sessions,
                        Signs.ofStarts(rows, arm.key(), other.key())));
            }
        }
        return all;
    }

    /** The same with further signs. */
    public Versus and(List<Sign> more) {
        return new Versus(baseline, candidate, comparison, levels, control, sessions, Stream.concat(signs.stream(), more.stream()).toList());
    }

    /** True if the two are apart in what a build may fail for, so that signs of the cause are of use. */
    public boolean isDifferent() {
        return comparison.verdicts().stream().anyMatch(verdict -> verdict.isChange() || verdict == Verdict.DIFFERENT);
    }

    /** True if nothing REGRESSED, and of wall or CPU time neither a change nor equality was shown, or neither was measured. */
    public boolean isInconclusive() {
        List<MeasureVerdict> times = comparison.measures().stream().filter(claim -> claim.measure() != Measure.PEAK && claim.paired().isPresent())
                .toList();
        return !comparison.verdicts().contains(Verdict.REGRESSED)
                && (times.isEmpty() || times.stream().anyMatch(claim -> claim.verdict() == Verdict.INCONCLUSIVE));
    }

    /** True if a copy of the baseline came out changed: then nothing of the campaign is to be believed. */
    public boolean isInvalid() {
        return control.map(Claims::areChanged).orElse(false);
    }

    private static Map<Measure, Levels> levels(SubBlocks subBlocks, Comparison comparison) {
        Map<Measure, Levels> levels = new EnumMap<>(Measure.class);
        List<Measure> measures = new ArrayList<>(comparison.measures().stream().map(MeasureVerdict::measure).toList());
        measures.add(Measure.WALL_LOWER_QUARTILE);
        for (Measure measure : measures) {
            OptionalDouble of = subBlocks.level(comparison.baseline(), measure);
            OptionalDouble against = subBlocks.level(comparison.candidate(), measure);
            if (of.isPresent() && against.isPresent()) {
                levels.put(measure, new Levels(of.getAsDouble(), against.getAsDouble()));
            }
        }
        return levels;
    }
}
