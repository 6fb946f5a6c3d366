package org.ocibench.compare;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The step-down adjustment of several p values (S. Holm, Scandinavian Journal of Statistics 6, 1979). */
final class Holm {

    private Holm() {
    }

    /** The adjusted p values in the order of the given ones: those below a level are rejected at that level, all taken together. */
    static double[] adjust(double... p) {
        int[] ascending = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < p.length; rank++) {
            largest = Math.max(largest, Math.min(1, (p.length - rank) * p[ascending[rank]]));
            adjusted[ascending[rank]] = largest;
        }
        return adjusted;
    }
}
