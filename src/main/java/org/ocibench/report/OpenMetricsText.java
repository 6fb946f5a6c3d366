package org.ocibench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ocibench.compare.ArmSummary;
import org.ocibench.engine.Arm;

/**
 * A campaign as OpenMetrics text in base units (seconds, bytes), for the textfile collector of node_exporter: a gauge per figure,
 * labelled with what was measured.
 */
public final class OpenMetricsText {

    private OpenMetricsText() {
    }

    /** The text, which ends with the line that OpenMetrics wants. */
    public static String of(List<ArmSummary> summaries, Map<String, String> displayNames) {
        StringBuilder text = new StringBuilder();
        gauge(text, "ocibench_wall_seconds", "Median wall time of an operation.", summaries, displayNames,
                s -> s.wall().map(wall -> wall.median() / 1e3).orElse(null));
        gauge(text, "ocibench_cpu_seconds", "Median CPU time of an operation.", summaries, displayNames,
                s -> s.cpu().map(cpu -> cpu.millis() / 1e3).orElse(null));
        gauge(text, "ocibench_peak_bytes", "Median peak memory of the container's cgroup.", summaries, displayNames,
                s -> s.peakBytes().isPresent() ? (double) s.peakBytes().getAsLong() : null);
        gauge(text, "ocibench_attempted_operations", "Timed operations, failed ones too.", summaries, displayNames,
                s -> (double) s.attempts());
        gauge(text, "ocibench_failed_operations", "Timed operations that failed.", summaries, displayNames,
                s -> (double) (s.attempts() - s.successes()));
        return text.append("# EOF\n").toString();
    }

    private static void gauge(StringBuilder text, String name, String help, List<ArmSummary> summaries, Map<String, String> displayNames,
            Function<ArmSummary, Double> value) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
        for (ArmSummary summary : summaries) {
            Double number = value.apply(summary);
            if (number != null) {
                text.append(name).append('{').append(labels(summary.arm(), displayNames)).append("} ")
                        .append(String.format(Locale.ROOT, "%.9g", number)).append('\n');
            }
        }
    }

    private static String labels(Arm arm, Map<String, String> displayNames) {
        Map<String, String> labels = new LinkedHashMap<>(arm.params());
        labels.put("runtime", displayNames.getOrDefault(arm.runtime(), arm.runtime()));
        labels.put("phase", arm.timed());
        return labels.entrySet().stream().map(e -> e.getKey() + "=\"" + e.getValue().replace("\\", "\\\\").replace("\"", "\\\"")
                .replace("\n", "\\n") + "\"").collect(Collectors.joining(","));
    }
}
