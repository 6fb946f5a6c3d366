package org.ocibench.engine;

import java.util.OptionalLong;
import java.util.function.Function;

/** What is told of a layer. */
public enum LayerMetric {
    CPU("cpu", "us", costs -> OptionalLong.of(costs.cpuMicros())),
    USER("user", "us", costs -> OptionalLong.of(costs.userMicros())),
    SYSTEM("system", "us", costs -> OptionalLong.of(costs.systemMicros())),
    SWITCHES("switches", "switches", costs -> OptionalLong.of(costs.switches())),
    WRITTEN("written", "B", LayerCosts::writtenBytes),
    WRITE_CALLS("writeCalls", "calls", costs -> OptionalLong.of(costs.writeCalls())),
    SYNCS("syncs", "calls", costs -> OptionalLong.of(costs.syncs())),
    PEAK_MEMORY("peakMemory", "B", LayerCosts::peakBytes);

    /** Name of the profiler, and the beginning of its metrics' names. */
    public static final String PROFILER = "layers";
    /** CPU time of the whole host by its own accounting. */
    public static final String HOST_CPU = PROFILER + ".host.cpu";
    /** What of that no layer is known to have used. */
    public static final String UNATTRIBUTED_CPU = PROFILER + ".unattributed.cpu";
    /** 1 where the kernel had to drop records, or where a watched start failed: then the others are too low. */
    public static final String INCOMPLETE = PROFILER + ".incomplete";

    private final String label;
    private final String unit;
    private final Function<LayerCosts, OptionalLong> value;

    LayerMetric(String label, String unit, Function<LayerCosts, OptionalLong> value) {
        this.label = label;
        this.unit = unit;
        this.value = value;
    }

    /** Its unit in metrics. */
    public String unit() {
        return unit;
    }

    /** Name of the metric of a layer, for example {@code layers.shim.cpu}. */
    public String of(CostLayer layer) {
        return PROFILER + "." + layer.label() + "." + label;
    }

    /** Whether it is told of this layer: of its surroundings only what concerns CPUs. */
    public boolean isToldOf(CostLayer layer) {
        return !layer.isSurrounding() || compareTo(SWITCHES) <= 0;
    }

    /** Its value; empty if it could not be had. */
    public OptionalLong of(LayerCosts costs) {
        return value.apply(costs);
    }
}
