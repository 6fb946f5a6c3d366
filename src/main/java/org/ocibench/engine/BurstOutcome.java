package org.ocibench.engine;

import java.util.List;
import java.util.Optional;

/** How a burst ended, from how its containers did. */
final class BurstOutcome {

    private BurstOutcome() {
    }

    /**
     * Completed if every container is. Otherwise what the first failed one is, but that one that did not run goes before: it tells
     * that nothing of the arm is to be trusted.
     *
     * @param outcomes      of the containers, in the order in which they were let go
     * @param makespanNanos from the first launch to the last end
     */
    static Outcome of(List<Outcome> outcomes, long makespanNanos) {
        List<Outcome> bad = outcomes.stream().filter(outcome -> outcome.fold(ok -> false, failed -> true, late -> true)).toList();
        if (bad.isEmpty()) {
            return new Outcome.Completed(makespanNanos, outcomes.get(0).fold(Outcome.Completed::exit, failed -> Outcome.NO_EXIT,
                    late -> Outcome.NO_EXIT));
        }
        Optional<Outcome> lied = bad.stream().filter(outcome -> outcome.fold(ok -> false,
                failed -> failed.failure() == FailureClass.NOT_RUN, late -> false)).findFirst();
        String count = bad.size() + " of " + outcomes.size() + " containers failed";
        return lied.orElse(bad.get(0)).fold(ok -> ok,
                failed -> new Outcome.Failed(makespanNanos, failed.exit(), failed.failure(), failed.layer(), told(count, failed.stderr())),
                late -> new Outcome.TimedOut(makespanNanos, late.limit(), late.layer(), told(count, late.stderr())));
    }

    private static String told(String count, String said) {
        return said.isEmpty() ? count : count + ": " + said;
    }
}
