package org.ocibench.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ocibench.report.SharedRegression;

/** Finds the first bad one of a row by halving. What cannot be judged is passed over for its neighbours, as git does. */
final class Halving {

    private Halving() {
    }

    /** Judges one, which takes minutes. */
    interface Judge {
        SharedRegression of(int index) throws ExitException, IOException, InterruptedException;
    }

    /**
     * What was found; between the two nothing could be judged.
     *
     * @param good index of the last good one
     * @param bad  index of the first bad one
     */
    record Found(int good, int bad) {
    }

    /** @param last index of one that is known to be bad; that at 0 is known to be good */
    static Found search(int last, Judge judge) throws ExitException, IOException, InterruptedException {
        Found found = new Found(0, last);
        Set<Integer> undecided = new TreeSet<>();
        for (Optional<Integer> next = next(found, undecided); next.isPresent(); next = next(found, undecided)) {
            int index = next.get();
            switch (judge.of(index)) {
                case ABSENT -> found = new Found(index, found.bad());
                case PRESENT -> found = new Found(found.good(), index);
                case UNDECIDED -> undecided.add(index);
            }
        }
        return found;
    }

    /** The one nearest to the middle. */
    private static Optional<Integer> next(Found found, Set<Integer> undecided) {
        return IntStream.range(found.good() + 1, found.bad()).boxed().filter(index -> !undecided.contains(index))
                .min(Comparator.comparingInt(index -> Math.abs(2 * index - found.good() - found.bad())));
    }
}
