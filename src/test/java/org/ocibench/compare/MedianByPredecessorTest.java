package org.ocibench.compare;

import org.ocibench.engine.OperationKind;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;

class MedianByPredecessorTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final String RUNC = "runc/direct/exit/burst/default";
    private static final String YOUKI = "youki/direct/exit/burst/default";

    private static MedianByPredecessor median(String predecessor, double millis, int n) {
        return new MedianByPredecessor(predecessor, millis, n);
    }

    @Test
    void firstTimedOperationsAreGroupedByTheTurnBefore() {
        List<OperationRow> rows = new Rows()
                .turn(1, 1, RUNC, 50, 51).turn(1, 1, CRUN, 14, 8).turn(1, 1, YOUKI, 20)
                .turn(1, 2, RUNC, 50, 51).turn(1, 2, CRUN, 16, 8).turn(1, 2, YOUKI, 20)
                .turn(1, 3, CRUN, 9, 100).turn(1, 3, YOUKI, 20).list();
        assertEquals(Map.of(RUNC, median(RUNC, 15, 2), YOUKI, median(YOUKI, 9, 1)),
                MedianByPredecessor.of(CRUN, rows));
        assertEquals(MedianByPredecessor.of(CRUN, rows), ArmSummary.of(CRUN, rows).medianByPredecessor());
    }

    @Test
    void withoutLeadInTheTurnBeforeIsTheSame() {
        List<OperationRow> rows = new Rows().timed(1, 1, RUNC, 50).timed(1, 1, CRUN, 14, 8).list();
        assertEquals(Map.of(RUNC, median(RUNC, 14, 1)), MedianByPredecessor.of(CRUN, rows));
    }

    @Test
    void firstTurnOfABlockHasNoPredecessorInTheBlockBefore() {
        List<OperationRow> rows = new Rows().turn(1, 1, RUNC, 50).turn(2, 1, CRUN, 30).turn(2, 1, RUNC, 50).list();
        assertEquals(Map.of(), MedianByPredecessor.of(CRUN, rows));
    }

    @Test
    void warmUpBeforeTheFirstTurnIsItsPredecessor() {
        List<OperationRow> rows = new Rows().warmUp(1, CRUN).warmUp(1, YOUKI).turn(1, 1, CRUN, 12).list();
        assertEquals(Map.of(YOUKI, median(YOUKI, 12, 1)), MedianByPredecessor.of(CRUN, rows));
    }

    @Test
    void armAloneFollowsItself() {
        List<OperationRow> rows = new Rows().turn(1, 1, CRUN, 12).turn(1, 2, CRUN, 10).turn(1, 3, CRUN, 11).list();
        assertEquals(Map.of(CRUN, median(CRUN, 10.5, 2)), MedianByPredecessor.of(CRUN, rows));
    }

    @Test
    void failedFirstOperationIsNotReplacedByALaterOne() {
        List<OperationRow> rows = new Rows().turn(1, 1, RUNC, 50).turn(1, 1, CRUN, Rows.TIMEOUT, 8).list();
        assertEquals(Map.of(), MedianByPredecessor.of(CRUN, rows));
    }

    @Test
    void rowsOfTheArmAloneStillTellWhatCameBefore() {
        List<OperationRow> own = new Rows().turn(1, 1, RUNC, 50).turn(1, 1, CRUN, 14).list().stream()
                .filter(r -> r.arm().equals(CRUN)).toList();
        assertEquals(Map.of(RUNC, median(RUNC, 14, 1)), MedianByPredecessor.of(CRUN, own));
    }

    @Test
    void leadInLostInADeadForkLeavesTheTurnBefore() {
        OptionalLong none = OptionalLong.empty();
        OperationRow runc = new OperationRow(1, 1, 1, 1, OperationKind.TIMED, "", RUNC, 10, "run", 50_000_000,
                none, none, none, 42, null, null, "", 2000);
        OperationRow crun = new OperationRow(1, 1, 2, 1, OperationKind.TIMED, CRUN, CRUN, 90, "run", 14_000_000,
                none, none, none, 42, null, null, "", 2000);
        assertEquals(Map.of(RUNC, median(RUNC, 14, 1)), MedianByPredecessor.of(CRUN, List.of(crun, runc)));
    }
}
