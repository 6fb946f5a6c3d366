package org.ocibench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.OperationKind;

/**
 * What watching costs an arm: in each turn the median of the watched starts over the median of the timed ones before them, of
 * those the geometric mean.
 *
 * @param arm  key of the arm
 * @param wall wall time
 * @param cpu  CPU time of everything that ran for the start, from cgroups; empty where these do not tell
 */
public record ProfilingCost(String arm, Ratio wall, Optional<Ratio> cpu) {

    private record Place(int block, int cycle) {
    }

    private record Both(List<OperationRow> watched, List<OperationRow> timed) {
    }

    /**
     * Watched over not watched.
     *
     * @param value    geometric mean of the turns' ratios
     * @param interval its 95 % t-interval, from the logarithms of the ratios; empty below {@value Estimate#LEAST_N} turns
     * @param turns    number of turns with both
     */
    public record Ratio(double value, Optional<Interval> interval, int turns) {
    }

    /** The cost for an arm; empty if no turn has both. */
    public static Optional<ProfilingCost> of(String arm, List<OperationRow> rows) {
        Map<Place, Both> turns = new LinkedHashMap<>();
        for (OperationRow row : rows) {
            if (row.arm().equals(arm) && row.succeeded() && (row.timed() || row.kind() == OperationKind.PROFILED)) {
                Both both = turns.computeIfAbsent(new Place(row.block(), row.cycle()),
                        place -> new Both(new ArrayList<>(), new ArrayList<>()));
                (row.timed() ? both.timed() : both.watched()).add(row);
            }
        }
        return ratio(turns.values(), row -> Stream.of(Wall.millis(row))).map(wall -> new ProfilingCost(arm, wall,
                ratio(turns.values(), row -> row.cpuMicros().stream().mapToObj(micros -> (double) micros))));
    }

    private static Optional<Ratio> ratio(Iterable<Both> turns, Function<OperationRow, Stream<Double>> value) {
        List<Double> logs = new ArrayList<>();
        for (Both turn : turns) {
            List<Double> watched = turn.watched().stream().flatMap(value).toList();
            List<Double> timed = turn.timed().stream().flatMap(value).toList();
            if (!watched.isEmpty() && !timed.isEmpty()) {
                logs.add(Math.log(OrderStatistics.of(watched).median() / OrderStatistics.of(timed).median()));
            }
        }
        if (logs.isEmpty()) {
            return Optional.empty();
        }
        Mean mean = Mean.of(logs.stream().mapToDouble(Double::doubleValue).toArray());
        return Optional.of(new Ratio(Math.exp(mean.value()), mean.interval().filter(log -> mean.n() >= Estimate.LEAST_N)
                .map(log -> new Interval(Math.exp(log.lower()), Math.exp(log.upper()))), mean.n()));
    }
}
