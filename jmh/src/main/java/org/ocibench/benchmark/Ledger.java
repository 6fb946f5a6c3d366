package org.ocibench.benchmark;

import org.ocibench.engine.LayerBill;
import org.ocibench.engine.Measurement;

/**
 * Hands the measurement of the iteration that just ended to the profilers, which JMH creates apart from the benchmark's state.
 * One fork runs one operation at a time, so one place suffices.
 */
final class Ledger {

    private static volatile Measurement last;
    private static volatile LayerBill lastBill;

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

    static void clearBill() {
        lastBill = null;
    }

    static void record(LayerBill bill) {
        lastBill = bill;
    }

    static LayerBill lastBill() {
        return lastBill;
    }
}
