package org.ocibench.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.apache.commons.statistics.descriptive.Median;
import org.ocibench.engine.Measurement.Together;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.ScalarResult;

/** What a burst tells beside its makespan, as secondary metrics of its iteration. */
final class BurstMetrics {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private BurstMetrics() {
    }

    /**
     * {@code containersPerSecond}, by the makespan; {@code containerMedian} and {@code containerMax} (us), each container's own time;
     * {@code launchSkew} (us), from the first to the last launch.
     *
     * @param containers at least one
     */
    static List<ScalarResult> of(long makespanNanos, List<Together> containers) {
        double[] micros = containers.stream().mapToDouble(one -> one.wallNanos() / NANOS_PER_MICRO).toArray();
        long first = containers.get(0).startNanos();
        LongSummaryStatistics launches = containers.stream().mapToLong(one -> one.startNanos() - first).summaryStatistics();
        return List.of(metric("containersPerSecond", containers.size() * NANOS_PER_SECOND / makespanNanos, "containers/s"),
                metric("containerMedian", Median.withDefaults().withCopy(true).evaluate(micros), "us"),
                metric("containerMax", Arrays.stream(micros).max().orElseThrow(), "us"),
                metric("launchSkew", (launches.getMax() - launches.getMin()) / NANOS_PER_MICRO, "us"));
    }

    private static ScalarResult metric(String name, double value, String unit) {
        return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
    }
}
