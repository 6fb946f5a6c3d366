package org.ocibench.compare;

import java.util.Collection;
import org.ocibench.campaign.OperationRow;

/** Wall times of operation rows in the unit that tables use. */
final class Wall {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private Wall() {
    }

    static double millis(OperationRow row) {
        return row.wallNanos() / NANOS_PER_MILLI;
    }

    /** Milliseconds of the rows that succeeded, in the order of the rows. */
    static double[] successMillis(Collection<OperationRow> rows) {
        return rows.stream().filter(OperationRow::succeeded).mapToDouble(Wall::millis).toArray();
    }

    static double totalSeconds(Collection<OperationRow> rows) {
        return rows.stream().mapToLong(OperationRow::wallNanos).sum() / NANOS_PER_SECOND;
    }
}
