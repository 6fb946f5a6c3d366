package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.Interval;
import org.ocibench.compare.LayerSummary;
import org.ocibench.compare.ProfilingCost;
import org.ocibench.engine.Arm;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerMetric;

class LayerTableTest {

    private static final Arm CTR = new Arm("crun", "ctr", "exit", "burst", "default");
    private static final Arm DIRECT = new Arm("crun", "direct", "exit", "burst", "default");

    private static LayerSummary summary(Arm arm, boolean exits, double... incomplete) {
        Map<String, double[]> values = new HashMap<>();
        int n = incomplete.length;
        double each = 1000;
        for (CostLayer layer : CostLayer.of(arm)) {
            for (LayerMetric metric : LayerMetric.values()) {
                boolean told = exits || metric != LayerMetric.WRITTEN && metric != LayerMetric.PEAK_MEMORY;
                if (metric.isToldOf(layer) && told) {
                    double[] all = new double[n];
                    Arrays.setAll(all, i -> each * (layer.ordinal() + 1) * (metric.ordinal() + 1) + i);
                    values.put(metric.of(layer), all);
                }
            }
        }
        values.put(LayerMetric.HOST_CPU, new double[n]);
        values.put(LayerMetric.UNATTRIBUTED_CPU, new double[n]);
        values.put(LayerMetric.INCOMPLETE, incomplete);
        return LayerSummary.of(arm, values).orElseThrow();
    }

    private static LayerTable table(String missing, LayerSummary... summaries) {
        return new LayerTable(List.of(summaries), Map.of("crun", "crun@1.21"), List.of(new ProfilingCost(CTR.key(),
                new ProfilingCost.Ratio(1.05, Optional.of(new Interval(1.01, 1.09)), 12),
                Optional.of(new ProfilingCost.Ratio(1.02, Optional.empty(), 1)))), missing);
    }

    private static List<String> cells(String text, String layer) {
        String line = text.lines().filter(l -> l.startsWith(layer + " ")).findFirst().orElseThrow();
        return List.of(line.replaceAll(" \\[[^]]*]", "").replaceAll(" (%|KiB|MiB)", "$1").trim().split(" +"));
    }

    @Test
    void aRowPerLayerAndTheRestOfTheHost() {
        String text = table(null, summary(CTR, true, 0, 0, 0)).text();
        assertTrue(text.contains("crun@1.21, ctr, exit, burst, default, 3 watched starts:"), text);
        assertEquals(List.of("client", "1.00", "4.8%", "2.00", "3.00", "4001.0", "5", "6001.0", "7001.0", "8KiB"), cells(text, "client"));
        assertEquals(List.of("shim", "3.00", "14.3%", "6.00", "9.00", "12001.0", "15", "18001.0", "21001.0", "23KiB"),
                cells(text, "shim"));
        assertEquals(List.of("kernel", "7.00", "-", "14.0", "21.0", "28001.0", "-", "-", "-", "-"), cells(text, "kernel"));
        for (String row : List.of("containerd", "runtime", "hooks", "container", "bench", "others", "unattributed", "the host in all")) {
            assertTrue(text.contains("\n" + row + " "), () -> row + " is not in " + text);
        }
    }

    @Test
    void directStartsHaveNoLayersOfContainerd() {
        String text = table(null, summary(DIRECT, true, 0)).text();
        assertFalse(text.contains("\nshim "), text);
        assertTrue(text.contains("1 watched start:"), text);
        assertEquals(List.of("runtime", "4.00", "26.7%", "8.00", "12.0", "16000.0", "20", "24000.0", "28000.0", "31KiB"),
                cells(text, "runtime"));
    }

    @Test
    void whatIsNotKnownIsSaidWithItsReason() {
        String text = table("taskstats is not told here", summary(CTR, false, 0, 0)).text();
        assertEquals(List.of("client", "1.00", "4.8%", "2.00", "3.00", "4000.5", "n/a", "6000.5", "7000.5", "n/a"),
                cells(text, "client"));
        assertTrue(text.contains("n/a: taskstats is not told here"), text);
    }

    @Test
    void incompleteStartsAndTheCostOfWatchingAreTold() {
        String text = table(null, summary(CTR, true, 0, 1, 0)).text();
        assertTrue(text.contains("2 watched starts:"), text);
        assertTrue(text.contains("Incomplete: " + CTR + ": 1 watched start "), text);
        assertTrue(text.contains("Watching costs: " + CTR + ": wall time x 1.050 [1.010, 1.090], CPU time x 1.020, 12 turns"), text);
    }

    @Test
    void inMarkdown() {
        String markdown = table(null, summary(CTR, true, 0, 0)).markdown();
        assertTrue(markdown.startsWith("What each layer used:\n\ncrun@1.21, ctr, exit, burst, default, 2 watched starts:\n\n| layer |"),
                markdown);
        assertTrue(markdown.contains("\n- Watching costs: "), markdown);
    }
}
