package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.campaign.OperationRow;

/**
 * The operations of one arm in one cycle of one block.
 *
 * @param arm    key of the arm
 * @param before key of the arm that ran before the turn; empty where the turn opens its block
 * @param timed  the timed rows in order of their start, failed ones included; may be empty
 */
record Turn(String arm, Optional<String> before, List<OperationRow> timed) {

    private static final Comparator<OperationRow> IN_ORDER =
            Comparator.comparingInt(OperationRow::block).thenComparingLong(OperationRow::startMicros);

    Turn {
        timed = List.copyOf(timed);
    }

    /**
     * All turns of all arms in these rows, whatever order the rows are in. An arm's warm-up operations of a block come
     * out as a turn without timed rows.
     */
    static List<Turn> inOrder(List<OperationRow> rows) {
        Map<Place, Start> turns = new LinkedHashMap<>();
        OperationRow last = null;
        for (OperationRow row : rows.stream().filter(OperationRow::isStart).sorted(IN_ORDER).toList()) {
            Optional<String> before = before(row, last);
            Start turn = turns.computeIfAbsent(Place.of(row), p -> new Start(before, new ArrayList<>()));
            if (row.timed()) {
                turn.timed().add(row);
            }
            last = row;
        }
        List<Turn> result = new ArrayList<>();
        turns.forEach((place, turn) -> result.add(new Turn(place.arm(), turn.before(), turn.timed())));
        return Collections.unmodifiableList(result);
    }

    private static Optional<String> before(OperationRow row, OperationRow last) {
        if (last != null && last.block() == row.block()) {
            return Optional.of(last.arm());
        }
        return Optional.of(row.predecessor()).filter(p -> !p.isEmpty());
    }

    private record Place(int block, int cycle, String arm) {
        static Place of(OperationRow row) {
            return new Place(row.block(), row.cycle(), row.arm());
        }
    }

    private record Start(Optional<String> before, List<OperationRow> timed) {
    }
}
