package org.ocibench.compare;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;

/**
 * What one arm did in a campaign. Only timed operations count; times are those of the successful ones.
 *
 * @param arm                 the arm
 * @param attempts            timed operations, failed ones included; may be 0
 * @param failures            number of failed ones by class; classes without failure are absent
 * @param turnMedians         median in milliseconds of each turn's successes, in order of time; a turn without success
 *                            has none
 * @param wall                wall times; empty without success
 * @param totalSeconds        wall time in seconds of all attempts together
 * @param cpu                 CPU time per start; empty if no success has a value
 * @param peakBytes           median peak memory in bytes over the successes with a value; empty if none has
 * @param medianByPredecessor first timed operations by key of the arm that had the turn before
 */
public record ArmSummary(Arm arm, int attempts, SortedMap<FailureClass, Integer> failures, List<Double> turnMedians,
        Optional<WallSummary> wall, double totalSeconds, Optional<CpuPerStart> cpu, OptionalLong peakBytes,
        SortedMap<String, MedianByPredecessor> medianByPredecessor, Incidents incidents) {

    public ArmSummary {
        Objects.requireNonNull(arm, "arm is null");
        Objects.requireNonNull(cpu, "cpu is null");
        Objects.requireNonNull(peakBytes, "peakBytes is null");
        Objects.requireNonNull(incidents, "incidents is null");
        failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
        turnMedians = List.copyOf(turnMedians);
        medianByPredecessor = Collections.unmodifiableSortedMap(new TreeMap<>(medianByPredecessor));
        if (failures.values().stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("a failure class without failure: " + failures);
        }
        int successes = attempts - sum(failures);
        if (successes < 0) {
            throw new IllegalArgumentException("more failures than attempts: " + failures + " of " + attempts);
        }
        if (wall.map(WallSummary::n).orElse(0) != successes) {
            throw new IllegalArgumentException("wall times are not those of the " + successes + " successes");
        }
        if (turnMedians.isEmpty() != wall.isEmpty()) {
            throw new IllegalArgumentException("turn medians and wall times stand together or not at all");
        }
    }

    /**
     * Summary of one arm.
     *
     * @param armKey key of the arm
     * @param rows   rows of all arms and kinds, in any order; without the other arms' rows the predecessors are not
     *               known
     * @throws IllegalArgumentException if the key is none, or if the arm's timed rows are of several phases
     */
    public static ArmSummary of(String armKey, List<OperationRow> rows) {
        List<Turn> turns = Turn.inOrder(rows);
        List<Turn> own = turns.stream().filter(t -> t.arm().equals(armKey)).toList();
        List<OperationRow> timed = own.stream().flatMap(t -> t.timed().stream()).toList();
        requireOnePhase(armKey, timed);
        List<OperationRow> successes = timed.stream().filter(OperationRow::succeeded).toList();
        List<Double> turnMedians = own.stream().map(t -> Wall.successMillis(t.timed())).filter(m -> m.length > 0)
                .map(m -> OrderStatistics.of(m).median()).toList();
        Optional<WallSummary> wall = successes.isEmpty() ? Optional.empty()
                : Optional.of(WallSummary.of(Wall.successMillis(successes),
                        turnMedians.stream().mapToDouble(Double::doubleValue).toArray()));
        return new ArmSummary(Arm.ofKey(armKey), timed.size(), countFailures(timed), turnMedians, wall,
                Wall.totalSeconds(timed), CpuPerStart.of(successes), medianPeak(successes),
                MedianByPredecessor.ofTurns(armKey, turns), Incidents.of(armKey, rows));
    }

    /** Timed operations that succeeded. */
    public int successes() {
        return attempts - sum(failures);
    }

    /** Failed of all attempts. */
    public ErrorRate errors() {
        return new ErrorRate(sum(failures), attempts);
    }

    /** {@code cgroup}, {@code rusage}, or {@code none} if there is no CPU time. */
    public String cpuSource() {
        return cpu.map(c -> c.source().label()).orElse("none");
    }

    private static int sum(SortedMap<FailureClass, Integer> failures) {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void requireOnePhase(String armKey, List<OperationRow> timed) {
        List<String> phases = timed.stream().map(OperationRow::phase).distinct().toList();
        if (phases.size() > 1) {
            throw new IllegalArgumentException("rows of " + armKey + " are of several phases: " + phases);
        }
    }

    private static SortedMap<FailureClass, Integer> countFailures(List<OperationRow> timed) {
        return timed.stream().filter(r -> !r.succeeded()).collect(Collectors.toMap(OperationRow::failure, r -> 1,
                Integer::sum, TreeMap::new));
    }

    private static OptionalLong medianPeak(List<OperationRow> successes) {
        double[] bytes = successes.stream().map(OperationRow::peakBytes).filter(OptionalLong::isPresent)
                .mapToDouble(OptionalLong::getAsLong).toArray();
        return bytes.length == 0 ? OptionalLong.empty()
                : OptionalLong.of(Math.round(OrderStatistics.of(bytes).median()));
    }
}
