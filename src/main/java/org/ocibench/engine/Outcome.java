package org.ocibench.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/** How one start ended. A failure is data, never an exception. */
public sealed interface Outcome {

    /** Exit code of the launched command where there is none: it was killed or never started. */
    int NO_EXIT = -1;

    /** Wall time from just before the launch to the return of its wait, in nanoseconds. */
    long wallNanos();

    /** Takes the outcome apart; the compiler checks that every kind is handled. */
    <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed, Function<TimedOut, R> timedOut);

    /** The container ran and ended with what its workload is meant to end with. */
    record Completed(long wallNanos, int exit) implements Outcome {
        @Override
        public <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed, Function<TimedOut, R> timedOut) {
            return completed.apply(this);
        }
    }

    /**
     * The start failed.
     *
     * @param stderr last lines of what the command wrote to stderr, control characters removed; may be empty
     */
    record Failed(long wallNanos, int exit, FailureClass failure, Layer layer, String stderr) implements Outcome {
        public Failed {
            Objects.requireNonNull(failure, "failure is null");
            Objects.requireNonNull(layer, "layer is null");
            Objects.requireNonNull(stderr, "stderr is null");
        }

        @Override
        public <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed, Function<TimedOut, R> timedOut) {
            return failed.apply(this);
        }
    }

    /** Nothing came back within {@code limit}; the command was killed. */
    record TimedOut(long wallNanos, Duration limit, Layer layer, String stderr) implements Outcome {
        public TimedOut {
            Objects.requireNonNull(limit, "limit is null");
            Objects.requireNonNull(layer, "layer is null");
            Objects.requireNonNull(stderr, "stderr is null");
        }

        @Override
        public <R> R fold(Function<Completed, R> completed, Function<Failed, R> failed, Function<TimedOut, R> timedOut) {
            return timedOut.apply(this);
        }
    }
}
