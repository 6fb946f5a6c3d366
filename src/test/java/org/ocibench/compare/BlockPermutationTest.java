package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockPermutationTest {

    @Test
    void fewBlocksAreEnumerated() {
        // Sums of +-1 +-2 +-4 that are at least 5 in size: 5, 7, -5, -7 of 8.
        assertEquals(.5, BlockPermutation.p(-1, 2, 4), 1e-12);
        assertEquals(2 / 64., BlockPermutation.p(.1, .2, .1, .3, .1, .2), 1e-12);
        assertEquals(2 / 64., BlockPermutation.p(-.1, -.2, -.1, -.3, -.1, -.2), 1e-12);
    }

    @Test
    void theLeastPIsThatOfAllSignsEqual() {
        for (int blocks = 1; blocks < 10; blocks++) {
            double[] ones = new double[blocks];
            Arrays.fill(ones, 1);
            assertEquals(Math.pow(2, 1 - blocks), BlockPermutation.p(ones), 1e-12);
        }
    }

    @Test
    void noDifferenceAndOneBlocksDifferenceAreNothing() {
        assertEquals(1, BlockPermutation.p(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertEquals(1, BlockPermutation.p(0, 0, 0, 0, .5, 0, 0, 0, 0, 0));
        assertEquals(1, BlockPermutation.p());
    }

    @Test
    void manyBlocksAreDrawn() {
        double[] ones = new double[40];
        Arrays.fill(ones, 1);
        assertEquals(1e-5, BlockPermutation.p(ones), 1e-9);
        double[] random = new Random(3).doubles(40).map(d -> d - .5).toArray();
        double p = BlockPermutation.p(random);
        assertTrue(p > .01 && p <= 1, "p " + p);
        assertEquals(p, BlockPermutation.p(random));
    }
}
