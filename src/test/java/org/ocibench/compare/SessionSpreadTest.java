package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;

class SessionSpreadTest {

    private static final String CRUN = "crun/direct/exit/burst/quiet";
    private static final String COPY = "crun~copy/direct/exit/burst/quiet";
    private static final int UNITS = 40;

    private static LogRatio ratio(Random random, double session, double noise) {
        double shift = session * random.nextGaussian();
        return LogRatio.of(random.doubles(UNITS).map(d -> shift + noise * random.nextGaussian()).toArray());
    }

    private static SessionSpread spread(long seed, int campaigns, double session, double noise) {
        Random random = new Random(seed);
        List<Map<Measure, LogRatio>> controls = new ArrayList<>();
        for (int i = 0; i < campaigns; i++) {
            controls.add(Map.of(Measure.WALL, ratio(random, session, noise), Measure.CPU_GEOMETRIC_MEAN, ratio(random, 0, noise)));
        }
        return SessionSpread.of(controls);
    }

    @Test
    void whatCampaignsDifferByIsTakenApartFromTheErrorsWithin() {
        SessionSpread spread = spread(1, 400, .01, .05);
        assertTrue(spread.isKnown());
        assertEquals(.01, spread.of(Measure.WALL), .001);
        assertEquals(0, spread.of(Measure.CPU_GEOMETRIC_MEAN), .003);
    }

    @Test
    void fewCampaignsTellNothing() {
        SessionSpread few = spread(1, 4, .01, .05);
        assertFalse(few.isKnown());
        assertEquals(4, few.campaigns());
        assertEquals(0, few.of(Measure.WALL));
    }

    @Test
    void anIntervalIsAsWideAsBothTogether() {
        LogRatio narrow = GoldenPairs.golden().ratio();
        LogRatio wide = narrow.widened(.01, 1000);
        assertEquals(narrow.ratio(), wide.ratio());
        double within = narrow.sd() / Math.sqrt(narrow.n());
        assertEquals(Math.hypot(within, .01), wide.sd() / Math.sqrt(wide.n()), 1e-12);
        assertEquals(width(narrow) * Math.hypot(within, .01) / within * quantile(wide.freedom()) / quantile(7), width(wide), 1e-12);
        assertEquals(narrow, narrow.widened(0, 1000));
        Paired paired = GoldenPairs.golden().widened(new SessionSpread(Map.of(Measure.WALL, .01), 1000), Measure.WALL);
        Interval difference = paired.difference().interval().orElseThrow();
        Interval before = GoldenPairs.golden().difference().interval().orElseThrow();
        assertEquals((before.upper() - before.lower()) * width(wide) / width(narrow), difference.upper() - difference.lower(), 1e-9);
        assertEquals(GoldenPairs.golden(), GoldenPairs.golden().widened(SessionSpread.UNKNOWN, Measure.WALL));
    }

    private static double quantile(double freedom) {
        return TDistribution.of(freedom).inverseSurvivalProbability(.005);
    }

    private static double width(LogRatio ratio) {
        return ratio.log().interval().map(i -> i.upper() - i.lower()).orElseThrow();
    }

    // The spread is worked out from five campaigns, as few as there may be, and then a sixth is judged.
    @Test
    void withoutItEqualBinariesDifferTooOften() {
        Random random = new Random(2);
        int narrow = 0;
        int wide = 0;
        for (int i = 0; i < 4000; i++) {
            List<Map<Measure, LogRatio>> controls = new ArrayList<>();
            for (int k = 0; k < SessionSpread.LEAST_CAMPAIGNS; k++) {
                controls.add(Map.of(Measure.WALL, ratio(random, .01, .03), Measure.CPU_GEOMETRIC_MEAN, ratio(random, 0, .03)));
            }
            LogRatio one = ratio(random, .01, .03);
            narrow += one.p().orElseThrow() < .01 ? 1 : 0;
            wide += one.widened(SessionSpread.of(controls).of(Measure.WALL), SessionSpread.LEAST_CAMPAIGNS).p().orElseThrow() < .01 ? 1 : 0;
        }
        assertTrue(narrow > 800, narrow + " of 4000 alarms at 1 % where only the campaign is allowed for");
        assertTrue(wide < 120, wide + " of 4000 alarms at 1 % where sessions are allowed for");
    }

    @Test
    void aControlIsACopyUnderTheSameConditions() {
        Synthetic made = new Synthetic(3, .2).arm(CRUN, 8, 7).arm(COPY, 8, 7);
        SubBlocks subBlocks = SubBlocks.of(made.rows(6, 12));
        Arm runc = Arm.ofKey("runc@1.1.13/direct/exit/burst/quiet");
        assertEquals(1, SessionSpread.control(made.arms(), runc, subBlocks).orElseThrow().get(Measure.WALL).ratio(), .02);
        assertEquals(Optional.empty(), SessionSpread.control(made.arms(), Arm.ofKey("runc/direct/exit/isolated/quiet"), subBlocks));
        assertEquals(Optional.empty(), SessionSpread.control(List.of(Arm.ofKey(CRUN)), runc, subBlocks));
        assertEquals(Optional.empty(), SessionSpread.control(made.arms(), runc, SubBlocks.of(List.of())));
    }

    @Test
    void aForecastKnowsThatNoBudgetTakesSessionsAway() {
        Forecast.Cost cost = new Forecast.Cost(2, 1);
        LogRatio pilot = LogRatio.of(.03, -.02, .04, -.05, .01, -.03);
        Forecast alone = Forecast.of(pilot, SessionSpread.UNKNOWN, Measure.WALL, cost, 3600, Margin.OF_TIME).orElseThrow();
        Forecast wide = Forecast.of(pilot, new SessionSpread(Map.of(Measure.WALL, .01), 9), Measure.WALL, cost, 3600, Margin.OF_TIME).orElseThrow();
        assertTrue(wide.detectable().orElseThrow() > .03 && alone.detectable().orElseThrow() < .01, wide.detectable() + " " + alone.detectable());
        assertTrue(alone.secondsToEquivalence().isPresent());
        assertTrue(wide.secondsToEquivalence().isEmpty());
    }
}
