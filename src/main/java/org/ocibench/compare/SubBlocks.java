package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ocibench.campaign.OperationRow;

/**
 * A campaign cut into the units of comparison: {@value #CYCLES} consecutive cycles of one block. Within one, all arms took turns
 * on the same host in the same minute; between two, the host may have changed. An arm's value of a sub-block is a statistic of
 * its successful timed starts there, and arms are compared by what they differ in the same sub-blocks, joined by the block and
 * cycle ids of the operation log.
 *
 * <p>An arm that had no timed start in one of the cycles (parked, its fork lost, the campaign interrupted), or no success in all
 * of them, has no value of that sub-block. Cycles at the end of a block that do not fill a sub-block are not used.
 */
public final class SubBlocks {

    /** Cycles of a sub-block. */
    public static final int CYCLES = 3;

    private final Map<String, Map<Measure, SortedMap<Unit, Double>>> values;
    private final Map<String, SortedMap<Unit, double[]>> millis;
    private final Map<String, SortedMap<Integer, ErrorRate>> errors;

    /**
     * A sub-block.
     *
     * @param block  from 1
     * @param number within the block, from 0
     */
    public record Unit(int block, int number) implements Comparable<Unit> {

        /** The one that a timed row belongs to. */
        public static Unit of(OperationRow row) {
            return new Unit(row.block(), (row.cycle() - 1) / CYCLES);
        }

        @Override
        public int compareTo(Unit other) {
            return Comparator.comparingInt(Unit::block).thenComparingInt(Unit::number).compare(this, other);
        }
    }

    private SubBlocks(Map<String, Map<Measure, SortedMap<Unit, Double>>> values, Map<String, SortedMap<Unit, double[]>> millis,
            Map<String, SortedMap<Integer, ErrorRate>> errors) {
        this.values = values;
        this.millis = millis;
        this.errors = errors;
    }

    /** The sub-blocks of these rows, of all arms and kinds and in any order. */
    public static SubBlocks of(List<OperationRow> rows) {
        Map<String, Map<Unit, List<OperationRow>>> timed = new HashMap<>();
        for (OperationRow row : rows) {
            if (row.timed()) {
                timed.computeIfAbsent(row.arm(), arm -> new HashMap<>())
                        .computeIfAbsent(Unit.of(row), unit -> new ArrayList<>()).add(row);
            }
        }
        Map<String, Map<Measure, SortedMap<Unit, Double>>> values = new HashMap<>();
        Map<String, SortedMap<Unit, double[]>> millis = new HashMap<>();
        Map<String, SortedMap<Integer, ErrorRate>> errors = new HashMap<>();
        timed.forEach((arm, units) -> {
            errors.put(arm, errorsOf(units));
            units.values().removeIf(unit -> unit.stream().map(OperationRow::cycle).distinct().count() < CYCLES);
            values.put(arm, valuesOf(units));
            millis.put(arm, millisOf(units));
        });
        return new SubBlocks(values, millis, errors);
    }

    private static SortedMap<Integer, ErrorRate> errorsOf(Map<Unit, List<OperationRow>> units) {
        SortedMap<Integer, ErrorRate> byBlock = new TreeMap<>();
        units.forEach((unit, rows) -> byBlock.merge(unit.block(),
                new ErrorRate((int) rows.stream().filter(row -> !row.succeeded()).count(), rows.size()), ErrorRate::plus));
        return byBlock;
    }

    private static Map<Measure, SortedMap<Unit, Double>> valuesOf(Map<Unit, List<OperationRow>> whole) {
        Map<Measure, SortedMap<Unit, Double>> byMeasure = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            SortedMap<Unit, Double> ofMeasure = new TreeMap<>();
            whole.forEach((unit, rows) -> measure.of(rows).ifPresent(value -> ofMeasure.put(unit, value)));
            byMeasure.put(measure, ofMeasure);
        }
        return byMeasure;
    }

    private static SortedMap<Unit, double[]> millisOf(Map<Unit, List<OperationRow>> whole) {
        SortedMap<Unit, double[]> millis = new TreeMap<>();
        whole.forEach((unit, rows) -> {
            double[] successes = Wall.successMillis(rows);
            if (successes.length > 0) {
                millis.put(unit, successes);
            }
        });
        return millis;
    }

    /** An arm's value of each sub-block where it has one. */
    public SortedMap<Unit, Double> values(String arm, Measure measure) {
        return Collections.unmodifiableSortedMap(values.getOrDefault(arm, Map.of()).getOrDefault(measure, new TreeMap<>()));
    }

    /** Failed of an arm's timed starts, those in no whole sub-block too. */
    public ErrorRate errors(String arm) {
        return errorsByBlock(arm).values().stream().reduce(new ErrorRate(0, 0), ErrorRate::plus);
    }

    /** The same by block, from 1; a block without a timed start of the arm is absent. */
    SortedMap<Integer, ErrorRate> errorsByBlock(String arm) {
        return Collections.unmodifiableSortedMap(errors.getOrDefault(arm, new TreeMap<>()));
    }

    /** Wall times in milliseconds of an arm's successful starts, of each sub-block that has one. */
    SortedMap<Unit, double[]> wallMillis(String arm) {
        return Collections.unmodifiableSortedMap(millis.getOrDefault(arm, new TreeMap<>()));
    }

    /** Mean of an arm's values; empty if it has none. */
    public OptionalDouble level(String arm, Measure measure) {
        return values(arm, measure).values().stream().mapToDouble(Double::doubleValue).average();
    }

    /** Candidate minus baseline; empty if they share no sub-block. */
    public Optional<Estimate> difference(String baseline, String candidate, Measure measure) {
        return contrast(List.of(candidate), List.of(baseline), measure);
    }

    /**
     * Sum of some arms minus the sum of others, over the sub-blocks in which all of them have a value.
     *
     * @param plus at least one
     * @return empty if there is no such sub-block
     */
    public Optional<Estimate> contrast(List<String> plus, List<String> minus, Measure measure) {
        Set<Unit> shared = new TreeSet<>(values(plus.get(0), measure).keySet());
        Stream.concat(plus.stream(), minus.stream()).forEach(arm -> shared.retainAll(values(arm, measure).keySet()));
        double[] sums = shared.stream().mapToDouble(unit -> sum(plus, unit, measure) - sum(minus, unit, measure)).toArray();
        return sums.length == 0 ? Optional.empty() : Optional.of(Estimate.of(sums));
    }

    private double sum(List<String> arms, Unit unit, Measure measure) {
        return arms.stream().mapToDouble(arm -> values(arm, measure).get(unit)).sum();
    }
}
