package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorRateTest {

    /** Percent, with half a unit of the last printed digit as tolerance. */
    @ParameterizedTest
    @CsvSource({"0, 200, 0, 1.8, .05", "1, 1000, .003, .56, .005", "36, 1000, 2.5, 4.9, .05",
        "200, 200, 98.2, 100, .05", "6, 52, 4.4, 23.4, .05"})
    void intervalIsTheGoldenOne(int failures, int attempts, double lower, double upper, double tolerance) {
        Interval interval = new ErrorRate(failures, attempts).interval();
        assertEquals(lower, interval.lower() * 100, tolerance);
        assertEquals(upper, interval.upper() * 100, tolerance);
    }

    @Test
    void endsHaveTheClosedForm() {
        assertEquals(0, new ErrorRate(0, 200).interval().lower());
        assertEquals(1 - Math.pow(.025, 1. / 200), new ErrorRate(0, 200).interval().upper(), 1e-9);
        assertEquals(1, new ErrorRate(200, 200).interval().upper());
        assertEquals(Math.pow(.025, 1. / 200), new ErrorRate(200, 200).interval().lower(), 1e-9);
        assertEquals(1 - Math.pow(.975, 1. / 1000), new ErrorRate(1, 1000).interval().lower(), 1e-9);
    }

    @Test
    void nothingAttemptedSaysNothing() {
        ErrorRate none = new ErrorRate(0, 0);
        assertEquals(new Interval(0, 1), none.interval());
        assertEquals(OptionalDouble.empty(), none.rate());
        assertFalse(none.censored());
    }

    @Test
    void censoredAboveOnePercentOnly() {
        assertFalse(new ErrorRate(2, 200).censored());
        assertTrue(new ErrorRate(3, 200).censored());
        assertFalse(new ErrorRate(0, 200).censored());
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ErrorRate(3, 2));
        assertThrows(IllegalArgumentException.class, () -> new ErrorRate(-1, 2));
    }
}
