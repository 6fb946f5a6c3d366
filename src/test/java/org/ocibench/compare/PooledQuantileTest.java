package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PooledQuantileTest {

    @Test
    void itIsTheQuantileOfTheValuesWrittenOut() {
        Random random = new Random(47);
        for (int trial = 0; trial < 200; trial++) {
            double[][] units = IntStream.range(0, 12).mapToObj(u -> random.doubles(1 + random.nextInt(9)).toArray())
                    .toArray(double[][]::new);
            int[] times = random.ints(12, 0, 4).toArray();
            times[0] = 1;
            double[] writtenOut = IntStream.range(0, 12).boxed().flatMapToDouble(u -> IntStream.range(0, times[u]).boxed()
                    .flatMapToDouble(copy -> Arrays.stream(units[u]))).toArray();
            for (double probability : new double[] {.01, .5, .95, .999}) {
                assertEquals(OrderStatistics.of(writtenOut).quantile(probability), new PooledQuantile(units, probability).of(times), 1e-12);
            }
        }
    }

    @Test
    void equalValuesAreTheirOwnQuantile() {
        assertEquals(7, new PooledQuantile(new double[][] {{7, 7}, {7}}, .95).of(new int[] {0, 3}));
    }
}
