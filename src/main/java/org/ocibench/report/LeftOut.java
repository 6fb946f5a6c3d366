package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.Incidents;

/**
 * What a table of these arms does not show: arms that could not run or were given up, and what went wrong beside what is timed.
 *
 * @param operation what a reader calls one, for example {@code start}
 */
record LeftOut(List<NotRun> notRun, List<Parked> parked, List<ArmSummary> summaries, String operation) {

    static final String TITLE = "Left out, given up or lost:";

    List<String> lines() {
        Stream<String> absent = notRun.stream().map(NotRun::told);
        Stream<String> givenUp = parked.stream().map(Parked::told);
        return Stream.of(absent, givenUp, summaries.stream().flatMap(this::incidents)).flatMap(s -> s).toList();
    }

    private Stream<String> incidents(ArmSummary summary) {
        Incidents incidents = summary.incidents();
        List<String> lines = new ArrayList<>();
        if (incidents.timeOuts() > 0) {
            lines.add(String.format(Locale.ROOT, "Timed out: %s: %s, untimed ones too, took %.1f s until their time-out "
                    + "ended them", summary.arm(), Counted.of(incidents.timeOuts(), operation), incidents.timeOutSeconds()));
        }
        if (!incidents.untimedFailures().isEmpty()) {
            lines.add("Failed beside the timed " + operation + "s: " + summary.arm() + ": " + incidents.untimedFailures().entrySet().stream()
                    .map(e -> e.getValue() + " x " + e.getKey().label()).collect(Collectors.joining(", ")));
        }
        return lines.stream();
    }
}
