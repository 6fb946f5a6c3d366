package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ocibench.engine.Arm;
import org.ocibench.runtime.RuntimeCatalog;

/**
 * Two runtimes that took turns under the same conditions, and what is said of them.
 *
 * @param baseline   arm of the one that is compared with
 * @param candidate  arm of the other
 * @param comparison the verdicts
 * @param levels     of each measure that both have, their means over sub-blocks
 * @param control    the baseline against a copy of its binary; empty if the campaign has none
 */
public record Versus(Arm baseline, Arm candidate, Comparison comparison, Map<Measure, Levels> levels,
        Optional<Comparison> control) {

    /** What the name of a copy has behind that of its original. */
    private static final String COPY = "~" + RuntimeCatalog.COPY;

    /**
     * Means over sub-blocks, in the unit of the measure.
     */
    public record Levels(double baseline, double candidate) {
    }

    public Versus {
        levels = Collections.unmodifiableMap(new EnumMap<>(levels));
    }

    /**
     * All pairs of arms that differ in nothing but the runtime.
     *
     * @param arms      of a campaign
     * @param baseline  value of the runtime parameter
     * @param candidate value of the runtime parameter
     * @param seed      of what is drawn for the tail
     */
    public static List<Versus> of(List<Arm> arms, String baseline, String candidate, SubBlocks subBlocks, long seed) {
        List<Versus> all = new ArrayList<>();
        for (Arm arm : arms) {
            Arm other = arm.with(candidate);
            if (arm.runtime().equals(baseline) && arms.contains(other)) {
                Comparison comparison = Comparison.of(subBlocks, arm.key(), other.key(), seed);
                Arm copy = arm.with(baseline + COPY);
                all.add(new Versus(arm, other, comparison, levels(subBlocks, comparison), arms.contains(copy)
                        ? Optional.of(Comparison.of(subBlocks, arm.key(), copy.key(), seed)) : Optional.empty()));
            }
        }
        return all;
    }

    /** True if a copy of the baseline came out changed: then nothing of the campaign is to be believed. */
    public boolean isInvalid() {
        return control.map(Comparison::hasChange).orElse(false);
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
