package org.ocibench.engine;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What every layer used in a stretch of time.
 *
 * @param layers     by layer; each is there
 * @param hostMicros CPU time of the whole host by its own accounting, in microseconds; empty if it does not tell
 * @param complete   false if the kernel had to drop records: then the layers' figures are too low
 */
public record LayerBill(Map<CostLayer, LayerCosts> layers, OptionalLong hostMicros, boolean complete) {
    public LayerBill {
        layers = Map.copyOf(layers);
        if (layers.size() != CostLayer.values().length) {
            throw new IllegalArgumentException("a layer is missing");
        }
    }

    /** What the host says that it used less what all layers did, in microseconds. May be a little below zero: two clocks. */
    public OptionalLong unattributedMicros() {
        return hostMicros.isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(hostMicros.getAsLong() - layers.values().stream().mapToLong(LayerCosts::cpuMicros).sum());
    }
}
