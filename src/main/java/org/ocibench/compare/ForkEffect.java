package org.ocibench.compare;

import java.util.Collection;
import org.apache.commons.statistics.inference.OneWayAnova;

/**
 * Whether what is compared differs between blocks more than within them. The memory layout of a fork, and what else is drawn
 * once per block, then adds the same to all of its sub-blocks, and only blocks are independent.
 */
final class ForkEffect {

    /**
     * Level of the test. It is independent of the mean over all units, so that choosing the unit by it leaves the level of the
     * verdict as it is where there is no such effect.
     */
    private static final double LEVEL = .05;

    private ForkEffect() {
    }

    static boolean shows(Collection<double[]> blocks) {
        return p(blocks) < LEVEL;
    }

    /**
     * p of the one-way analysis of variance (R. A. Fisher, Statistical Methods for Research Workers, 1925, §38). 1 where it
     * is not defined: with one block, with one unit in every block, or without any scatter.
     *
     * @param blocks the values of each, at least one in each
     */
    static double p(Collection<double[]> blocks) {
        int n = blocks.stream().mapToInt(block -> block.length).sum();
        if (blocks.size() < 2 || n == blocks.size()) {
            return 1;
        }
        OneWayAnova.Result variance = OneWayAnova.withDefaults().test(blocks);
        double rounding = n * LogRatio.ROUNDING * LogRatio.ROUNDING;
        if (variance.getMSWG() * (n - blocks.size()) <= rounding) {
            return variance.getMSBG() * (blocks.size() - 1) <= rounding ? 1 : 0;
        }
        return variance.getPValue();
    }
}
