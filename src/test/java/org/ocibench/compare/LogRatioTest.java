package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LogRatioTest {

    private static LogRatio alternating(int n) {
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = i % 2 == 0 ? .03 : -.01;
        }
        return LogRatio.of(d);
    }

    @Test
    void theGoldenVectorHoldsToTheLastPrintedDigit() {
        LogRatio ratio = GoldenPairs.golden().ratio();
        assertEquals(8, ratio.n());
        assertEquals(1.0460358618, ratio.ratio(), 5e-11);
        assertEquals(1.0304415206, ratio.interval().orElseThrow().lower(), 5e-11);
        assertEquals(1.0618662024, ratio.interval().orElseThrow().upper(), 5e-11);
        assertEquals(.0121400104, ratio.sd(), 5e-11);
        assertEquals(1.563324535e-5, ratio.p().orElseThrow(), 5e-15);
        assertEquals(.0190452555, ratio.detectable().orElseThrow(), 5e-11);
        assertEquals(.0394261606, ratio.claimable(Margin.OF_TIME).orElseThrow(), 5e-11);
    }

    @Test
    void theTwoDirectionsMirrorEachOther() {
        LogRatio ratio = alternating(12);
        LogRatio mirrored = LogRatio.of(.01, -.03, .01, -.03, .01, -.03, .01, -.03, .01, -.03, .01, -.03);
        assertEquals(ratio.pAbove(.02), mirrored.pBelow(-.02), 1e-12);
        assertEquals(1, ratio.pAbove(.004) + ratio.pBelow(.004), 1e-12);
        assertEquals(.5, ratio.pAbove(.01), 1e-12);
        assertEquals(ratio.p().orElseThrow(), mirrored.p().orElseThrow(), 1e-12);
    }

    @Test
    void withoutSpreadThePIsThatOfASignTestAndNothingIsSaidOfWhatCouldBeSeen() {
        LogRatio equal = LogRatio.of(.05, .05, .05, .05, .05, .05, .05, .05);
        assertFalse(equal.hasSpread());
        assertEquals(1 / 256., equal.pAbove(.02));
        assertEquals(1, equal.pBelow(.02));
        assertEquals(1, equal.pAbove(.05));
        assertEquals(1 / 128., equal.p().orElseThrow());
        assertEquals(OptionalDouble.empty(), equal.detectable());
        assertEquals(OptionalDouble.empty(), equal.claimable(Margin.OF_TIME));
        assertEquals(1, LogRatio.of(0, 0, 0, 0, 0, 0).p().orElseThrow());
    }

    @Test
    void equalRatiosOfUnequalValuesHaveNoSpreadEither() {
        double[] d = new double[20];
        for (int i = 0; i < d.length; i++) {
            d[i] = Math.log(1.1 * (7.3 + i)) - Math.log(7.3 + i);
        }
        assertFalse(LogRatio.of(d).hasSpread());
    }

    @Test
    void fewerThanSixUnitsHaveARatioOnly() {
        LogRatio five = alternating(5);
        assertEquals(Math.exp(.014), five.ratio(), 1e-12);
        assertEquals(Optional.empty(), five.interval());
        assertEquals(OptionalDouble.empty(), five.p());
        assertEquals(OptionalDouble.empty(), five.detectable());
        assertTrue(alternating(6).p().isPresent());
        assertEquals(0, LogRatio.of(.3).sd());
        assertEquals(OptionalDouble.empty(), LogRatio.of(.3).sdUpperLimit());
    }

    @Test
    void theUpperLimitOfTheSdIsTheChiSquaredOne() {
        // Quantile .2 of the chi-squared distribution with 9 degrees of freedom, from a printed table: 5.380053.
        LogRatio ratio = alternating(10);
        assertEquals(ratio.sd() * Math.sqrt(9 / 5.380053), ratio.sdUpperLimit().orElseThrow(), 1e-8);
    }

    @Test
    void noValuesAndNoNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> LogRatio.of());
        assertThrows(IllegalArgumentException.class, () -> LogRatio.of(1, Double.NaN));
    }
}
