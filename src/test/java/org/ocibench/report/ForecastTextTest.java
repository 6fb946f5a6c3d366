package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.Forecast;
import org.ocibench.compare.Margin;
import org.ocibench.compare.Measure;

class ForecastTextTest {

    private static final Duration BUDGET = Duration.ofMinutes(5);

    /** Blocks of three seconds beside their sub-blocks. */
    private static String text(double sd, double secondsPerSubBlock) {
        Forecast forecast = new Forecast(sd, 0, 0, new Forecast.Cost(3, secondsPerSubBlock), BUDGET.toSeconds(), Margin.OF_TIME);
        return new ForecastText(Map.of(Measure.WALL, forecast), BUDGET).text().replaceAll("\\s+", " ");
    }

    @Test
    void whatWillBeSeenIsSaidBefore() {
        assertTrue(text(.01, 4).matches("wall time: 63 sub-blocks in 5m will tell a change of 0\\.4\\d % from none, and call one of 2\\.\\d % "
                + "REGRESSED \\(4 times of 5\\); two equal ones will come out EQUIVALENT "), text(.01, 4));
    }

    @Test
    void whatIsOutOfReachIsSaidWithTheBudgetThatItTakes() {
        String text = text(.1, 20);
        assertTrue(text.matches(".*EQUIVALENT is out of reach: that takes --budget \\d+m or more .*"), text);
        assertTrue(text.matches(".*too short for a verdict that may fail a build: that takes --budget 8m or more "), text);
    }

    @Test
    void whatNoBudgetReachesIsSaid() {
        String text = text(.9, 60);
        assertTrue(text.contains("EQUIVALENT is out of reach, with any budget"), text);
    }

    @Test
    void aPilotWithoutSpreadTellsNothing() {
        assertEquals("the pilot does not tell what the campaign will see\n", new ForecastText(Map.of(), BUDGET).text());
    }
}
