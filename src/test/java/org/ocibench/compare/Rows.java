package org.ocibench.compare;

import org.ocibench.engine.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;

/** An operation log in the making: rows follow each other in time, and every row knows the one before. */
public final class Rows {

    /** Stands for a failed attempt of 2 s where a time in milliseconds is expected. */
    public static final double TIMEOUT = -1;

    private final List<OperationRow> rows = new ArrayList<>();
    private OptionalLong cpuMicros = OptionalLong.empty();
    private OptionalLong rusageMicros = OptionalLong.empty();
    private OptionalLong peakBytes = OptionalLong.empty();

    /** Resources of the rows to come. */
    public Rows resources(OptionalLong cpuMicros, OptionalLong rusageMicros, OptionalLong peakBytes) {
        this.cpuMicros = cpuMicros;
        this.rusageMicros = rusageMicros;
        this.peakBytes = peakBytes;
        return this;
    }

    /** One lead-in operation of 1 s and then timed ones. */
    public Rows turn(int block, int cycle, String arm, double... millis) {
        add(block, cycle, 0, OperationKind.LEAD_IN, arm, 1000, null);
        return timed(block, cycle, arm, millis);
    }

    /** Timed operations without a lead-in. */
    public Rows timed(int block, int cycle, String arm, double... millis) {
        for (int shot = 1; shot <= millis.length; shot++) {
            double wall = millis[shot - 1];
            add(block, cycle, shot, OperationKind.TIMED, arm, wall == TIMEOUT ? 2000 : wall,
                    wall == TIMEOUT ? FailureClass.TIMEOUT : null);
        }
        return this;
    }

    /** Watched operations, which come after the timed ones of their turn. */
    public Rows watched(int block, int cycle, String arm, double... millis) {
        for (int shot = 1; shot <= millis.length; shot++) {
            add(block, cycle, shot, OperationKind.PROFILED, arm, millis[shot - 1], null);
        }
        return this;
    }

    public Rows warmUp(int block, String arm) {
        return add(block, 0, 0, OperationKind.WARM_UP, arm, 5000, null);
    }

    public Rows failed(int block, int cycle, String arm, FailureClass failure, double millis) {
        return add(block, cycle, 1, OperationKind.TIMED, arm, millis, failure);
    }

    public List<OperationRow> list() {
        return List.copyOf(rows);
    }

    private Rows add(int block, int cycle, int shot, OperationKind kind, String arm, double millis, FailureClass failure) {
        OperationRow last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        String predecessor = last == null || last.block() != block ? "" : last.arm();
        rows.add(new OperationRow(block, cycle, 1, shot, kind, predecessor, arm, rows.size() * 10L, "run",
                Math.round(millis * 1e6), cpuMicros, rusageMicros, peakBytes, failure == null ? 42 : -1, failure,
                failure == null ? null : Layer.RUNTIME, failure == null ? "" : "d1", 2000));
        return this;
    }
}
