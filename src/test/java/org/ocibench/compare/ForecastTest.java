package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {

    /** Blocks of 2 s and sub-blocks of 1 s. */
    private static final Forecast.Cost COST = new Forecast.Cost(2, 1);

    private static LogRatio pilot(double sd) {
        double half = sd * Math.sqrt(9 / 10.);
        return LogRatio.of(half, -half, half, -half, half, -half, half, -half, half, -half);
    }

    private static Forecast forecast(double sd, Forecast.Cost cost, double seconds) {
        return Forecast.of(pilot(sd), SessionSpread.UNKNOWN, Measure.WALL, cost, seconds, Margin.OF_TIME).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        // Blocks of 30 s, from 8 to 20 of them, and all of the budget is used.
        "2, 1, 300, 10, 28", "2, 1, 310, 10, 29", "2, 1, 100, 8, 10", "2, 1, 3600, 20, 178",
        // As slow as nerdctl: a block for each sub-block, and no more of them than fit.
        "2.5, 18.5, 300, 14, 1", "2.5, 18.5, 420, 20, 1", "6, 75, 300, 3, 1", "6, 75, 660, 8, 1", "6, 75, 10, 1, 1",
        // Too short for eight: as many as gate, then as many as give an interval.
        "4.05, .5, 36, 5, 6", "4.05, .5, 40, 5, 7", "5, .3, 31, 5, 4", "5, .3, 32, 5, 4", "4.11, 1.06, 30, 4, 3", "5, 16, 280, 13, 1",
        "2.5, 17.9, 300, 14, 1"})
    void theBudgetIsSpentOnWholeSubBlocksOfEqualBlocks(double block, double subBlock, double seconds, int blocks, int each) {
        Forecast.Cost cost = new Forecast.Cost(block, subBlock);
        assertEquals(blocks, cost.blocks(seconds));
        assertEquals(each, cost.perBlock(seconds));
        assertEquals(blocks * each, cost.subBlocks(seconds));
    }

    @Test
    void aBudgetIsKeptWhereverOneSubBlockFits() {
        for (double subBlock : new double[] {.3, 1, 7, 18.5, 27.6, 75, 300}) {
            Forecast.Cost cost = new Forecast.Cost(3, subBlock);
            IntStream.range((int) Math.ceil(3 + subBlock), 4000).forEach(seconds -> assertTrue(
                    cost.blocks(seconds) * (3 + cost.perBlock(seconds) * subBlock) <= seconds + 1e-9, subBlock + " " + seconds));
        }
    }

    @Test
    void itPlansWithTheUpperLimitOfThePilotsSd() {
        Forecast forecast = forecast(.037, COST, 180);
        assertEquals(pilot(.037).sdUpperLimit().orElseThrow(), forecast.sd(), 1e-12);
        assertEquals(160, forecast.subBlocks());
        assertEquals(new Reach(forecast.sd(), 160).detectable(), forecast.detectable().orElseThrow(), 1e-12);
        assertEquals(new Reach(forecast.sd(), 160).claimable(Margin.OF_TIME), forecast.claimable().orElseThrow(), 1e-12);
        assertTrue(forecast.gates());
        assertTrue(forecast.showsEquivalence());
    }

    @Test
    void whatIsOutOfReachHasABudgetWithWhichItIsNot() {
        Forecast noisy = forecast(.231, COST, 180);
        assertFalse(noisy.showsEquivalence());
        int seconds = noisy.secondsToEquivalence().orElseThrow();
        assertTrue(seconds > 180 && seconds % 60 == 0);
        assertTrue(forecast(.231, COST, seconds).showsEquivalence());
        assertFalse(forecast(.231, COST, seconds - 60).showsEquivalence());
        assertEquals(OptionalInt.empty(), forecast(.9, new Forecast.Cost(6, 75), 180).secondsToEquivalence());
    }

    @Test
    void aBudgetThatIsTooShortSaysWhatWouldDo() {
        Forecast tooShort = forecast(.037, COST, 7);
        assertEquals(5, tooShort.subBlocks());
        assertFalse(tooShort.gates());
        assertFalse(tooShort.showsEquivalence());
        assertEquals(OptionalDouble.empty(), tooShort.detectable());
        assertEquals(OptionalDouble.empty(), tooShort.claimable());
        // Five blocks of four sub-blocks.
        assertEquals(OptionalInt.of(30), tooShort.secondsToGate());
        assertTrue(forecast(.037, COST, 30).gates());
        assertFalse(forecast(.037, COST, 29).gates());
    }

    @Test
    void slowSubBlocksGateWithTheBudgetThatIsTold() {
        Forecast slow = forecast(.037, new Forecast.Cost(2.5, 18.5), 300);
        assertFalse(slow.gates());
        assertEquals(OptionalInt.of(420), slow.secondsToGate());
        assertTrue(forecast(.037, new Forecast.Cost(2.5, 18.5), 420).gates());
        assertEquals(OptionalInt.empty(), forecast(.037, new Forecast.Cost(6, 3600), 300).secondsToGate());
    }

    @Test
    void aPilotWithoutSpreadForetellsNothing() {
        assertEquals(Optional.empty(), Forecast.of(LogRatio.of(.3), SessionSpread.UNKNOWN, Measure.WALL, COST, 180, Margin.OF_TIME));
        assertEquals(Optional.empty(), Forecast.of(LogRatio.of(0, 0, 0, 0, 0, 0), SessionSpread.UNKNOWN, Measure.WALL, COST, 180, Margin.OF_TIME));
        assertTrue(Forecast.of(LogRatio.of(.01, -.02), SessionSpread.UNKNOWN, Measure.WALL, COST, 180, Margin.OF_TIME).isPresent());
    }

    @Test
    void impossibleCostsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Cost(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Cost(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Cost(Double.NaN, 1));
    }
}
