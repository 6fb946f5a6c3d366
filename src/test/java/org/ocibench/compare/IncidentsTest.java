package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;

class IncidentsTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final String RUNC = "runc/direct/exit/burst/default";

    private final List<OperationRow> rows = new ArrayList<>();

    private void row(String arm, OperationKind kind, long millis, FailureClass failure) {
        rows.add(new OperationRow(1, 1, 1, 0, kind, "", arm, rows.size(), "run", millis * 1_000_000, OptionalLong.empty(),
                OptionalLong.empty(), OptionalLong.empty(), 0, failure, failure == null ? null : Layer.RUNTIME, "", 2000));
    }

    @Test
    void whatWentWrongBesideTheTimedStarts() {
        row(CRUN, OperationKind.WARM_UP, 10, FailureClass.NOT_RUN);
        row(CRUN, OperationKind.LEAD_IN, 2000, FailureClass.TIMEOUT);
        row(CRUN, OperationKind.LEAD_IN, 10, null);
        row(CRUN, OperationKind.TIMED, 2500, FailureClass.TIMEOUT);
        row(CRUN, OperationKind.TIMED, 10, FailureClass.RUNTIME);
        row(CRUN, OperationKind.CHECK, 0, FailureClass.LEAK);
        row(CRUN, OperationKind.CHECK, 0, FailureClass.LEAK);
        row(RUNC, OperationKind.LEAD_IN, 2000, FailureClass.TIMEOUT);
        Incidents incidents = Incidents.of(CRUN, rows);
        assertEquals(Map.of(FailureClass.NOT_RUN, 1, FailureClass.TIMEOUT, 1), incidents.untimedFailures());
        assertEquals(2, incidents.leaks());
        assertEquals(2, incidents.timeOuts());
        assertEquals(4.5, incidents.timeOutSeconds());
    }

    @Test
    void nothingWentWrong() {
        row(CRUN, OperationKind.TIMED, 10, null);
        assertEquals(new Incidents(new TreeMap<>(), 0, 0, 0), Incidents.of(CRUN, rows));
    }

    /** What was found between starts is no start: it is in no turn, and no predecessor of one. */
    @Test
    void aFindIsNoTurn() {
        row(CRUN, OperationKind.TIMED, 10, null);
        row(CRUN, OperationKind.CHECK, 0, FailureClass.LEAK);
        row(RUNC, OperationKind.TIMED, 10, null);
        List<Turn> turns = Turn.inOrder(rows);
        assertEquals(List.of(CRUN, RUNC), turns.stream().map(Turn::arm).toList());
        assertEquals(1, ArmSummary.of(CRUN, rows).attempts());
    }
}
