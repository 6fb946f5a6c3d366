package org.ocibench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.ocibench.compare.AcrossCampaigns;
import org.ocibench.compare.Measure;

/** Two campaigns side by side, for machines: times in milliseconds, changes as fractions, intervals of 99 %. */
public final class AcrossJson {

    private AcrossJson() {
    }

    /** The tree. */
    public static Map<String, Object> of(AcrossCampaigns across) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("otherMachine", across.comparability().otherMachine());
        tree.put("changes", Stream.concat(across.comparability().conditions().stream(), across.comparability().changes().stream())
                .map(change -> Map.of("key", change.key(), "before", change.before(), "after", change.after())).toList());
        tree.put("arms", across.rows().stream().map(AcrossJson::row).toList());
        return tree;
    }

    private static Map<String, Object> row(AcrossCampaigns.Row row) {
        Map<String, Object> tree = new LinkedHashMap<>(row.arm().params());
        tree.put("phase", row.arm().timed());
        tree.put("anchors", row.anchors());
        for (Measure measure : Measure.TIMES) {
            Map<String, Object> one = new LinkedHashMap<>();
            if (row.levels().containsKey(measure)) {
                one.put("before", row.levels().get(measure).baseline());
                one.put("after", row.levels().get(measure).candidate());
            }
            if (row.anchored().containsKey(measure)) {
                one.put("change", row.anchored().get(measure).ratio() - 1);
                one.put("changeInterval", List.of(row.anchored().get(measure).interval().lower() - 1,
                        row.anchored().get(measure).interval().upper() - 1));
                one.put("standing", row.standing(measure).name().toLowerCase(Locale.ROOT));
            }
            tree.put(measure == Measure.WALL ? "wallMillis" : "cpuMillis", one);
        }
        tree.put("failuresBefore", row.before().failures());
        tree.put("attemptsBefore", row.before().attempts());
        tree.put("failuresAfter", row.after().failures());
        tree.put("attemptsAfter", row.after().attempts());
        return tree;
    }
}
