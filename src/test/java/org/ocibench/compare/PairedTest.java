package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PairedTest {

    @Test
    void ratioAndDifferenceAreOfTheSameSubBlocks() {
        Paired paired = GoldenPairs.golden();
        assertEquals(1.125, paired.difference().mean(), 1e-12);
        assertEquals(8, paired.difference().n());
        assertEquals(8, paired.subBlocks());
        assertEquals(1, paired.blocks());
        assertEquals(0, paired.leftOut());
        assertFalse(paired.byBlock());
    }

    @Test
    void whatHitsBothArmsAlikeChangesNothing() {
        double[] old = GoldenPairs.OLD.clone();
        double[] young = GoldenPairs.NEW.clone();
        Random random = new Random(1);
        for (int i = 0; i < old.length; i++) {
            double drift = .5 + 3 * random.nextDouble();
            old[i] *= drift;
            young[i] *= drift;
        }
        LogRatio drifted = Paired.of(GoldenPairs.units(1, old), GoldenPairs.units(1, young)).orElseThrow().ratio();
        assertEquals(GoldenPairs.golden().ratio().ratio(), drifted.ratio(), 1e-12);
        assertEquals(GoldenPairs.golden().ratio().sd(), drifted.sd(), 1e-12);
    }

    @Test
    void valuesWithoutCounterpartOrLogarithmAreLeftOutAndCounted() {
        SortedMap<SubBlocks.Unit, Double> old = GoldenPairs.units(1, 1, 2, Double.NaN, 0, 5, 6, 7);
        SortedMap<SubBlocks.Unit, Double> young = GoldenPairs.units(1, 1, Double.POSITIVE_INFINITY, 3, 4, -5, 6, 7, 8, 9);
        Paired paired = Paired.of(old, young).orElseThrow();
        assertEquals(3, paired.subBlocks());
        assertEquals(6, paired.leftOut());
        assertEquals(1, paired.ratio().ratio());
    }

    @Test
    void withoutASharedSubBlockThereIsNothing() {
        assertEquals(Optional.empty(), Paired.of(new TreeMap<>(), GoldenPairs.units(1, 1, 2)));
        assertEquals(Optional.empty(), Paired.of(GoldenPairs.units(1, Double.NaN), GoldenPairs.units(1, 1)));
        assertEquals(Optional.empty(), Paired.of(SubBlocks.of(new Rows().list()), "a", "b", Measure.WALL));
    }

    @Test
    void whereSubBlocksOfABlockAreAlikeBlocksAreTheUnits() {
        Random random = new Random(2);
        double[] ones = new double[40];
        double[] values = new double[40];
        for (int i = 0; i < values.length; i++) {
            ones[i] = 1;
            values[i] = 1 + .03 * (i / 4 % 3) + .001 * random.nextGaussian();
        }
        Paired paired = Paired.of(GoldenPairs.units(10, ones), GoldenPairs.units(10, values)).orElseThrow();
        assertTrue(paired.byBlock());
        assertEquals(10, paired.ratio().n());
        assertEquals(10, paired.difference().n());
        assertEquals(40, paired.subBlocks());
        assertTrue(paired.gates());
        assertEquals(.027, paired.difference().mean(), .001);
    }

    @Test
    void aBuildMayFailFromTwentySubBlocksOfFiveBlocksOn() {
        double[] values = {1, 1.1, 1, 1.2, 1, 1.3, 1, 1.2, 1, 1.1, 1.2, 1, 1, 1.1, 1, 1.3, 1, 1.2, 1, 1.1};
        double[] ones = values.clone();
        Arrays.fill(ones, 1);
        assertTrue(Paired.of(GoldenPairs.units(5, ones), GoldenPairs.units(5, values)).orElseThrow().gates());
        assertFalse(Paired.of(GoldenPairs.units(4, ones), GoldenPairs.units(4, values)).orElseThrow().gates());
        assertFalse(GoldenPairs.golden().gates());
    }
}
