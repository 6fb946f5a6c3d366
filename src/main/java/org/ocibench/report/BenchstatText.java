package org.ocibench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;

/**
 * A campaign in the format of Go's benchmarks, a line for every timed start that succeeded, which benchstat takes as one sample each:
 * {@code benchstat -col /runtime FILE}. benchstat does not know of turns and sub-blocks: its intervals are of single starts.
 */
public final class BenchstatText {

    private BenchstatText() {
    }

    /**
     * The text.
     *
     * @param rows         of the campaign
     * @param displayNames name to show by value of the runtime parameter
     */
    public static String of(List<OperationRow> rows, Map<String, String> displayNames) {
        StringBuilder text = new StringBuilder();
        for (OperationRow row : rows) {
            if (row.timed() && row.succeeded()) {
                text.append(name(Arm.ofKey(row.arm()), displayNames)).append("\t1\t").append(row.wallNanos()).append(" ns/op");
                row.cpuMicros().ifPresent(micros -> text.append('\t').append(micros * 1000).append(" cpu-ns/op"));
                row.peakBytes().ifPresent(bytes -> text.append('\t').append(bytes).append(" peak-bytes"));
                text.append('\n');
            }
        }
        return text.toString();
    }

    // Keys and values as Go's benchmark format has them: without blanks, and no slash within a value.
    private static String name(Arm arm, Map<String, String> displayNames) {
        String phase = arm.timed().substring(0, 1).toUpperCase(Locale.ROOT) + arm.timed().substring(1);
        return "Benchmark" + phase.replace('-', '_') + arm.params().entrySet().stream()
                .map(e -> "/" + e.getKey() + "=" + (e.getKey().equals("runtime") ? displayNames.getOrDefault(e.getValue(), e.getValue())
                        .replaceAll("[\\s/]", "_") : e.getValue())).collect(Collectors.joining());
    }
}
