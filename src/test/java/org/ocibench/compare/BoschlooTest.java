package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoschlooTest {

    /** The last column is half a unit of the last printed digit. */
    @ParameterizedTest
    @CsvSource({"1, 1000, 36, 1000, 4.0822365928e-10, 5e-21", "0, 200, 7, 200, .0148, 5e-5"})
    void fisherIsTheGoldenOne(int lowFailures, int low, int highFailures, int high, double p, double tolerance) {
        assertEquals(p, Boschloo.fisher(new ErrorRate(lowFailures, low), new ErrorRate(highFailures, high)), tolerance);
    }

    /**
     * The reference prints the p of the transposed table, in which the numbers of failures and of successes are fixed and the
     * arms are what varies.
     */
    @ParameterizedTest
    @CsvSource({"1, 37, 999, 1963, 2.5618e-10, 5e-15", "0, 7, 200, 393, .0083, 5e-5"})
    void thePIsTheGoldenOneInBothDirections(int lowFailures, int low, int highFailures, int high, double p, double tolerance) {
        ErrorRate a = new ErrorRate(lowFailures, low);
        ErrorRate b = new ErrorRate(highFailures, high);
        assertEquals(p, Boschloo.p(a, b), tolerance);
        assertEquals(p, Boschloo.p(b, a), tolerance);
    }

    /**
     * Here the attempts of each arm are fixed; worked out by summing over all tables for 4000 and for 400 rates, the first as scipy
     * 1.17 has it too. The library's search is not that fine.
     */
    @ParameterizedTest
    @CsvSource({"0, 7, 200, .0114732", "1, 36, 1000, 3.12e-10"})
    void thePOfErrorsIsThatOfTheTableAsItIs(int fewer, int more, int attempts, double p) {
        assertEquals(p, Boschloo.p(new ErrorRate(fewer, attempts), new ErrorRate(more, attempts)), .025 * p);
    }

    @Test
    void twoAttemptsEachHaveTheClosedForm() {
        // Only 0/2 against 2/2 and the reverse are as extreme: 2 (1 - r)^2 r^2 is largest at r = 1/2.
        assertEquals(1 / 8., Boschloo.p(new ErrorRate(0, 2), new ErrorRate(2, 2)), 1e-9);
    }

    @Test
    void equalRatesDoNotDiffer() {
        assertEquals(1, Boschloo.p(new ErrorRate(0, 500), new ErrorRate(0, 500)));
        assertEquals(1, Boschloo.p(new ErrorRate(500, 500), new ErrorRate(500, 500)));
        assertEquals(1, Boschloo.p(new ErrorRate(5, 500), new ErrorRate(5, 500)));
    }

    @Test
    void itIsNeverLessSureThanFisher() {
        for (int failures = 1; failures < 30; failures += 4) {
            ErrorRate none = new ErrorRate(0, 120);
            ErrorRate some = new ErrorRate(failures, 90);
            assertTrue(Boschloo.p(none, some) <= Boschloo.fisher(none, some) * (1 + 1e-6), "failures " + failures);
        }
    }

    @Test
    void largeArmsFallBackToFisher() {
        ErrorRate few = new ErrorRate(3, 20_000);
        ErrorRate more = new ErrorRate(30, 20_000);
        assertEquals(Boschloo.fisher(few, more), Boschloo.p(few, more));
    }
}
