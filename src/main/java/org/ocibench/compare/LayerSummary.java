package org.ocibench.compare;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ocibench.engine.Arm;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerMetric;

/** What the layers of an arm used per start, from its watched starts. */
public final class LayerSummary {

    private final Arm arm;
    private final Map<String, double[]> values;
    private final int[] complete;
    private final int starts;

    private LayerSummary(Arm arm, Map<String, double[]> values, int[] complete, int starts) {
        this.arm = arm;
        this.values = Map.copyOf(values);
        this.complete = complete;
        this.starts = starts;
    }

    /**
     * The summary of an arm; empty if none of its starts was watched from beginning to end.
     *
     * @param values metrics by their names, one value per start; those of one start stand at the same place in each
     */
    public static Optional<LayerSummary> of(Arm arm, Map<String, double[]> values) {
        double[] incomplete = values.getOrDefault(LayerMetric.INCOMPLETE, new double[0]);
        if (values.values().stream().anyMatch(metric -> metric.length != incomplete.length)) {
            throw new IllegalArgumentException("metrics of " + arm + " are not aligned");
        }
        int[] complete = IntStream.range(0, incomplete.length).filter(i -> incomplete[i] == 0).toArray();
        return complete.length == 0 ? Optional.empty()
                : Optional.of(new LayerSummary(arm, values, complete, incomplete.length));
    }

    /** The arm. */
    public Arm arm() {
        return arm;
    }

    /** Starts that were watched from beginning to end. */
    public int n() {
        return complete.length;
    }

    /** Watched starts whose figures are too low, and which are left out. */
    public int incomplete() {
        return starts - complete.length;
    }

    /** Mean per start of a metric of a layer; empty if the host does not tell it. */
    public Optional<Mean> mean(CostLayer layer, LayerMetric metric) {
        return values(metric.of(layer)).map(Mean::of);
    }

    /** Median of the peak memory of a layer's largest process; empty if the host does not tell it. */
    public Optional<Double> peakBytes(CostLayer layer) {
        return values(LayerMetric.PEAK_MEMORY.of(layer)).map(found -> OrderStatistics.of(found).median());
    }

    /** CPU time of the whole host by its own accounting, per start. */
    public Optional<Mean> hostCpu() {
        return values(LayerMetric.HOST_CPU).map(Mean::of);
    }

    /** What of that no layer is known to have used. */
    public Optional<Mean> unattributedCpu() {
        return values(LayerMetric.UNATTRIBUTED_CPU).map(Mean::of);
    }

    private Optional<double[]> values(String name) {
        double[] all = values.get(name);
        return all == null ? Optional.empty() : Optional.of(Arrays.stream(complete).mapToDouble(i -> all[i]).toArray());
    }
}
