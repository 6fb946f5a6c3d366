package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
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

    /** What is compared. */
    public static final List<Measure> MEASURES = List.of(Measure.WALL, Measure.CPU_GEOMETRIC_MEAN);

    /**
     * One arm in both.
     *
     * @param levels   means over sub-blocks by measure, as far as both have them
     * @param anchored the comparison by measure, as far as there is one; on another machine there is none
     * @param anchors  values of the runtime parameter that it is anchored to
     * @param before   failed starts of the first campaign
     * @param after    failed starts of the second
     */
    public record Row(Arm arm, Map<Measure, Versus.Levels> levels, Map<Measure, Anchored> anchored, List<String> anchors, ErrorRate before,
            ErrorRate after) {
        public Row {
            levels = Collections.unmodifiableMap(levels);
            anchored = Collections.unmodifiableMap(anchored);
            anchors = List.copyOf(anchors);
        }

        /** Where the arm stands by this measure. */
        public Standing standing(Measure measure) {
            return Standing.of(Optional.ofNullable(anchored.get(measure)).map(Anchored::interval), Margin.of(measure));
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
        if (Controls.areChanged(before.meta().arms(), first) || Controls.areChanged(after.meta().arms(), second)) {
            comparability = comparability.and("one of them is invalid: a copy of a binary came out changed");
        }
        List<Arm> shared = before.meta().arms().stream().filter(after.meta().arms()::contains).toList();
        List<String> unchanged = Comparability.unchanged(before.meta().environment().binaries(), after.meta().environment().binaries());
        List<Row> rows = new ArrayList<>();
        for (Arm arm : shared) {
            if (!arm.isControl()) {
                rows.add(row(arm, anchors(arm, shared, unchanged), first, second, comparability.otherMachine()));
            }
        }
        return new AcrossCampaigns(comparability, rows);
    }

    private static List<Arm> anchors(Arm arm, List<Arm> shared, List<String> unchanged) {
        List<Arm> same = shared.stream().filter(other -> !other.equals(arm) && unchanged.contains(other.runtime())
                && other.with(arm.runtime()).equals(arm)).toList();
        return same.isEmpty() ? shared.stream().filter(other -> other.runtime().equals(Engines.ANCHOR)
                && Conditions.of(arm).includeControl(other)).toList() : same;
    }

    private static Row row(Arm arm, List<Arm> anchors, SubBlocks before, SubBlocks after, boolean otherMachine) {
        Map<Measure, Versus.Levels> levels = new EnumMap<>(Measure.class);
        Map<Measure, Anchored> anchored = new EnumMap<>(Measure.class);
        for (Measure measure : MEASURES) {
            OptionalDouble one = before.level(arm.key(), measure);
            OptionalDouble other = after.level(arm.key(), measure);
            if (one.isPresent() && other.isPresent()) {
                levels.put(measure, new Versus.Levels(one.getAsDouble(), other.getAsDouble()));
            }
            Optional<LogRatio> first = toAnchor(before, arm, anchors, measure);
            Optional<LogRatio> second = toAnchor(after, arm, anchors, measure);
            if (!otherMachine && first.isPresent() && second.isPresent()) {
                Anchored.of(first.get(), second.get()).ifPresent(compared -> anchored.put(measure, compared));
            }
        }
        return new Row(arm, levels, anchored, anchors.stream().map(Arm::runtime).toList(), before.errors(arm.key()), after.errors(arm.key()));
    }

    private static Optional<LogRatio> toAnchor(SubBlocks subBlocks, Arm arm, List<Arm> anchors, Measure measure) {
        SortedMap<SubBlocks.Unit, Double> anchor =
                Anchored.anchor(anchors.stream().map(one -> subBlocks.values(one.key(), measure)).toList());
        return Paired.of(anchor, subBlocks.values(arm.key(), measure)).map(Paired::ratio);
    }
}
