package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ChangePointsTest {

    private static final double[] STEP = {24.1, 23.9, 24.0, 24.2, 24.1, 25.9, 26.1, 26.0, 25.8, 26.2};

    private static double[] noisy(long seed, double noise, double... levels) {
        Random random = new Random(seed);
        return Arrays.stream(levels).map(level -> level + noise * random.nextGaussian()).toArray();
    }

    private static double[] flat(int n) {
        return DoubleStream.generate(() -> 0).limit(n).toArray();
    }

    private static List<Integer> indices(double... values) {
        return ChangePoints.of(Margin.OF_TIME, values).stream().map(ChangePoints.ChangePoint::index).toList();
    }

    // Worked out with Apache Otava.
    @Test
    void theGoldenStepIsFound() {
        List<ChangePoints.ChangePoint> found = ChangePoints.of(Margin.OF_TIME, STEP);
        assertEquals(1, found.size());
        assertEquals(5, found.get(0).index());
        assertEquals(8.85, found.get(0).q(), 5e-10);
        assertEquals(7.2835e-9, found.get(0).p(), 5e-14);
        assertEquals(1.94, found.get(0).change(), 1e-9);
    }

    @Test
    void twoStepsAreTwo() {
        assertEquals(List.of(6, 12), indices(noisy(1, .005, 0, 0, 0, 0, 0, 0, .2, .2, .2, .2, .2, .2, .1, .1, .1, .1, .1, .1)));
    }

    @Test
    void whatIsBelowTheMarginIsNone() {
        assertEquals(List.of(), indices(noisy(2, .0005, 0, 0, 0, 0, 0, 0, .015, .015, .015, .015, .015, .015)));
    }

    @Test
    void tooFewPointsTellNothing() {
        assertEquals(List.of(), indices(0, 0, 0, 1, 1, 1, 1));
        assertEquals(List.of(), indices());
    }

    @Test
    void equalValuesHaveNone() {
        assertEquals(List.of(), indices(flat(20)));
        assertEquals(List.of(4), indices(0, 0, 0, 0, 1, 1, 1, 1), "without any scatter a step is sure");
    }

    @Test
    void aFlatSeriesSeldomHasAny() {
        int alarms = 0;
        for (int i = 0; i < 300; i++) {
            alarms += indices(noisy(1000 + i, .03, flat(12))).isEmpty() ? 0 : 1;
        }
        assertTrue(alarms <= 15, alarms + " of 300 flat series have a change point");
    }
}
