package org.ocibench.compare;

import java.util.SortedMap;
import java.util.TreeMap;

/** Values of sub-blocks that were worked out with other programs. */
final class GoldenPairs {

    static final double[] OLD = {24.1, 23.8, 25.0, 24.6, 23.9, 24.4, 26.2, 24.0};
    static final double[] NEW = {25.3, 24.9, 26.4, 25.2, 25.1, 25.6, 27.0, 25.5};

    private GoldenPairs() {
    }

    static Paired golden() {
        return Paired.of(units(1, OLD), units(1, NEW)).orElseThrow();
    }

    /** The values as consecutive sub-blocks of so many equally long blocks. */
    static SortedMap<SubBlocks.Unit, Double> units(int blocks, double... values) {
        SortedMap<SubBlocks.Unit, Double> units = new TreeMap<>();
        int perBlock = values.length / blocks;
        for (int i = 0; i < values.length; i++) {
            units.put(new SubBlocks.Unit(1 + i / perBlock, i % perBlock), values[i]);
        }
        return units;
    }
}
