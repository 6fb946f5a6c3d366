package org.ocibench.host;

import java.util.List;
import java.util.Objects;

/**
 * What the kernel's scheduler did, as its tracepoints tell it. Threads carry their numbers of the initial pid namespace, whatever
 * namespace they or the bench are in; 0 is a CPU's idle thread.
 */
public sealed interface SchedEvent {

    /** When, on the clock of {@link System#nanoTime}. */
    long nanos();

    /**
     * A CPU went from one thread to another ({@code sched_switch}).
     *
     * @param cpu           number of the CPU
     * @param from          thread that left the CPU; 0 also where it is not known
     * @param fromName      its name at that moment
     * @param stillRunnable whether it left although it could go on; else it sleeps
     * @param to            thread that came
     * @param toName        its name; names are empty where they are not known
     * @param stack         kernel functions in which {@code from} left, innermost first; empty if not known
     */
    record Switch(long nanos, int cpu, int from, String fromName, boolean stillRunnable, int to, String toName, List<String> stack)
            implements SchedEvent {
        public Switch {
            Objects.requireNonNull(fromName, "fromName is null");
            Objects.requireNonNull(toName, "toName is null");
            stack = List.copyOf(stack);
        }
    }

    /**
     * A thread was woken ({@code sched_waking}), or begins to live ({@code sched_wakeup_new}).
     *
     * @param waker       thread that ran on the CPU where it happened
     * @param inInterrupt whether an interrupt or softirq did it, so that the waker has nothing to do with it
     * @param woken       thread that may run from now on
     * @param born        whether it is new, and the waker its parent
     */
    record Wake(long nanos, int waker, boolean inInterrupt, int woken, boolean born) implements SchedEvent {
    }
}
