package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Limit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.SingleShotResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Version;

/**
 * Searches as JMH's results, as its own main would give them: the score is the time of all starts of a search, the secondary metrics
 * {@code minimum} and {@code starts} are what it is about.
 */
final class LimitResults {

    private LimitResults() {
    }

    /** One result per search that found a minimum; the others are in meta.json only. */
    static List<RunResult> of(List<LimitSummary> summaries) {
        List<RunResult> results = new ArrayList<>();
        summaries.stream().filter(summary -> summary.minimum().isPresent() && summary.inForce()).forEach(summary -> results.add(result(summary)));
        return results;
    }

    private static RunResult result(LimitSummary summary) {
        BenchmarkParams params = params(summary.kind(), summary.arm());
        IterationResult iteration = new IterationResult(params,
                new IterationParams(IterationType.MEASUREMENT, 1, TimeValue.NONE, 1), null);
        iteration.addResult(new SingleShotResult(ResultRole.PRIMARY, "search", summary.wallNanos(), 1, TimeUnit.MICROSECONDS));
        iteration.addResult(new ScalarResult("minimum", summary.minimum().orElseThrow().amount(), summary.kind().unit(),
                AggregationPolicy.SUM));
        iteration.addResult(new ScalarResult("starts", summary.starts(), "containers", AggregationPolicy.SUM));
        return new RunResult(params, List.of(new BenchmarkResult(params, List.of(iteration))));
    }

    // What JMH would settle on by itself if it ran the benchmark; nothing is forked, for no time of a search is a result.
    private static BenchmarkParams params(Limit.Kind kind, Arm arm) {
        WorkloadParams workload = new WorkloadParams();
        workload.put("runtime", arm.runtime(), 0);
        workload.put("via", arm.via(), 1);
        workload.put("workload", arm.workload(), 2);
        String benchmark = Benchmarks.name(kind);
        return new BenchmarkParams(benchmark, benchmark, false, 1, new int[] {1}, List.of(), 0, 0,
                new IterationParams(IterationType.WARMUP, 0, TimeValue.NONE, 1),
                new IterationParams(IterationType.MEASUREMENT, 1, TimeValue.NONE, 1), Mode.SingleShotTime, workload,
                TimeUnit.MICROSECONDS, 1, "java", List.of(), System.getProperty("java.version"), System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"), Version.getPlainVersion(), TimeValue.NONE);
    }
}
