package org.ocibench.compare;

import java.util.List;
import java.util.Objects;

/**
 * A piece of a start's critical path.
 *
 * @param thread    number of the thread in the initial pid namespace
 * @param name      the thread's name then
 * @param fromNanos begin, on the clock of {@link System#nanoTime}
 * @param toNanos   end
 * @param stack     for {@link Kind#WAITING}: kernel functions in which the thread slept, innermost first; empty if not known
 */
public record PathSegment(Kind kind, int thread, String name, long fromNanos, long toNanos, List<String> stack) {

    /** What the path's thread did meanwhile. */
    public enum Kind {
        /** It had a CPU. */
        RUNNING,
        /** It could have gone on and had no CPU. */
        RUNNABLE,
        /** It slept, and what woke it was no other thread: an interrupt, a timer, the kernel itself. */
        WAITING,
        /** The trace does not tell. */
        UNKNOWN
    }

    public PathSegment {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(name, "name is null");
        stack = List.copyOf(stack);
        if (toNanos < fromNanos) {
            throw new IllegalArgumentException("ends before it begins: " + fromNanos + ", " + toNanos);
        }
    }

    /** Its length in nanoseconds. */
    public long nanos() {
        return toNanos - fromNanos;
    }
}
