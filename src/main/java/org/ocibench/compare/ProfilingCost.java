package org.ocibench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.OperationKind;

/**
 * How much longer an arm's starts take while they are watched: in each turn the median of the watched starts over the median of
 * the timed ones before them, of those the geometric mean.
 *
 * @param arm      key of the arm
 * @param ratio    watched / not watched
 * @param interval its 95 % t-interval, from the logarithms of the turns' ratios; empty for one turn
 * @param turns    number of turns with both
 */
public record ProfilingCost(String arm, double ratio, Optional<Interval> interval, int turns) {

    private record Place(int block, int cycle) {
    }

    private record Both(List<Double> watched, List<Double> timed) {
    }

    /** The cost for an arm; empty if no turn has both. */
    public static Optional<ProfilingCost> of(String arm, List<OperationRow> rows) {
        Map<Place, Both> turns = new LinkedHashMap<>();
        for (OperationRow row : rows) {
            if (row.arm().equals(arm) && row.succeeded() && (row.timed() || row.kind() == OperationKind.PROFILED)) {
                Both both = turns.computeIfAbsent(new Place(row.block(), row.cycle()),
                        place -> new Both(new ArrayList<>(), new ArrayList<>()));
                (row.timed() ? both.timed() : both.watched()).add(Wall.millis(row));
            }
        }
        double[] logs = turns.values().stream().filter(both -> !both.watched().isEmpty() && !both.timed().isEmpty())
                .mapToDouble(both -> Math.log(OrderStatistics.of(both.watched()).median() / OrderStatistics.of(both.timed()).median()))
                .toArray();
        if (logs.length == 0) {
            return Optional.empty();
        }
        Mean mean = Mean.of(logs);
        return Optional.of(new ProfilingCost(arm, Math.exp(mean.value()),
                mean.interval().map(log -> new Interval(Math.exp(log.lower()), Math.exp(log.upper()))), mean.n()));
    }
}
