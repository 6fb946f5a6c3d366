package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerMetric;
import org.ocibench.engine.LayerMeter;
import org.ocibench.engine.OperationKind;

/** Campaigns with {@code -prof layers}. */
class LayersIT {

    @TempDir
    private Path folder;

    private Kept watched(String... arguments) throws Exception {
        Bench.Ended ended = new Bench(folder).campaign(arguments).exits(0).speaksPlainly();
        assertTrue(ended.out().contains("the host in all"), ended.out());
        assertTrue(ended.out().contains("Watching costs: "), ended.out());
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        Leftovers.assertNone(kept.token());
        return kept;
    }

    /** Only direct starts are needed to see that watched starts stay apart from the timed ones. */
    @Test
    void watchedStartsAreOnesOfTheirOwn() throws Exception {
        Requirements.needs("crun", "runc");
        Kept kept = watched("-p", "runtime=crun,runc", "-p", "via=direct", "-f", "2", "-i", "8", "-prof", "layers");
        for (String runtime : List.of("crun", "runc")) {
            String arm = kept.arm(runtime, "direct");
            List<OperationRow> profiled = kept.rows().stream()
                    .filter(row -> row.arm().equals(arm) && row.kind() == OperationKind.PROFILED).toList();
            assertEquals(16, kept.timed(arm).size());
            assertEquals(16, profiled.size());
            KeptLayers layers = new KeptLayers(kept, arm).assertAligned();
            assertTrue(layers.median(CostLayer.RUNTIME, LayerMetric.CPU) > layers.median(CostLayer.CONTAINER, LayerMetric.CPU));
            assertTrue(layers.median(CostLayer.CONTAINER, LayerMetric.CPU) > 0);
            assertEquals(0, layers.median(CostLayer.HOOKS, LayerMetric.CPU));
            assertFalse(layers.has(CostLayer.SHIM, LayerMetric.CPU));
            assertFalse(layers.has(CostLayer.BENCH, LayerMetric.WRITTEN));
            assertEquals(LayerMeter.exitsMissing().isEmpty(), layers.has(CostLayer.RUNTIME, LayerMetric.WRITTEN));
        }
        assertEquals(4, kept.meta().at("/plan/watchedPerTurn").asInt());
        for (JsonNode cost : kept.meta().at("/watching/costs")) {
            assertTrue(cost.at("/wall/ratio").asDouble() > 0, cost::toString);
            assertEquals(4, cost.at("/wall/turns").asInt(), cost::toString);
        }
        assertEquals(kept.arms().size(), kept.meta().at("/watching/costs").size());
    }

    /** containerd keeps what it knows in a database that is synced for every change: nobody else syncs. */
    @Test
    void throughContainerdEveryLayerHasItsShare() throws Exception {
        Requirements.needs("crun", "containerd", "nerdctl");
        Kept kept = watched("-p", "runtime=crun", "-p", "via=ctr,nerdctl", "-f", "1", "-i", "8", "-prof", "layers:buffer=8");
        KeptLayers ctr = new KeptLayers(kept, kept.arm("crun", "ctr")).assertAligned();
        KeptLayers nerdctl = new KeptLayers(kept, kept.arm("crun", "nerdctl")).assertAligned();
        for (CostLayer layer : List.of(CostLayer.CLIENT, CostLayer.CONTAINERD, CostLayer.SHIM, CostLayer.RUNTIME, CostLayer.CONTAINER)) {
            assertTrue(ctr.median(layer, LayerMetric.CPU) > 0, () -> layer + " through ctr");
            assertTrue(nerdctl.median(layer, LayerMetric.CPU) > 0, () -> layer + " through nerdctl");
        }
        assertEquals(0, ctr.median(CostLayer.HOOKS, LayerMetric.CPU), "ctr's containers have no hooks");
        assertTrue(nerdctl.median(CostLayer.HOOKS, LayerMetric.CPU) > 0, "nerdctl's have");
        assertTrue(ctr.median(CostLayer.CONTAINERD, LayerMetric.SYNCS) >= 10, () -> "syncs: " + ctr.medians(LayerMetric.SYNCS));
        assertTrue(nerdctl.median(CostLayer.CONTAINERD, LayerMetric.SYNCS) > ctr.median(CostLayer.CONTAINERD, LayerMetric.SYNCS));
        assertTrue(ctr.median(CostLayer.CONTAINERD, LayerMetric.WRITTEN) > 100 << 10, () -> "written: "
                + ctr.medians(LayerMetric.WRITTEN));
    }
}
