package org.ocibench.benchmark;

import org.ocibench.engine.Measurement;

/**
 * Hands the measurement of the iteration that just ended to the profiler, which JMH creates apart from the benchmark's state.
 * One fork runs one operation at a time, so one place suffices.
 */
final class Ledger {

    private static volatile Measurement last;

    private Ledger() {
    }

    static void clear() {
        last = null;
    }

    static void record(Measurement measurement) {
        last = measurement;
    }

    static Measurement last() {
        return last;
    }
}
