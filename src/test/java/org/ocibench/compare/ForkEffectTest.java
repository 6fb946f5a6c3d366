package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForkEffectTest {

    @Test
    void thePIsFishers() {
        // Means 2, 3, 7; between 42 with 2 degrees of freedom, within 6 with 6: F = 21, p = (1 + 2 * 21 / 6)^-3 = 8^-3.
        assertEquals(1 / 512., ForkEffect.p(List.of(new double[] {1, 2, 3}, new double[] {2, 3, 4}, new double[] {6, 7, 8})), 1e-12);
    }

    @Test
    void whereItIsNotDefinedThereIsNoEffect() {
        assertEquals(1, ForkEffect.p(List.of(new double[] {1, 2, 3})));
        assertEquals(1, ForkEffect.p(List.of(new double[] {1}, new double[] {2})));
        assertEquals(1, ForkEffect.p(List.of(new double[] {1, 1}, new double[] {1, 1})));
        assertEquals(0, ForkEffect.p(List.of(new double[] {1, 1}, new double[] {2, 2})));
    }

    @Test
    void withoutOneItShowsInFiveOfAHundred() {
        Random random = new Random(8);
        int shown = 0;
        for (int trial = 0; trial < 4000; trial++) {
            List<double[]> blocks = new ArrayList<>();
            for (int block = 0; block < 5; block++) {
                blocks.add(random.doubles(4).map(d -> random.nextGaussian()).toArray());
            }
            shown += ForkEffect.shows(blocks) ? 1 : 0;
        }
        // 200 expected, standard deviation 14.
        assertTrue(shown > 158 && shown < 242, "shown " + shown);
    }
}
