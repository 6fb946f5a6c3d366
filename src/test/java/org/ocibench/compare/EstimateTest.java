package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {

    /** Quantile .995 of Student's t with 7 degrees of freedom, from a printed table. */
    private static final double T7 = 3.4994833;

    @Test
    void theIntervalIsStudents() {
        // Differences 1.2 1.1 1.4 .6 1.2 1.2 .8 1.5: mean 1.125, sum of squared deviations .615, so s = sqrt(.615 / 7).
        Estimate estimate = Estimate.of(1.2, 1.1, 1.4, .6, 1.2, 1.2, .8, 1.5);
        assertEquals(1.125, estimate.mean(), 1e-12);
        assertEquals(8, estimate.n());
        double half = T7 * Math.sqrt(.615 / 7 / 8);
        Interval interval = estimate.interval().orElseThrow();
        assertEquals(1.125 - half, interval.lower(), 1e-7);
        assertEquals(1.125 + half, interval.upper(), 1e-7);
        assertEquals(.7582691, interval.lower(), 1e-7);
        assertEquals(1, estimate.sign());
    }

    @Test
    void equalValuesHaveAnIntervalOfOnePoint() {
        Estimate estimate = Estimate.of(-3, -3, -3, -3, -3, -3);
        assertEquals(Optional.of(new Interval(-3, -3)), estimate.interval());
        assertEquals(-1, estimate.sign());
    }

    @Test
    void fewerThanSixHaveNone() {
        Estimate estimate = Estimate.of(1, 2, 3, 4, 5);
        assertEquals(new Estimate(3, 5, Optional.empty()), estimate);
        assertEquals(0, estimate.sign());
        assertTrue(Estimate.of(1, 2, 3, 4, 5, 6).interval().isPresent());
        assertEquals(7, Estimate.of(7).mean());
    }

    @Test
    void anIntervalThatHoldsNoughtHasNoSign() {
        assertEquals(0, Estimate.of(-1, 1, -1, 1, -1, 2).sign());
    }

    @Test
    void noValuesAndNoNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Estimate.of());
        assertThrows(IllegalArgumentException.class, () -> Estimate.of(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Estimate.of(1, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 0, Optional.empty()));
    }

    @Test
    void theTruthIsInNinetyNineOfAHundredIntervals() {
        Random random = new Random(5);
        int runs = 10_000;
        int missed = 0;
        for (int run = 0; run < runs; run++) {
            double[] values = random.doubles(8).map(d -> 2 + random.nextGaussian()).toArray();
            Interval interval = Estimate.of(values).interval().orElseThrow();
            missed += interval.lower() > 2 || interval.upper() < 2 ? 1 : 0;
        }
        // 100 expected, standard deviation 10.
        assertTrue(missed > 60 && missed < 140, "missed " + missed);
    }
}
