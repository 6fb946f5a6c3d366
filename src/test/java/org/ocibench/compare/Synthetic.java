package org.ocibench.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;

/** A campaign whose true times are known: every arm has one, the host drifts, and every start has some noise of its own. */
public final class Synthetic {

    private final Map<String, Double> millis = new LinkedHashMap<>();
    private final Map<String, Double> cpu = new LinkedHashMap<>();
    private final Random random;
    private final double noise;
    private final double drift;

    /**
     * A host that drifts by up to 20 ms.
     *
     * @param noise standard deviation in ms of a single start
     */
    public Synthetic(long seed, double noise) {
        this(seed, noise, 20);
    }

    /** @param drift by how many ms at most a cycle is slower than another */
    public Synthetic(long seed, double noise, double drift) {
        random = new Random(seed);
        this.noise = noise;
        this.drift = drift;
    }

    /** An arm with its true wall and CPU time in milliseconds. */
    public Synthetic arm(String key, double wall, double cpuMillis) {
        millis.put(key, wall);
        cpu.put(key, cpuMillis);
        return this;
    }

    public List<Arm> arms() {
        return millis.keySet().stream().map(Arm::ofKey).toList();
    }

    /** The rows of so many blocks of so many cycles, four timed starts a turn. */
    public List<OperationRow> rows(int blocks, int cycles) {
        Rows rows = new Rows();
        for (int block = 1; block <= blocks; block++) {
            for (int cycle = 1; cycle <= cycles; cycle++) {
                double now = drift * random.nextDouble();
                for (String arm : millis.keySet()) {
                    double[] turn = random.doubles(4).map(d -> millis.get(arm) + now + noise * random.nextGaussian()).toArray();
                    rows.resources(OptionalLong.of(Math.round(1000 * (cpu.get(arm) + now))), OptionalLong.empty(),
                            OptionalLong.of(1 << 20)).turn(block, cycle, arm, turn);
                }
            }
        }
        return rows.list();
    }
}
