package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerMetric;

/** The layers' metrics of one arm, from jmh.json as anybody would read them. */
final class KeptLayers {

    private final String arm;
    private final JsonNode entry;
    private final List<Boolean> complete = new ArrayList<>();

    KeptLayers(Kept kept, String arm) {
        this.arm = arm;
        entry = kept.entries().get(arm);
        values(LayerMetric.INCOMPLETE).forEach(incomplete -> complete.add(incomplete == 0));
        assertTrue(complete.contains(true), () -> "no complete watched start of " + arm);
    }

    /** Asserts that every metric has a value for each of the arm's times. */
    KeptLayers assertAligned() {
        JsonNode times = entry.at("/primaryMetric/rawData");
        entry.path("secondaryMetrics").fields().forEachRemaining(metric -> {
            if (metric.getKey().startsWith(LayerMetric.PROFILER + ".")) {
                assertEquals(sizes(times), sizes(metric.getValue().path("rawData")), () -> metric.getKey() + " of " + arm);
            }
        });
        return this;
    }

    private static List<Integer> sizes(JsonNode data) {
        List<Integer> sizes = new ArrayList<>();
        data.forEach(row -> sizes.add(row.size()));
        return sizes;
    }

    /** Whether jmh.json has such a metric. */
    boolean has(CostLayer layer, LayerMetric metric) {
        return entry.path("secondaryMetrics").has(metric.of(layer));
    }

    /** Its median over the watched starts that are complete. */
    double median(CostLayer layer, LayerMetric metric) {
        List<Double> all = values(metric.of(layer));
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (complete.get(i)) {
                kept.add(all.get(i));
            }
        }
        return OrderStatistics.of(kept).median();
    }

    /** Medians of a metric by layer, without what is there anyway. */
    Map<CostLayer, Double> medians(LayerMetric metric) {
        Map<CostLayer, Double> medians = new TreeMap<>();
        for (CostLayer layer : CostLayer.values()) {
            if (!layer.isSurrounding() && has(layer, metric)) {
                medians.put(layer, median(layer, metric));
            }
        }
        return medians;
    }

    private List<Double> values(String metric) {
        List<Double> values = new ArrayList<>();
        entry.at("/secondaryMetrics/" + metric + "/rawData").forEach(row -> row.forEach(value -> values.add(value.asDouble())));
        return values;
    }
}
