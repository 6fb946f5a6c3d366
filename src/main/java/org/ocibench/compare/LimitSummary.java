package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Limit;
import org.ocibench.engine.LimitSearch;
import org.ocibench.engine.OperationKind;

/**
 * What the search for an arm's smallest limit came to, from the operation log.
 *
 * @param arm       the arm, its way without a limit
 * @param kind      what was limited
 * @param complete  whether the search came to its end
 * @param minimum   the smallest limit that is enough, as {@link LimitSearch} defines it; empty if the search was not complete, or
 *                  no limit is
 * @param tooLittle the largest limit that was too little; empty if none was
 * @param half      amount at which about half of the starts succeed
 * @param levels    what happened at each limit, by amount
 * @param wallNanos wall time of all starts together
 * @param lastWords digest of what the last failed start at {@code tooLittle} said; empty if there is none
 */
public record LimitSummary(Arm arm, Limit.Kind kind, boolean complete, Optional<Limit> minimum, Optional<Limit> tooLittle,
        OptionalDouble half, SortedMap<Long, Level> levels,
        long wallNanos, Optional<String> lastWords) {

    /** Failures that say nothing of a limit. */
    private static final Set<FailureClass> BESIDE =
            EnumSet.of(FailureClass.HARNESS, FailureClass.REPLACED, FailureClass.NOT_RUN, FailureClass.LOST_OUTPUT);

    /** The starts at one limit: how many failed, and of what. */
    public record Level(ErrorRate errors, SortedMap<FailureClass, Integer> failures) {
        public Level {
            failures = Collections.unmodifiableSortedMap(new TreeMap<>(failures));
        }

        /** Starts that succeeded. */
        public int successes() {
            return errors.attempts() - errors.failures();
        }

        /** The 95 % Clopper-Pearson interval of the probability that a start succeeds. */
        public Interval success() {
            Interval failing = errors.interval();
            return new Interval(1 - failing.upper(), 1 - failing.lower());
        }
    }

    public LimitSummary {
        levels = Collections.unmodifiableSortedMap(new TreeMap<>(levels));
    }

    /** Whether a start's failure tells nothing of the limit. */
    public static boolean isBeside(FailureClass failure) {
        return failure != null && BESIDE.contains(failure);
    }

    /** False if a container started within one page of memory, which none can: then no limit was set. */
    public boolean inForce() {
        return kind != Limit.Kind.MEMORY || minimum.filter(limit -> limit.amount() == kind.step()).isEmpty();
    }

    /** Starts at all limits together. */
    public int starts() {
        return levels.values().stream().mapToInt(level -> level.errors().attempts()).sum();
    }

    /** Failures at all limits together, by class. */
    public SortedMap<FailureClass, Integer> failures() {
        SortedMap<FailureClass, Integer> all = new TreeMap<>();
        levels.values().forEach(level -> level.failures().forEach((failure, count) -> all.merge(failure, count, Integer::sum)));
        return all;
    }

    /**
     * The searches in a log, in the order in which they began.
     *
     * @param rows rows of all arms and kinds, in the order of the log
     * @throws IllegalArgumentException if the limits in it are not those that the search goes through
     */
    public static List<LimitSummary> of(List<OperationRow> rows) {
        Map<String, Replay> replays = new LinkedHashMap<>();
        for (OperationRow row : rows) {
            if (row.kind() == OperationKind.SEARCH) {
                Arm arm = Arm.ofKey(row.arm());
                Limit limit = Engines.limit(arm.via())
                        .orElseThrow(() -> new IllegalArgumentException("a search without a limit: " + arm));
                Arm without = new Arm(arm.runtime(), Engines.plain(arm.via()), arm.workload(), arm.pace(), arm.kernel());
                replays.computeIfAbsent(without.key() + " " + limit.kind(), key -> new Replay(without, limit.kind()))
                        .take(limit, row);
            }
        }
        return replays.values().stream().map(Replay::summary).toList();
    }

    /** Goes through a search again by its outcomes. */
    private static final class Replay {
        private final Arm arm;
        private final Limit.Kind kind;
        private final LimitSearch search;
        private final SortedMap<Long, List<OperationRow>> starts = new TreeMap<>();

        private Replay(Arm arm, Limit.Kind kind) {
            this.arm = arm;
            this.kind = kind;
            search = new LimitSearch(kind);
        }

        private void take(Limit limit, OperationRow row) {
            if (isBeside(row.failure())) {
                return;
            }
            if (!search.next().equals(Optional.of(limit))) {
                throw new IllegalArgumentException("the search of " + arm + " goes to " + search.next().map(Limit::label)
                        .orElse("its end") + " here, and the log to " + limit.label());
            }
            search.note(row.succeeded());
            starts.computeIfAbsent(limit.amount(), amount -> new ArrayList<>()).add(row);
        }

        private LimitSummary summary() {
            SortedMap<Long, Level> levels = new TreeMap<>();
            starts.forEach((amount, rows) -> levels.put(amount, level(rows)));
            Optional<String> lastWords = search.tooLittle().flatMap(limit -> starts.get(limit.amount()).stream()
                    .filter(row -> !row.succeeded()).map(OperationRow::digest).reduce((before, last) -> last));
            long wallNanos = starts.values().stream().flatMap(List::stream).mapToLong(OperationRow::wallNanos).sum();
            return new LimitSummary(arm, kind, search.next().isEmpty(), search.minimum(), search.tooLittle(), search.half(), levels,
                    wallNanos, lastWords);
        }

        private static Level level(List<OperationRow> rows) {
            SortedMap<FailureClass, Integer> failures = new TreeMap<>();
            rows.stream().filter(row -> !row.succeeded()).forEach(row -> failures.merge(row.failure(), 1, Integer::sum));
            int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
            return new Level(new ErrorRate(failed, rows.size()), failures);
        }
    }
}
