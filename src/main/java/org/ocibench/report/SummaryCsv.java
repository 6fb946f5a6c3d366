package org.ocibench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.Interval;
import org.ocibench.compare.WallSummary;
import org.ocibench.engine.Arm;

/** A campaign as comma-separated lines, one per arm. Names hold no commas or quotes, so that none is quoted; what is not known is empty. */
public final class SummaryCsv {

    private static final String HEADER = "runtime,name,via,workload,pace,kernel,phase,attempts,failures,median_ms,median_lower_ms,"
            + "median_upper_ms,mean_ms,min_ms,max_ms,p95_ms,cpu_ms,cpu_source,peak_bytes,failure_classes\n";

    private SummaryCsv() {
    }

    /** The text. The interval of the median is of 95 %, with turns as units. */
    public static String of(List<ArmSummary> summaries, Map<String, String> displayNames) {
        StringBuilder text = new StringBuilder(HEADER);
        for (ArmSummary summary : summaries) {
            Arm arm = summary.arm();
            text.append(String.join(",", arm.runtime(), displayNames.getOrDefault(arm.runtime(), arm.runtime()).replaceAll("[,\"\\v]", "_"),
                    arm.via(), arm.workload(), arm.pace(), arm.kernel(), arm.timed(), Integer.toString(summary.attempts()),
                    Integer.toString(summary.attempts() - summary.successes()), summary.wall().map(SummaryCsv::wall).orElse(",,,,,,"),
                    summary.cpu().map(cpu -> number(cpu.millis())).orElse(""), summary.cpuSource(),
                    summary.peakBytes().isPresent() ? Long.toString(summary.peakBytes().getAsLong()) : "",
                    summary.failures().entrySet().stream().map(e -> e.getKey().label() + ":" + e.getValue())
                            .collect(Collectors.joining(" ")))).append('\n');
        }
        return text.toString();
    }

    private static String wall(WallSummary wall) {
        return String.join(",", number(wall.median()), wall.medianInterval().map(SummaryCsv::ends).orElse(","), number(wall.mean()),
                number(wall.min()), number(wall.max()), number(wall.p95()));
    }

    private static String ends(Interval interval) {
        return number(interval.lower()) + "," + number(interval.upper());
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
