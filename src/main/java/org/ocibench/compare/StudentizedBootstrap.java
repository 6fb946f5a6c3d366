package org.ocibench.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * The bootstrap-t of B. Efron and R. J. Tibshirani (An Introduction to the Bootstrap, 1993, §12.5) for a statistic of several
 * units that has no formula. Percentile intervals cover too little with so few units; studentised ones do not. The standard
 * error, of the data and of every draw, is that of a grouped jackknife: leaving out single units would not do for a quantile.
 */
final class StudentizedBootstrap {

    private static final int GROUPS = 10;

    private final double value;
    private final double error;
    private final double[] sorted;

    private StudentizedBootstrap(double value, double error, double[] sorted) {
        this.value = value;
        this.error = error;
        this.sorted = sorted;
    }

    /**
     * The distribution of a statistic.
     *
     * @param units     their number, at least {@value #GROUPS}
     * @param statistic given how often each unit counts
     * @param draws     number of draws
     */
    static StudentizedBootstrap of(int units, ToDoubleFunction<int[]> statistic, int draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] all = new int[units];
        Arrays.setAll(all, i -> i);
        Replicate data = Replicate.of(all, statistic);
        double[] studentized = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            Replicate replicate = Replicate.of(random.ints(units, 0, units).toArray(), statistic);
            double distance = replicate.value - data.value;
            studentized[draw] = distance == 0 ? 0 : distance / replicate.error;
        }
        Arrays.sort(studentized);
        return new StudentizedBootstrap(data.value, data.error, studentized);
    }

    /** The statistic of the data. */
    double value() {
        return value;
    }

    /** Standard error of the statistic; 0 where no group makes a difference. */
    double error() {
        return error;
    }

    /** One-sided p against a value of at most {@code bound}. */
    double pAbove(double bound) {
        double observed = (value - bound) / error;
        return (1. + Arrays.stream(sorted).filter(t -> t >= observed).count()) / (1. + sorted.length);
    }

    /** One-sided p against a value of at least {@code bound}. */
    double pBelow(double bound) {
        double observed = (value - bound) / error;
        return (1. + Arrays.stream(sorted).filter(t -> t <= observed).count()) / (1. + sorted.length);
    }

    /** The value beyond which the truth lies above with this probability: the upper end of an interval for a small one. */
    double limit(double probabilityAbove) {
        int rank = (int) Math.round(probabilityAbove * (sorted.length + 1));
        return value - sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] * error;
    }

    private record Replicate(double value, double error) {

        /** @param drawn the units, one after the other */
        static Replicate of(int[] drawn, ToDoubleFunction<int[]> statistic) {
            int[] times = new int[drawn.length];
            for (int unit : drawn) {
                times[unit]++;
            }
            double value = statistic.applyAsDouble(times);
            double[] without = new double[GROUPS];
            for (int group = 0; group < GROUPS; group++) {
                add(times, drawn, group, -1);
                without[group] = statistic.applyAsDouble(times);
                add(times, drawn, group, 1);
            }
            return new Replicate(value, Math.sqrt(Variance.of(without).getAsDouble() * (GROUPS - 1) * (GROUPS - 1) / GROUPS));
        }

        private static void add(int[] times, int[] drawn, int group, int change) {
            for (int i = group; i < drawn.length; i += GROUPS) {
                times[drawn[i]] += change;
            }
        }
    }
}
