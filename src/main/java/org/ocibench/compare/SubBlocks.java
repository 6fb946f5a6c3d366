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
    private final Map<String, ErrorRate> errors;

    /**
     * A sub-block.
     *
     * @param block  from 1
     * @param number within the block, from 0
     */
    public record Unit(int block, int number) implements Comparable<Unit> {
        @Override
        public int compareTo(Unit other) {
            return Comparator.comparingInt(Unit::block).thenComparingInt(Unit::number).compare(this, other);
        }
    }

    private SubBlocks(Map<String, Map<Measure, SortedMap<Unit, Double>>> values, Map<String, ErrorRate> errors) {
        this.values = values;
        this.errors = errors;
    }

    /** The sub-blocks of these rows, of all arms and kinds and in any order. */
    public static SubBlocks of(List<OperationRow> rows) {
        Map<String, Map<Unit, List<OperationRow>>> timed = new HashMap<>();
        for (OperationRow row : rows) {
            if (row.timed()) {
                timed.computeIfAbsent(row.arm(), arm -> new HashMap<>())
                        .computeIfAbsent(new Unit(row.block(), (row.cycle() - 1) / CYCLES), unit -> new ArrayList<>()).add(row);
            }
        }
        Map<String, Map<Measure, SortedMap<Unit, Double>>> values = new HashMap<>();
        Map<String, ErrorRate> errors = new HashMap<>();
        timed.forEach((arm, units) -> {
            values.put(arm, valuesOf(units));
            errors.put(arm, errors(units.values().stream().flatMap(List::stream).toList()));
        });
        return new SubBlocks(values, errors);
    }

    private static ErrorRate errors(List<OperationRow> timed) {
        return new ErrorRate((int) timed.stream().filter(row -> !row.succeeded()).count(), timed.size());
    }

    private static Map<Measure, SortedMap<Unit, Double>> valuesOf(Map<Unit, List<OperationRow>> units) {
        Map<Measure, SortedMap<Unit, Double>> byMeasure = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            SortedMap<Unit, Double> ofMeasure = new TreeMap<>();
            units.forEach((unit, rows) -> {
                if (rows.stream().map(OperationRow::cycle).distinct().count() == CYCLES) {
                    measure.of(rows.stream().filter(OperationRow::succeeded).toList())
                            .ifPresent(value -> ofMeasure.put(unit, value));
                }
            });
            byMeasure.put(measure, ofMeasure);
        }
        return byMeasure;
    }

    /** An arm's value of each sub-block where it has one. */
    public SortedMap<Unit, Double> values(String arm, Measure measure) {
        return Collections.unmodifiableSortedMap(values.getOrDefault(arm, Map.of()).getOrDefault(measure, new TreeMap<>()));
    }

    /** Failed of an arm's timed starts, those in no whole sub-block too. */
    public ErrorRate errors(String arm) {
        return errors.getOrDefault(arm, new ErrorRate(0, 0));
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
