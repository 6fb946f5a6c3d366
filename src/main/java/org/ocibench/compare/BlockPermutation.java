package org.ocibench.compare;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The permutation test over blocks of whether two arms differ: without a difference the two are exchangeable within each block,
 * so that the sign of every block's difference is a coin's (R. A. Fisher, The Design of Experiments, 1935, §21). It holds also
 * where what happens within a block is not independent.
 */
final class BlockPermutation {

    /** Up to so many blocks all signs are tried. */
    private static final int EXACT = 16;

    /** Draws where there are more. */
    private static final int DRAWS = 99_999;

    private static final double TIE = 1e-9;

    private BlockPermutation() {
    }

    /**
     * The two-sided p of the sum.
     *
     * @param differences of the blocks
     */
    static double p(double... differences) {
        double observed = Math.abs(Arrays.stream(differences).sum()) - TIE;
        if (differences.length <= EXACT) {
            int signs = 1 << differences.length;
            int asFar = 0;
            for (int sign = 0; sign < signs; sign++) {
                asFar += Math.abs(sum(differences, sign)) >= observed ? 1 : 0;
            }
            return (double) asFar / signs;
        }
        SplittableRandom random = new SplittableRandom(DRAWS);
        int asFar = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (double difference : differences) {
                sum += random.nextBoolean() ? difference : -difference;
            }
            asFar += Math.abs(sum) >= observed ? 1 : 0;
        }
        return asFar / (DRAWS + 1.);
    }

    private static double sum(double[] differences, int signs) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
