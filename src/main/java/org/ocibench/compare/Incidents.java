package org.ocibench.compare;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;

/**
 * What went wrong with an arm beside its timed starts, and what that cost.
 *
 * @param untimedFailures failed warm-ups and lead-ins by class
 * @param leaks           things of its containers that were found on the host between starts
 * @param timeOuts        starts of any kind that were ended by their time-out
 * @param timeOutSeconds  what these took in all
 */
public record Incidents(SortedMap<FailureClass, Integer> untimedFailures, int leaks, int timeOuts, double timeOutSeconds) {

    private static final double NANOS_PER_SECOND = 1e9;

    public Incidents {
        untimedFailures = Collections.unmodifiableSortedMap(new TreeMap<>(untimedFailures));
    }

    static Incidents of(String armKey, List<OperationRow> rows) {
        List<OperationRow> failed = rows.stream().filter(row -> row.arm().equals(armKey) && !row.succeeded()).toList();
        List<OperationRow> late = failed.stream().filter(row -> row.failure() == FailureClass.TIMEOUT).toList();
        return new Incidents(failed.stream().filter(row -> row.isStart() && !row.timed())
                .collect(Collectors.toMap(OperationRow::failure, row -> 1, Integer::sum, TreeMap::new)),
                (int) failed.stream().filter(row -> row.failure() == FailureClass.LEAK).count(), late.size(),
                late.stream().mapToLong(OperationRow::wallNanos).sum() / NANOS_PER_SECOND);
    }
}
