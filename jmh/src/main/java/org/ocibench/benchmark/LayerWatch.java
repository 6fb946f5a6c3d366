package org.ocibench.benchmark;

import java.io.IOException;
import org.ocibench.engine.Arm;
import org.ocibench.engine.LayerMeter;
import org.ocibench.engine.World;
import org.ocibench.host.CgroupLayout;

/**
 * Opens the layer meter before the first watched start of a turn and closes it after the last: while it is open the whole host
 * is a little slower. Does nothing unless {@link LayerProfiler} is there, which JMH creates apart from the benchmark's state.
 */
final class LayerWatch implements AutoCloseable {

    private static final int PRIMING_TAKES = 10;

    private static volatile LayerOptions wanted;

    private final World world;
    private final Arm arm;
    private final CgroupLayout cgroups;
    private LayerMeter meter;

    LayerWatch(World world, Arm arm, CgroupLayout cgroups) {
        this.world = world;
        this.arm = arm;
        this.cgroups = cgroups;
    }

    static void want(LayerOptions options) {
        wanted = options;
    }

    static boolean isWanted() {
        return wanted != null;
    }

    /** What is to be run once, before anything is measured. */
    @FunctionalInterface
    interface Priming {
        void run() throws IOException;
    }

    /** Runs it, and watches it if anything is going to be watched: the first reading of a trace takes many times the later ones. */
    void prime(Priming priming) throws IOException {
        if (isWanted()) {
            begin();
        }
        priming.run();
        for (int i = 0; i < PRIMING_TAKES; i++) {
            end();
        }
        close();
    }

    /** Before a watched start. */
    void begin() throws IOException {
        if (meter == null) {
            meter = new LayerMeter(world, arm.key(), cgroups, wanted.bufferBytes(), wanted.periodNanos());
            meter.begin();
        }
    }

    /** After a watched start; what each layer used goes into the ledger. */
    void end() throws IOException {
        if (meter != null) {
            Ledger.record(meter.take());
        }
    }

    /** After the last watched start of a turn. */
    @Override
    public void close() throws IOException {
        if (meter != null) {
            meter.close();
            meter = null;
        }
    }
}
