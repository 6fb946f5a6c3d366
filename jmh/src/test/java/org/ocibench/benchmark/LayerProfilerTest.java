package org.ocibench.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.engine.Arm;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.LayerBill;
import org.ocibench.engine.LayerCosts;
import org.ocibench.host.TaskTracer;
import org.openjdk.jmh.profile.Profiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

class LayerProfilerTest {

    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Arm DIRECT = new Arm("crun", "direct", "exit", "burst", "default");
    private static final Arm CTR = new Arm("crun", "ctr", "exit", "burst", "default");

    private static LayerBill bill(OptionalLong written) {
        Map<CostLayer, LayerCosts> layers = new EnumMap<>(CostLayer.class);
        for (CostLayer layer : CostLayer.values()) {
            layers.put(layer, new LayerCosts(10, 20, 3, 4, 5, written, written));
        }
        return new LayerBill(layers, OptionalLong.of(300), true);
    }

    private static Map<String, ScalarResult> metrics(LayerBill bill, Arm arm) {
        return LayerProfiler.of(bill, CostLayer.of(arm)).stream().collect(Collectors.toMap(Result::getLabel, metric -> metric));
    }

    @Test
    void aMetricForEachLayerOfTheWay() {
        Map<String, ScalarResult> metrics = metrics(bill(OptionalLong.of(4096)), CTR);
        assertEquals(30, metrics.get("layers.shim.cpu").getScore());
        assertEquals("us", metrics.get("layers.shim.cpu").getScoreUnit());
        assertEquals(4096, metrics.get("layers.containerd.written").getScore());
        assertEquals(5, metrics.get("layers.client.syncs").getScore());
        assertEquals(300, metrics.get("layers.host.cpu").getScore());
        assertEquals(30, metrics.get("layers.unattributed.cpu").getScore());
        assertEquals(0, metrics.get("layers.incomplete").getScore());
        assertEquals(6 * 8 + 3 * 4 + 3, metrics.size());
        assertEquals(3 * 8 + 3 * 4 + 3, metrics(bill(OptionalLong.of(0)), DIRECT).size());
    }

    @Test
    void whatCannotBeHadIsLeftOutAndNeverNought() {
        Map<String, ScalarResult> metrics = metrics(bill(NONE), DIRECT);
        assertTrue(metrics.keySet().stream().noneMatch(label -> label.endsWith(".written") || label.endsWith(".peakMemory")));
    }

    @Test
    void options() throws ProfilerException {
        LayerOptions defaults = new LayerOptions(TaskTracer.DEFAULT_BUFFER_BYTES, TaskTracer.DEFAULT_PERIOD_NANOS);
        assertEquals(defaults, LayerOptions.parse(""));
        assertEquals(defaults, LayerOptions.parse(null));
        assertEquals(new LayerOptions(16 << 20, 100_000), LayerOptions.parse("buffer=16;period=100"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "buffer", "buffer=3", "buffer=512", "buffer=-4", "period=49", "period=10001", "period=x", "x=1"})
    void optionsThatAreNotUnderstood(String options) {
        String told = assertThrows(ProfilerException.class, () -> LayerOptions.parse(options)).getMessage();
        assertTrue(told.startsWith("-prof layers[:"), told);
    }

    /** JMH makes every profiler that it finds, in every fork, to know its name. */
    @Test
    void itsListingWatchesNothing() {
        List<Class<?>> found = ServiceLoader.load(Profiler.class).stream().map(ServiceLoader.Provider::get)
                .<Class<?>>map(Profiler::getClass).toList();
        assertTrue(found.contains(LayerProfiler.class), found::toString);
        assertFalse(LayerWatch.isWanted());
    }
}
