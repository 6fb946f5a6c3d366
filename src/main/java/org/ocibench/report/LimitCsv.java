package org.ocibench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ocibench.compare.Interval;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.Arm;

/** How many starts succeeded at each limit, as comma-separated lines: the curve of P(success | limit) of each arm. */
public final class LimitCsv {

    /** Name of the file in a campaign's folder. */
    public static final String NAME = "limits.csv";

    private static final String HEADER = "runtime,via,workload,limited,limit,unit,starts,successes,lower,upper,failures\n";

    private LimitCsv() {
    }

    /**
     * The text of the file. {@code lower} and {@code upper} are the 95 % Clopper-Pearson interval of the probability of success;
     * {@code failures} reads {@code oom-kill:3 timeout:1}.
     */
    public static String of(List<LimitSummary> summaries) {
        StringBuilder text = new StringBuilder(HEADER);
        for (LimitSummary summary : summaries) {
            Arm arm = summary.arm();
            summary.levels().forEach((amount, level) -> text.append(String.join(",", arm.runtime(), arm.via(), arm.workload(),
                    summary.kind().label(), Long.toString(amount), summary.kind().unit(),
                    Integer.toString(level.errors().attempts()), Integer.toString(level.successes()), ends(level.success()),
                    failures(level))).append('\n'));
        }
        return text.toString();
    }

    private static String ends(Interval interval) {
        return String.format(Locale.ROOT, "%.4f,%.4f", interval.lower(), interval.upper());
    }

    private static String failures(LimitSummary.Level level) {
        return level.failures().entrySet().stream().map(e -> e.getKey().label() + ":" + e.getValue()).collect(Collectors.joining(" "));
    }
}
