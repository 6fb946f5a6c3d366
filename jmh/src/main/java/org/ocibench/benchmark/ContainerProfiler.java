package org.ocibench.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What a start used, as secondary metrics of its iteration: {@code cpu} (us, of everything that ran for it),
 * {@code peakMemory} (B, of the cgroup that holds the container) and {@code failures} (1 for a failed start).
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
            boolean failed = measured.outcome().fold(ok -> false, bad -> true, late -> true);
            metrics.addAll(of(measured.cpuMicros(), measured.peakBytes(), failed));
        }
        return metrics;
    }

    /** The secondary metrics of one start. */
    public static List<ScalarResult> of(java.util.OptionalLong cpuMicros, java.util.OptionalLong peakBytes, boolean failed) {
        List<ScalarResult> metrics = new ArrayList<>();
        cpuMicros.ifPresent(v -> metrics.add(new ScalarResult(CPU, v, "us", AggregationPolicy.AVG)));
        peakBytes.ifPresent(v -> metrics.add(new ScalarResult(PEAK_MEMORY, v, "B", AggregationPolicy.AVG)));
        metrics.add(new ScalarResult(FAILURES, failed ? 1 : 0, "containers", AggregationPolicy.SUM));
        return metrics;
    }
}
