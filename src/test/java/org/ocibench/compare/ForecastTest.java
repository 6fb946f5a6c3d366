package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ForecastTest {

    /** Ten blocks of 1.5 s and sub-blocks of 1 s. */
    private static final Forecast.Cost COST = new Forecast.Cost(10, 1.5, 1);

    private static LogRatio pilot(double sd) {
        double half = sd * Math.sqrt(9 / 10.);
        return LogRatio.of(half, -half, half, -half, half, -half, half, -half, half, -half);
    }

    private static Forecast forecast(double sd, double budget) {
        return Forecast.of(pilot(sd), SessionSpread.UNKNOWN, Measure.WALL, COST, budget, Margin.OF_TIME).orElseThrow();
    }

    @Test
    void theBudgetIsSpentOnWholeSubBlocksOfEqualBlocks() {
        // 180 s: 18 s a block, 16.5 after its forks.
        assertEquals(160, COST.subBlocks(180));
        assertEquals(175, COST.seconds(160));
        assertEquals(0, COST.subBlocks(14));
        assertEquals(35, COST.seconds(11));
    }

    @Test
    void itPlansWithTheUpperLimitOfThePilotsSd() {
        Forecast forecast = forecast(.037, 180);
        assertEquals(pilot(.037).sdUpperLimit().orElseThrow(), forecast.sd(), 1e-12);
        assertEquals(160, forecast.subBlocks());
        assertEquals(new Reach(forecast.sd(), 160).detectable(), forecast.detectable().orElseThrow(), 1e-12);
        assertEquals(new Reach(forecast.sd(), 160).claimable(Margin.OF_TIME), forecast.claimable().orElseThrow(), 1e-12);
        assertTrue(forecast.gates());
        assertTrue(forecast.showsEquivalence());
    }

    @Test
    void whatIsOutOfReachHasABudgetWithWhichItIsNot() {
        Forecast noisy = forecast(.231, 180);
        assertFalse(noisy.showsEquivalence());
        double seconds = noisy.secondsToEquivalence().orElseThrow();
        assertTrue(seconds > 180);
        assertTrue(forecast(.231, seconds).showsEquivalence());
        assertFalse(forecast(.231, seconds - 20).showsEquivalence());
        double toClaim = noisy.secondsToClaim(.1).orElseThrow();
        assertTrue(forecast(.231, toClaim).claimable().orElseThrow() <= .1);
        assertEquals(OptionalDouble.empty(), noisy.secondsToClaim(.02));
    }

    @Test
    void aBudgetThatIsTooShortSaysWhatWouldDo() {
        Forecast tooShort = forecast(.037, 16);
        assertEquals(0, tooShort.subBlocks());
        assertFalse(tooShort.gates());
        assertFalse(tooShort.showsEquivalence());
        assertEquals(OptionalDouble.empty(), tooShort.detectable());
        assertEquals(OptionalDouble.empty(), tooShort.claimable());
        assertEquals(35, tooShort.secondsToGate());
        assertTrue(forecast(.037, tooShort.secondsToGate()).gates());
        assertFalse(forecast(.037, tooShort.secondsToGate() - 1).gates());
    }

    @Test
    void threeBlocksAreTooFewHoweverLong() {
        Forecast three = Forecast.of(pilot(.037), SessionSpread.UNKNOWN, Measure.WALL, new Forecast.Cost(3, 1.5, 1), 600, Margin.OF_TIME).orElseThrow();
        assertFalse(three.gates());
        assertEquals(5 * (1.5 + 4), three.secondsToGate());
    }

    @Test
    void aPilotWithoutSpreadForetellsNothing() {
        assertEquals(Optional.empty(), Forecast.of(LogRatio.of(.3), SessionSpread.UNKNOWN, Measure.WALL, COST, 180, Margin.OF_TIME));
        assertEquals(Optional.empty(), Forecast.of(LogRatio.of(0, 0, 0, 0, 0, 0), SessionSpread.UNKNOWN, Measure.WALL, COST, 180, Margin.OF_TIME));
        assertTrue(Forecast.of(LogRatio.of(.01, -.02), SessionSpread.UNKNOWN, Measure.WALL, COST, 180, Margin.OF_TIME).isPresent());
    }

    @Test
    void impossibleCostsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Cost(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Cost(5, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Cost(5, Double.NaN, 1));
    }
}
