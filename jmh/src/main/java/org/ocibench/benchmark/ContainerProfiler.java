package org.ocibench.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.ocibench.engine.Measurement;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What an operation used, as secondary metrics of its iteration: {@code cpu} (us, of everything that ran for it),
 * {@code peakMemory} (B, of the cgroup that holds the container, or all of a burst) and {@code failures} (containers that failed);
 * of a burst also what {@link BurstMetrics} tells.
 *
 * <p>A metric that this host cannot give is left out in every iteration; one that it can give is in every iteration, so that
 * the rows stay aligned with the primary metric's.
 */
public final class ContainerProfiler implements InternalProfiler {

    /** Names of the metrics. */
    public static final String CPU = "cpu";
    public static final String PEAK_MEMORY = "peakMemory";
    public static final String FAILURES = "failures";

    @Override
    public String getDescription() {
        return "CPU time, peak memory and failures of every container start (ocibench)";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        Ledger.clear();
    }

    @Override
    public Collection<? extends Result> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        List<Result<?>> metrics = new ArrayList<>();
        var measured = Ledger.last();
        if (measured != null) {
            metrics.addAll(of(measured.cpuMicros(), measured.peakBytes(), failed(measured), measured.outcome().wallNanos(),
                    measured.together()));
        }
        return metrics;
    }

    private static long failed(Measurement measured) {
        return measured.together().isEmpty() ? measured.outcome().fold(ok -> 0, bad -> 1, late -> 1)
                : measured.together().stream().filter(one -> one.failure() != null).count();
    }

    /**
     * The secondary metrics of one operation.
     *
     * @param failed   containers that failed
     * @param together of a burst its containers, else empty
     */
    public static List<ScalarResult> of(OptionalLong cpuMicros, OptionalLong peakBytes, long failed, long wallNanos,
            List<Measurement.Together> together) {
        List<ScalarResult> metrics = new ArrayList<>();
        cpuMicros.ifPresent(v -> metrics.add(new ScalarResult(CPU, v, "us", AggregationPolicy.AVG)));
        peakBytes.ifPresent(v -> metrics.add(new ScalarResult(PEAK_MEMORY, v, "B", AggregationPolicy.AVG)));
        metrics.add(new ScalarResult(FAILURES, failed, "containers", AggregationPolicy.SUM));
        if (!together.isEmpty()) {
            metrics.addAll(BurstMetrics.of(wallNanos, together));
        }
        return metrics;
    }
}
