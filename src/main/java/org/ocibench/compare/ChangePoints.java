package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Where a series changes its level. Candidates are the splits of the largest energy distance (D. S. Matteson and N. A. James, A
 * Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data, Journal of the American Statistical Association 109,
 * 2014). As in Apache Otava (docs/MATH.md there) their significance is that of a t-test between the two sides, splitting goes on below
 * ten times the level, and afterwards those that do not hold are taken out again, the weakest first. Unlike there the whole series is
 * one window, and both sides of a split are split on by themselves.
 */
public final class ChangePoints {

    /** With fewer points nothing is looked for. */
    public static final int LEAST_N = 8;
    /** At .01 one in six flat series of eight to 24 points has a change point; at .001 one in fifty. */
    public static final double LEVEL = .001;

    private static final double SPLIT_LEVEL = 10 * LEVEL;

    private final double[] values;
    /** Sums of the distances of the first values to the first values. */
    private final double[][] distances;

    private ChangePoints(double... values) {
        this.values = values;
        int n = values.length;
        distances = new double[n + 1][n + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                distances[i + 1][j + 1] = distances[i][j + 1] + distances[i + 1][j] - distances[i][j] + Math.abs(values[i] - values[j]);
            }
        }
    }

    /**
     * A change of level.
     *
     * @param index  of the first value on the new level, from 0
     * @param q      energy statistic of the split
     * @param p      of the t-test between the two levels
     * @param change mean of the new level less that of the old one
     */
    public record ChangePoint(int index, double q, double p, double change) {
    }

    /**
     * The change points of a series of logarithms, in order; those of less than the margin do not count.
     *
     * @return empty below {@value #LEAST_N} values
     */
    public static List<ChangePoint> of(Margin margin, double... logs) {
        if (logs.length < LEAST_N) {
            return List.of();
        }
        ChangePoints series = new ChangePoints(logs.clone());
        List<Integer> splits = new ArrayList<>();
        series.split(0, logs.length, splits);
        splits.sort(Comparator.naturalOrder());
        return series.merged(splits, margin);
    }

    private void split(int from, int to, List<Integer> splits) {
        int best = -1;
        double largest = Double.NEGATIVE_INFINITY;
        for (int at = from + 1; at < to; at++) {
            for (int end = at + 1; end <= to; end++) {
                double q = q(from, at, end);
                if (q > largest) {
                    largest = q;
                    best = at;
                }
            }
        }
        if (best > 0 && p(from, best, to) < SPLIT_LEVEL) {
            splits.add(best);
            split(from, best, splits);
            split(best, to, splits);
        }
    }

    private List<ChangePoint> merged(List<Integer> splits, Margin margin) {
        List<Integer> left = new ArrayList<>(splits);
        while (true) {
            List<ChangePoint> points = IntStream.range(0, left.size()).mapToObj(i -> point(left, i)).toList();
            ChangePoint leastSure = points.stream().max(Comparator.comparingDouble(ChangePoint::p)).orElse(null);
            ChangePoint smallest = points.stream().min(Comparator.comparingDouble(point -> Math.abs(point.change()))).orElse(null);
            if (leastSure != null && leastSure.p() >= LEVEL) {
                left.remove((Integer) leastSure.index());
            } else if (smallest != null && Math.abs(smallest.change()) < margin.log()) {
                left.remove((Integer) smallest.index());
            } else {
                return points;
            }
        }
    }

    private ChangePoint point(List<Integer> splits, int i) {
        int from = i == 0 ? 0 : splits.get(i - 1);
        int at = splits.get(i);
        int to = i + 1 == splits.size() ? values.length : splits.get(i + 1);
        return new ChangePoint(at, q(from, at, to), p(from, at, to), mean(at, to) - mean(from, at));
    }

    /** mn / (m + n) times the energy distance of the two sides. */
    private double q(int from, int at, int to) {
        double m = at - from;
        double n = to - at;
        return m * n / (m + n) * (2 * distance(from, at, at, to) / (m * n) - within(from, at) - within(at, to));
    }

    /** Mean distance of two values of one side; 0 for a single one. */
    private double within(int from, int to) {
        double n = to - from;
        return n < 2 ? 0 : distance(from, to, from, to) / (n * (n - 1));
    }

    /** Sum of the distances of the values of one range to those of another. */
    private double distance(int from, int to, int otherFrom, int otherTo) {
        return distances[to][otherTo] - distances[from][otherTo] - distances[to][otherFrom] + distances[from][otherFrom];
    }

    /** Two-sided p of the t-test with pooled variance; as in Otava the variances are those of the sides themselves, divided by n. */
    private double p(int from, int at, int to) {
        int m = at - from;
        int n = to - at;
        if (m + n < 3) {
            return 1;
        }
        double pooled = ((m - 1) * squares(from, at) / m + (n - 1) * squares(at, to) / n) / (m + n - 2);
        double distance = Math.abs(mean(at, to) - mean(from, at));
        if (pooled <= LogRatio.ROUNDING * LogRatio.ROUNDING) {
            return distance > LogRatio.ROUNDING ? 0 : 1;
        }
        return 2 * TDistribution.of(m + n - 2.).survivalProbability(distance / Math.sqrt(pooled * (1. / m + 1. / n)));
    }

    private double mean(int from, int to) {
        return IntStream.range(from, to).mapToDouble(i -> values[i]).average().orElseThrow();
    }

    private double squares(int from, int to) {
        double mean = mean(from, to);
        return IntStream.range(from, to).mapToDouble(i -> (values[i] - mean) * (values[i] - mean)).sum();
    }
}
