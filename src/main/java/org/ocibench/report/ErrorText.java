package org.ocibench.report;

import java.util.SortedMap;
import java.util.stream.Collectors;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.Interval;
import org.ocibench.engine.FailureClass;

/** The cell of a table that tells how much failed. */
final class ErrorText {

    private ErrorText() {
    }

    /**
     * Failed of attempted with the interval in percent, the classes, and what else there is to know.
     *
     * @param failures their number by class
     * @param censored whether so much failed that the times may be of a selection
     * @param leaks    what was found on the host between starts
     */
    static String of(ErrorRate errors, SortedMap<FailureClass, Integer> failures, boolean censored, int leaks) {
        if (errors.attempts() == 0) {
            return "0/0";
        }
        Interval interval = errors.interval();
        String classes = failures.entrySet().stream()
                .map(e -> e.getKey().label() + (failures.size() > 1 ? " " + e.getValue() : ""))
                .collect(Collectors.joining(", "));
        return errors.failures() + "/" + errors.attempts() + " [" + Figures.percent(interval.lower()) + ", "
                + Figures.percent(interval.upper()) + "] %" + (classes.isEmpty() ? "" : " " + classes)
                + (censored ? " (censored)" : "") + (leaks == 0 ? "" : ", " + leaks + " leaked");
    }
}
