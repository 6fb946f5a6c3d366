package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerMetric;

class LayerSummaryTest {

    private static final Arm ARM = new Arm("crun", "direct", "exit", "burst", "default");

    private final Map<String, double[]> values = new HashMap<>(Map.of(
            "layers.runtime.cpu", new double[] {100, 200, 9999, 300},
            "layers.runtime.peakMemory", new double[] {5, 9, 1, 7},
            "layers.host.cpu", new double[] {110, 210, 1, 310},
            "layers.unattributed.cpu", new double[] {1, 2, 1, 3},
            "layers.incomplete", new double[] {0, 0, 1, 0}));

    @Test
    void incompleteStartsAreLeftOut() {
        LayerSummary summary = LayerSummary.of(ARM, values).orElseThrow();
        assertEquals(3, summary.n());
        assertEquals(1, summary.incomplete());
        assertEquals(200, summary.mean(CostLayer.RUNTIME, LayerMetric.CPU).orElseThrow().value());
        assertEquals(Optional.of(7.0), summary.peakBytes(CostLayer.RUNTIME));
        assertEquals(210, summary.hostCpu().orElseThrow().value());
        assertEquals(2, summary.unattributedCpu().orElseThrow().value());
    }

    @Test
    void whatTheHostDoesNotTellIsEmpty() {
        LayerSummary summary = LayerSummary.of(ARM, values).orElseThrow();
        assertEquals(Optional.empty(), summary.mean(CostLayer.RUNTIME, LayerMetric.WRITTEN));
        assertEquals(Optional.empty(), summary.peakBytes(CostLayer.SHIM));
    }

    @Test
    void nothingWatchedIsNoSummary() {
        assertEquals(Optional.empty(), LayerSummary.of(ARM, Map.of()));
        values.put("layers.incomplete", new double[] {1, 1, 1, 1});
        assertEquals(Optional.empty(), LayerSummary.of(ARM, values));
    }

    @Test
    void metricsThatDoNotPairUpAreRefused() {
        values.put("layers.shim.cpu", new double[] {1});
        assertThrows(IllegalArgumentException.class, () -> LayerSummary.of(ARM, values));
    }
}
