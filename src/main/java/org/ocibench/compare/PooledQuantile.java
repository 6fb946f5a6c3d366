package org.ocibench.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A high quantile of the pooled values of several units, of which every one counts as often as is asked. */
final class PooledQuantile {

    private final double[] descending;
    private final int[] unit;
    private final int[] sizes;
    private final double probability;

    /**
     * The quantile of these units.
     *
     * @param units       the values of each
     * @param probability between 0 and 1
     */
    PooledQuantile(double[][] units, double probability) {
        double[] values = Arrays.stream(units).flatMapToDouble(Arrays::stream).toArray();
        int[] owners = IntStream.range(0, units.length).flatMap(u -> IntStream.generate(() -> u).limit(units[u].length)).toArray();
        int[] order = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> -values[i]))
                .mapToInt(Integer::intValue).toArray();
        this.descending = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
        this.unit = Arrays.stream(order).map(i -> owners[i]).toArray();
        this.sizes = Arrays.stream(units).mapToInt(ofUnit -> ofUnit.length).toArray();
        this.probability = probability;
    }

    /**
     * The quantile, of type 8 like all others here. The library has no quantile of values that count several times, and
     * to write them all out and sort them for every draw would take seconds.
     *
     * @param times how often each unit counts; at least one value must be left
     */
    double of(int[] times) {
        int n = 0;
        for (int u = 0; u < sizes.length; u++) {
            n += times[u] * sizes[u];
        }
        double place = Math.max(1, Math.min(n, probability * (n + 1 / 3.) + 1 / 3.));
        int rank = (int) place;
        double value = largest(times, n - rank + 1);
        return rank == n ? value : value + (place - rank) * (largest(times, n - rank) - value);
    }

    /** The value of this rank from above, from 1. */
    private double largest(int[] times, int rank) {
        int i = -1;
        for (int seen = 0; seen < rank; seen += times[unit[i]]) {
            i++;
        }
        return descending[i];
    }
}
