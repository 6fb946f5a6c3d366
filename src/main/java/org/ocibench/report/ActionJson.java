package org.ocibench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.WallSummary;

/**
 * A campaign for github-action-benchmark, as its {@code customSmallerIsBetter}: wall time, CPU time and peak memory of each arm.
 * Times of different days are of different hosts: its alerts compare what does not compare, so use it to plot, and {@code ab} to judge.
 */
public final class ActionJson {

    private ActionJson() {
    }

    /** The tree: a list of objects with name, unit, value, and range where there is one. */
    public static List<Map<String, Object>> of(List<ArmSummary> summaries, Map<String, String> displayNames) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (ArmSummary summary : summaries) {
            String arm = new Arms(summaries, displayNames).name(summary.arm()) + " " + String.join(" ", summary.arm().params().values()
                    .stream().skip(1).toList()) + Arms.phase(summary.arm(), " ");
            summary.wall().ifPresent(wall -> entries.add(entry(arm + ": wall", "ms", wall.median(), range(wall), summary)));
            summary.cpu().ifPresent(cpu -> entries.add(entry(arm + ": CPU", "ms", cpu.millis(), null, summary)));
            summary.peakBytes().ifPresent(bytes -> entries.add(entry(arm + ": peak memory", "bytes", bytes, null, summary)));
        }
        return entries;
    }

    private static Map<String, Object> entry(String name, String unit, double value, String range, ArmSummary summary) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("unit", unit);
        entry.put("value", value);
        if (range != null) {
            entry.put("range", range);
        }
        entry.put("extra", summary.successes() + " of " + summary.attempts() + " starts");
        return entry;
    }

    private static String range(WallSummary wall) {
        return wall.medianInterval().map(i -> Figures.millis(i.lower()) + " - " + Figures.millis(i.upper())).orElse(null);
    }
}
