package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class HolmTest {

    @Test
    void everyPIsTakenTimesTheNumberOfThoseNotYetRejected() {
        assertArrayEquals(new double[] {.06, .03, .06, .02}, Holm.adjust(.03, .01, .04, .005), 1e-15);
        assertArrayEquals(new double[] {.003, .02, .04}, Holm.adjust(.001, .01, .04), 1e-15);
    }

    @Test
    void noneIsAboveOneOrBelowASmallerOne() {
        assertArrayEquals(new double[] {1, 1, 1}, Holm.adjust(.9, .5, 1));
        assertArrayEquals(new double[] {.06, .06, .06}, Holm.adjust(.02, .025, .03), 1e-15);
    }

    @Test
    void oneAloneStaysAndNoneIsNone() {
        assertArrayEquals(new double[] {.02}, Holm.adjust(.02));
        assertArrayEquals(new double[0], Holm.adjust());
    }
}
