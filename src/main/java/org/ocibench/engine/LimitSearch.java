package org.ocibench.engine;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks for the smallest limit at which an arm's container starts. Whether a start succeeds at a limit is a matter of chance near
 * the smallest one, so this is a search for a probability, in three parts:
 * <ol>
 * <li>coarse: from a limit in the middle by halving and doubling, then by bisection, to a narrow pair of limits;
 * <li>staircase: a step down after each success, a step up after each failure. The step is halved at each turn, down to the
 * kind's own, and doubled from the third in one direction on (M. M. Taylor and C. D. Creelman, Journal of the Acoustical Society
 * of America 41, 1967). It stays where half of the starts succeed, and the mean of its turning points estimates that limit (G. B.
 * Wetherill and H. Levitt, British Journal of Mathematical and Statistical Psychology 18, 1965);
 * <li>bracket: from there up, in growing steps, to a limit that is enough; then by bisection to the smallest such limit. The
 * limit one step below it gets as many starts.
 * </ol>
 *
 * <p>A limit is <em>enough</em> if at least 19 of 20 starts succeeded at it; it is too little as soon as two failed. The minimum is
 * the smallest limit that is enough and has none above it that is too little. One failure is forgiven because a runtime may
 * fail once in a while for another reason.
 *
 * <p>The same outcomes give the same limits in the same order, so a search can be repeated from a log. Not thread-safe.
 */
public final class LimitSearch {

    /** Starts at each limit of the bracket. */
    public static final int STARTS = 20;
    /** Failures in {@link #STARTS} starts that are forgiven. */
    public static final int FORGIVEN = 1;

    private static final int STAIRCASE_STARTS = 16;
    /** Steps in one direction from which on they are doubled. */
    private static final int DOUBLED_FROM = 3;
    /** The coarse part ends when its two limits are this near to each other, as a share of the larger one. */
    private static final int COARSE_SHARE = 32;

    private final Limit.Kind kind;
    private final long last;
    /** By number of steps. */
    private final TreeMap<Long, Tally> tallies = new TreeMap<>();
    private Part part = Part.COARSE;
    private long at;

    private long seemsEnough;
    private long seemsTooLittle;

    private long stair;
    private int stairStarts;
    private int direction;
    private int sameDirection;
    private long turningSum;
    private int turns;

    private long upward = 1;

    private enum Part {
        COARSE, STAIRCASE, BRACKET, DONE
    }

    /** Starts at one limit. */
    public record Tally(int successes, int failures) {

        /** Starts, failed ones included. */
        public int starts() {
            return successes + failures;
        }

        boolean isEnough() {
            return !isTooLittle() && starts() >= STARTS;
        }

        boolean isTooLittle() {
            return failures > FORGIVEN;
        }

        private Tally plus(boolean success) {
            return new Tally(successes + (success ? 1 : 0), failures + (success ? 0 : 1));
        }
    }

    public LimitSearch(Limit.Kind kind) {
        this.kind = kind;
        last = kind.most() / kind.step();
        at = kind.first() / kind.step();
        seemsEnough = last + 1;
    }

    /** The limit to start at next; empty when the search is done. */
    public Optional<Limit> next() {
        return part == Part.DONE ? Optional.empty() : Optional.of(limit(at));
    }

    /**
     * Takes in how the start at {@link #next} ended.
     *
     * @throws IllegalStateException if the search is done
     */
    public void note(boolean success) {
        if (part == Part.DONE) {
            throw new IllegalStateException("the search is done");
        }
        tallies.merge(at, new Tally(0, 0).plus(success), (before, one) -> before.plus(success));
        switch (part) {
            case COARSE -> coarse();
            case STAIRCASE -> staircase(success);
            default -> bracket();
        }
    }

    /** All starts by amount of the limit. */
    public SortedMap<Long, Tally> tallies() {
        SortedMap<Long, Tally> byAmount = new TreeMap<>();
        tallies.forEach((steps, tally) -> byAmount.put(steps * kind.step(), tally));
        return Collections.unmodifiableSortedMap(byAmount);
    }

    /** The smallest limit that is enough; empty while the search is not done, and if no limit is. */
    public Optional<Limit> minimum() {
        return part == Part.DONE && enough() <= last ? Optional.of(limit(enough())) : Optional.empty();
    }

    /** The largest limit that is too little so far; empty if none is. */
    public Optional<Limit> tooLittle() {
        return floor() == 0 ? Optional.empty() : Optional.of(limit(floor()));
    }

    /** The amount at which about half of the starts succeed: the mean of the staircase's turning points; empty without any. */
    public OptionalDouble half() {
        return turns == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) turningSum / turns * kind.step());
    }

    private void coarse() {
        Tally tally = tallies.get(at);
        if (tally.successes() > 0) {
            seemsEnough = at;
        } else if (tally.isTooLittle()) {
            seemsTooLittle = at;
        } else {
            // Once is by chance.
            return;
        }
        if (seemsTooLittle == last) {
            part = Part.DONE;
        } else if (seemsEnough > last) {
            at = Math.min(2 * at, last);
        } else if (seemsTooLittle == 0 && at > 1) {
            at /= 2;
        } else if (seemsEnough - seemsTooLittle > Math.max(1, seemsEnough / COARSE_SHARE)) {
            at = (seemsEnough + seemsTooLittle) / 2;
        } else {
            part = Part.STAIRCASE;
            at = seemsEnough;
            stair = Math.max(1, (seemsEnough - seemsTooLittle) / 2);
        }
    }

    private void staircase(boolean success) {
        int next = success ? -1 : 1;
        if (direction != 0 && next != direction) {
            turns++;
            turningSum += at;
            stair = Math.max(1, stair / 2);
            sameDirection = 0;
        } else if (++sameDirection >= DOUBLED_FROM) {
            stair *= 2;
        }
        direction = next;
        if (++stairStarts == STAIRCASE_STARTS) {
            part = Part.BRACKET;
            bracket();
        } else {
            at = Math.max(1, Math.min(last, at + next * stair));
        }
    }

    private void bracket() {
        long floor = floor();
        long enough = enough();
        if (enough > last) {
            climb(floor);
        } else if (enough - floor > 1) {
            at = tallies.containsKey(at) && at > floor && at < enough ? at : (floor + enough) / 2;
        } else if (floor > 0 && tallies.get(floor).starts() < STARTS) {
            at = floor;
        } else {
            part = Part.DONE;
        }
    }

    // No limit is known to be enough: the present one is tried until it is or is too little, then one further up.
    private void climb(long floor) {
        if (at > floor) {
            return;
        }
        if (floor == last) {
            part = Part.DONE;
            return;
        }
        at = Math.min(floor + upward, last);
        upward *= 2;
    }

    private long floor() {
        return tallies.descendingMap().entrySet().stream().filter(e -> e.getValue().isTooLittle()).map(e -> e.getKey())
                .findFirst().orElse(0L);
    }

    private long enough() {
        return tallies.tailMap(floor(), false).entrySet().stream().filter(e -> e.getValue().isEnough()).map(e -> e.getKey())
                .findFirst().orElse(last + 1);
    }

    private Limit limit(long steps) {
        return new Limit(kind, steps * kind.step());
    }
}
