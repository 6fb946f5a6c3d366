package org.ocibench.report;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.ocibench.compare.Forecast;
import org.ocibench.compare.Measure;

/**
 * What a planned campaign will be able to tell, said before it is made.
 *
 * @param forecasts by measure; empty where the pilot told no spread
 * @param budget    that it was planned for
 */
public record ForecastText(Map<Measure, Forecast> forecasts, Duration budget) {

    /** Lines for the terminal; ends with a line feed. */
    public String text() {
        if (forecasts.isEmpty()) {
            return "the pilot does not tell what the campaign will see\n";
        }
        StringBuilder text = new StringBuilder();
        forecasts.forEach((measure, forecast) -> text.append(Prose.paragraph(line(measure, forecast))));
        Forecast any = forecasts.values().iterator().next();
        if (!any.gates()) {
            text.append(Prose.paragraph("too short for a verdict that may fail a build" + takes(any.secondsToGate())));
        }
        return text.toString();
    }

    private String line(Measure measure, Forecast forecast) {
        String what = VerdictSentence.noun(measure) + ": " + Counted.of(forecast.subBlocks(), "sub-block")
                + " in " + minutes(budget.toMillis() / 1e3) + " will tell a change of " + percent(forecast.detectable())
                + " from none, and call one of " + percent(forecast.claimable()) + " REGRESSED (4 times of 5)";
        if (forecast.showsEquivalence()) {
            return what + "; two equal ones will come out EQUIVALENT";
        }
        return what + "; EQUIVALENT is out of reach" + takes(forecast.secondsToEquivalence());
    }

    private static String takes(OptionalInt seconds) {
        return seconds.isPresent() ? ": that takes --budget " + minutes(seconds.getAsInt()) + " or more" : ", with any budget";
    }

    private static String percent(OptionalDouble change) {
        return change.isPresent() ? Figures.percent(change.getAsDouble()) + " %" : "unknown size";
    }

    private static String minutes(double seconds) {
        return seconds < 100 ? (long) Math.ceil(seconds) + "s" : String.format(Locale.ROOT, "%dm", (long) Math.ceil(seconds / 60));
    }
}
