package org.ocibench.compare;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.statistics.descriptive.GeometricMean;
import org.ocibench.engine.Arm;

/**
 * What stays the same from one campaign to another and took turns with what is compared. What makes the whole host slower for a day cancels in
 * the ratio to it; what makes only the runtime slower does not, so such a comparison raises suspicion and decides nothing.
 */
final class Anchor {

    private Anchor() {
    }

    /** The ratio of an arm to the geometric mean of its anchors, in the sub-blocks in which all of them have a value; empty without any. */
    static Optional<LogRatio> ratio(SubBlocks subBlocks, Arm arm, List<Arm> anchors, Measure measure) {
        return Paired.of(mean(anchors.stream().map(anchor -> subBlocks.values(anchor.key(), measure)).toList()),
                subBlocks.values(arm.key(), measure)).map(Paired::ratio);
    }

    private static SortedMap<SubBlocks.Unit, Double> mean(List<SortedMap<SubBlocks.Unit, Double>> arms) {
        SortedMap<SubBlocks.Unit, Double> mean = new TreeMap<>();
        if (arms.isEmpty()) {
            return mean;
        }
        Set<SubBlocks.Unit> shared = new TreeSet<>(arms.get(0).keySet());
        arms.forEach(arm -> shared.retainAll(arm.keySet()));
        for (SubBlocks.Unit unit : shared) {
            mean.put(unit, GeometricMean.of(arms.stream().mapToDouble(arm -> arm.get(unit)).toArray()).getAsDouble());
        }
        return mean;
    }
}
