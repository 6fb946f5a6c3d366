package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ocibench.campaign.OperationRow;

/**
 * Median wall time of an arm's first timed operations after turns of one other arm. Where it differs by predecessor,
 * the lead-in operation was not enough to take away what the arm before had left behind.
 *
 * @param predecessor key of the arm that had the turn before
 * @param millis      median in milliseconds
 * @param n           number of operations it is the median of, at least 1
 */
public record MedianByPredecessor(String predecessor, double millis, int n) {

    public MedianByPredecessor {
        Objects.requireNonNull(predecessor, "predecessor is null");
        if (n < 1) {
            throw new IllegalArgumentException("a median of " + n + " values");
        }
    }

    /**
     * The medians of an arm, by predecessor. A turn counts if its first timed operation succeeded and something ran
     * before it in its block; a warm-up operation before the first turn counts as its predecessor.
     *
     * @param armKey key of the arm
     * @param rows   rows of all arms, in any order
     */
    public static SortedMap<String, MedianByPredecessor> of(String armKey, List<OperationRow> rows) {
        return ofTurns(armKey, Turn.inOrder(rows));
    }

    static SortedMap<String, MedianByPredecessor> ofTurns(String armKey, List<Turn> turns) {
        SortedMap<String, List<Double>> firsts = new TreeMap<>();
        for (Turn turn : turns) {
            if (turn.arm().equals(armKey) && turn.before().isPresent() && !turn.timed().isEmpty()
                    && turn.timed().get(0).succeeded()) {
                firsts.computeIfAbsent(turn.before().get(), p -> new ArrayList<>())
                        .add(Wall.millis(turn.timed().get(0)));
            }
        }
        SortedMap<String, MedianByPredecessor> medians = new TreeMap<>();
        firsts.forEach((predecessor, millis) -> medians.put(predecessor,
                new MedianByPredecessor(predecessor, OrderStatistics.of(millis).median(), millis.size())));
        return Collections.unmodifiableSortedMap(medians);
    }
}
