package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;

/**
 * Two campaigns side by side, by the arms that both have. Since they were not made at the same time, times are compared as ratios to an
 * anchor: runtimes whose binary did not change, or where there are none the control that makes namespaces.
 *
 * @param comparability whether the two compare, and what changed between them
 * @param rows          one for each arm of a runtime that both have, in the order of the first
 */
public record AcrossCampaigns(Comparability comparability, List<Row> rows) {

    /**
     * One arm in both.
     *
     * @param levels   means over sub-blocks by measure, as far as both have them
     * @param anchored the comparison by measure, as far as there is one; on another machine there is none
     * @param anchors  values of the runtime parameter that it is anchored to
     * @param before   failed starts of the first campaign
     * @param after    failed starts of the second
     */
    public record Row(Arm arm, Map<Measure, Versus.Levels> levels, Map<Measure, Effect> anchored, List<String> anchors, ErrorRate before,
            ErrorRate after) {
        public Row {
            levels = Collections.unmodifiableMap(levels);
            anchored = Collections.unmodifiableMap(anchored);
            anchors = List.copyOf(anchors);
        }

        /** Where the arm stands by this measure. */
        public Standing standing(Measure measure) {
            return Standing.of(Optional.ofNullable(anchored.get(measure)).map(Effect::interval), Margin.of(measure));
        }
    }

    public AcrossCampaigns {
        rows = List.copyOf(rows);
    }

    /** Puts two campaigns side by side. */
    public static AcrossCampaigns of(StoredCampaign before, StoredCampaign after) {
        SubBlocks first = SubBlocks.of(before.rows());
        SubBlocks second = SubBlocks.of(after.rows());
        Comparability comparability = Comparability.of(before.meta(), after.meta());
        if (Controls.haveOtherTimes(before.meta().arms(), first) || Controls.haveOtherTimes(after.meta().arms(), second)) {
            comparability = comparability.and("one of them is invalid: a copy of a binary came out changed");
        }
        List<Arm> shared = before.meta().arms().stream().filter(after.meta().arms()::contains).toList();
        List<String> unchanged = Comparability.unchanged(before.meta().environment().binaries(), after.meta().environment().binaries());
        List<Row> rows = new ArrayList<>();
        for (Arm arm : shared) {
            if (!arm.isControl()) {
                rows.add(row(arm, anchors(arm, shared.stream().filter(other -> unchanged.contains(other.runtime())).toList(), shared, first, second),
                        first, second, comparability.otherMachine()));
            }
        }
        return new AcrossCampaigns(comparability, rows);
    }

    private static List<Arm> anchors(Arm arm, List<Arm> unchanged, List<Arm> shared, SubBlocks before, SubBlocks after) {
        List<Arm> same = unchanged.stream().filter(other -> !other.equals(arm) && other.with(arm.runtime()).equals(arm)
                && serves(other, arm, before) && serves(other, arm, after)).toList();
        return same.isEmpty() ? shared.stream().filter(Engines.anchor(arm)::equals).toList() : same;
    }

    /** Whether an anchor has enough starts beside an arm: one that was given up would take the others' with it. */
    private static boolean serves(Arm anchor, Arm arm, SubBlocks subBlocks) {
        return Anchor.ratio(subBlocks, arm, List.of(anchor), Measure.WALL).filter(ratio -> ratio.n() >= Estimate.LEAST_N).isPresent();
    }

    private static Row row(Arm arm, List<Arm> anchors, SubBlocks before, SubBlocks after, boolean otherMachine) {
        Map<Measure, Versus.Levels> levels = new EnumMap<>(Measure.class);
        Map<Measure, Effect> anchored = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.TIMES) {
            OptionalDouble one = before.level(arm.key(), measure);
            OptionalDouble other = after.level(arm.key(), measure);
            if (one.isPresent() && other.isPresent()) {
                levels.put(measure, new Versus.Levels(one.getAsDouble(), other.getAsDouble()));
            }
            Optional<Effect> first = toAnchor(before, arm, anchors, measure);
            Optional<Effect> second = toAnchor(after, arm, anchors, measure);
            if (!otherMachine && first.isPresent() && second.isPresent()) {
                anchored.put(measure, Effect.difference(first.get(), second.get()));
            }
        }
        return new Row(arm, levels, anchored, anchors.stream().map(Arm::runtime).toList(), before.errors(arm.key()), after.errors(arm.key()));
    }

    private static Optional<Effect> toAnchor(SubBlocks subBlocks, Arm arm, List<Arm> anchors, Measure measure) {
        return Effect.of(Anchor.ratio(subBlocks, arm, anchors, measure).stream().toList());
    }
}
