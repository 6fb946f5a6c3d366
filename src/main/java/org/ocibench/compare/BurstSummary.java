package org.ocibench.compare;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ocibench.campaign.BurstRow;
import org.ocibench.engine.Burst;
import org.ocibench.engine.FailureClass;

/**
 * What one arm of bursts did in a campaign: its bursts as operations, and the containers in them. Only timed bursts count. Times
 * are of the bursts in which every container succeeded, and of their containers: beside one that failed at once, or hung, the
 * others have another host.
 *
 * @param bursts     the bursts, whose wall time is the makespan: first launch to last end
 * @param burst      containers together, and the host's state
 * @param failures   number of failed containers by class; classes without failure are absent
 * @param containers failed of all containers
 * @param n          containers of the bursts that succeeded
 * @param p50        median of the medians of the turns, over containers, in ms; empty without success
 * @param p99        99th percentile over the n containers in ms; empty below {@link #LEAST_FOR_P99}
 * @param skewMicros median over those bursts of the time from the first to the last launch, in us; empty without success
 */
public record BurstSummary(ArmSummary bursts, Burst burst, SortedMap<FailureClass, Integer> failures, ErrorRate containers, int n,
        Optional<Estimate> p50, OptionalDouble p99, OptionalDouble skewMicros) {

    /** With fewer the 99th percentile would be the longest one. */
    public static final int LEAST_FOR_P99 = 100;

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * A median over turns.
     *
     * @param interval its 95 % order-statistic interval with turns as units; empty below 6 turns
     */
    public record Estimate(double value, Optional<Interval> interval) {
    }

    public BurstSummary {
        Objects.requireNonNull(bursts, "bursts is null");
        Objects.requireNonNull(burst, "burst is null");
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
    }

    /**
     * Summary of one arm.
     *
     * @param bursts its bursts as operations
     * @param rows   containers of any arms, in any order
     */
    public static BurstSummary of(ArmSummary bursts, Burst burst, Collection<BurstRow> rows) {
        List<BurstRow> own = rows.stream().filter(row -> row.timed() && row.arm().equals(bursts.arm().key())).toList();
        Map<Place, List<BurstRow>> byBurst = own.stream().collect(Collectors.groupingBy(Place::ofBurst, TreeMap::new,
                Collectors.toList()));
        List<List<BurstRow>> whole = byBurst.values().stream()
                .filter(of -> of.size() == burst.together() && of.stream().allMatch(BurstRow::succeeded)).toList();
        double[] millis = millis(whole.stream().flatMap(List::stream).toList());
        double[] turns = byTurn(whole).values().stream().mapToDouble(turn -> OrderStatistics.of(millis(turn)).median()).toArray();
        SortedMap<FailureClass, Integer> failures = own.stream().filter(row -> !row.succeeded())
                .collect(Collectors.toMap(BurstRow::failure, row -> 1, Integer::sum, TreeMap::new));
        int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
        return new BurstSummary(bursts, burst, failures, new ErrorRate(failed, own.size()), millis.length, estimate(turns),
                millis.length < LEAST_FOR_P99 ? OptionalDouble.empty()
                        : OptionalDouble.of(OrderStatistics.of(millis).quantile(.99)),
                whole.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(OrderStatistics.of(whole.stream()
                        .mapToDouble(BurstSummary::skew).toArray()).median()));
    }

    /** Containers per second in a typical burst: their number by the makespan, with the makespan's interval turned over. */
    public Optional<Estimate> perSecond() {
        return bursts.wall().map(wall -> new Estimate(perSecond(wall.median()), wall.medianInterval()
                .map(makespan -> new Interval(perSecond(makespan.upper()), perSecond(makespan.lower())))));
    }

    /** Bursts in which a container failed. */
    public int broken() {
        return bursts.attempts() - bursts.successes();
    }

    private double perSecond(double makespanMillis) {
        return burst.together() * 1e3 / makespanMillis;
    }

    private static Optional<Estimate> estimate(double[] turnMedians) {
        return turnMedians.length == 0 ? Optional.empty()
                : Optional.of(new Estimate(OrderStatistics.of(turnMedians).median(), OrderStatistics.of(turnMedians).interval(.5)));
    }

    private static Map<Place, List<BurstRow>> byTurn(List<List<BurstRow>> bursts) {
        return bursts.stream().flatMap(List::stream)
                .collect(Collectors.groupingBy(Place::ofTurn, TreeMap::new, Collectors.toList()));
    }

    private static double[] millis(List<BurstRow> rows) {
        return rows.stream().mapToDouble(row -> row.wallNanos() / NANOS_PER_MILLI).toArray();
    }

    private static double skew(List<BurstRow> burst) {
        return burst.stream().mapToLong(BurstRow::startMicros).max().orElseThrow()
                - (double) burst.stream().mapToLong(BurstRow::startMicros).min().orElseThrow();
    }

    private record Place(int block, int cycle, int shot) implements Comparable<Place> {

        static Place ofBurst(BurstRow row) {
            return new Place(row.block(), row.cycle(), row.shot());
        }

        static Place ofTurn(BurstRow row) {
            return new Place(row.block(), row.cycle(), 0);
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparingInt(Place::block).thenComparingInt(Place::cycle).thenComparingInt(Place::shot)
                    .compare(this, other);
        }
    }
}
