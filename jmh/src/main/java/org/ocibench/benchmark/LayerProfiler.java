package org.ocibench.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.ocibench.engine.Arm;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerBill;
import org.ocibench.engine.LayerMetric;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What each layer of a container start used, as secondary metrics of the iteration: {@code layers.LAYER.METRIC}, with the layers
 * of {@link CostLayer} and the metrics {@code cpu}, {@code user}, {@code system} (us), {@code switches}, {@code written} (B made
 * dirty), {@code writeCalls}, {@code syncs} and {@code peakMemory} (B, of the largest process). Beside them stand
 * {@code layers.host.cpu}, the host's own accounting of the same time, {@code layers.unattributed.cpu}, what is left of it, and
 * {@code layers.incomplete}, 1 where the kernel had to drop records: then the others are too low.
 *
 * <p>A stretch of time goes from the end of one watched start to the end of the next, so that nothing falls between them. What
 * this host cannot tell is left out in every iteration.
 *
 * <p>Watching slows down what is watched. In a campaign the watched starts are extra ones, and no time of theirs is in a table
 * but that of the profiler's cost; under the stock JMH main the score is that of watched starts.
 */
public final class LayerProfiler implements InternalProfiler {

    /** For JMH's list of profilers, which it makes in every fork: nothing is watched because of it. */
    public LayerProfiler() {
    }

    /**
     * Called by JMH where it was asked for, in the fork before the trial.
     *
     * @param options see {@link LayerOptions}
     * @throws ProfilerException if they are not understood
     */
    public LayerProfiler(String options) throws ProfilerException {
        LayerWatch.want(LayerOptions.parse(options));
    }

    @Override
    public String getDescription() {
        return "CPU time, switches, bytes written, syncs and peak memory of a container start by layer: client, containerd, shim, "
                + "runtime, hooks, container (ocibench; -prof layers)";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        Ledger.clearBill();
    }

    @Override
    public Collection<? extends Result> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        LayerBill bill = Ledger.lastBill();
        return bill == null ? List.of() : of(bill, CostLayer.of(arm(benchmark)));
    }

    private static Arm arm(BenchmarkParams benchmark) {
        return new Arm(benchmark.getParam("runtime"), benchmark.getParam("via"), benchmark.getParam("workload"),
                benchmark.getParam("pace"), benchmark.getParam("kernel"));
    }

    /** The secondary metrics of one start. */
    static List<ScalarResult> of(LayerBill bill, List<CostLayer> layers) {
        List<ScalarResult> metrics = new ArrayList<>();
        for (CostLayer layer : layers) {
            for (LayerMetric metric : LayerMetric.values()) {
                if (metric.isToldOf(layer)) {
                    add(metrics, metric.of(layer), metric.of(bill.layers().get(layer)), metric.unit());
                }
            }
        }
        add(metrics, LayerMetric.HOST_CPU, bill.hostMicros(), LayerMetric.CPU.unit());
        add(metrics, LayerMetric.UNATTRIBUTED_CPU, bill.unattributedMicros(), LayerMetric.CPU.unit());
        add(metrics, LayerMetric.INCOMPLETE, OptionalLong.of(bill.complete() ? 0 : 1), "starts");
        return metrics;
    }

    private static void add(List<ScalarResult> metrics, String label, OptionalLong value, String unit) {
        value.ifPresent(known -> metrics.add(new ScalarResult(label, known, unit, AggregationPolicy.AVG)));
    }
}
