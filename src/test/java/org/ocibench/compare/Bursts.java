package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.ocibench.campaign.BurstRow;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;

/** Bursts in the making, as operations and as containers; each container starts 10 us after the one before it. */
public final class Bursts {

    private final List<OperationRow> operations = new ArrayList<>();
    private final List<BurstRow> containers = new ArrayList<>();

    /**
     * A burst of as many containers as there are times.
     *
     * @param cycle  0 for a warm-up
     * @param shot   0 for a lead-in
     * @param millis of the containers; {@link Rows#TIMEOUT} for one that failed
     */
    public Bursts burst(int block, int cycle, String arm, int shot, double makespan, double... millis) {
        long start = operations.size() * 10_000_000L;
        boolean failed = Arrays.stream(millis).anyMatch(m -> m == Rows.TIMEOUT);
        OperationKind kind = cycle == 0 ? OperationKind.WARM_UP : shot == 0 ? OperationKind.LEAD_IN : OperationKind.TIMED;
        operations.add(new OperationRow(block, cycle, 1, shot, kind, "", arm, start, "run", Math.round(makespan * 1e6),
                OptionalLong.of(5000L * millis.length), OptionalLong.empty(), OptionalLong.empty(), failed ? -1 : 42,
                failed ? FailureClass.TIMEOUT : null, failed ? Layer.RUNTIME : null, failed ? "d1" : "", 2000));
        for (int i = 0; i < millis.length; i++) {
            boolean late = millis[i] == Rows.TIMEOUT;
            containers.add(new BurstRow(block, cycle, arm, shot, i + 1, start + 10L * i, Math.round((late ? 2000 : millis[i]) * 1e6),
                    late ? -1 : 42, late ? FailureClass.TIMEOUT : null));
        }
        return this;
    }

    public List<OperationRow> operations() {
        return List.copyOf(operations);
    }

    public List<BurstRow> containers() {
        return List.copyOf(containers);
    }
}
