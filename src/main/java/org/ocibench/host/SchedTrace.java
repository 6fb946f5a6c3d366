package org.ocibench.host;

import java.util.List;

/**
 * What the scheduler did for a while.
 *
 * @param events   in the order of time
 * @param complete whether the kernel had room for all of them
 * @param thread   number in the initial pid namespace of the thread that traced; 0 if it never left its CPU
 */
public record SchedTrace(List<SchedEvent> events, boolean complete, int thread) {
    public SchedTrace {
        events = List.copyOf(events);
    }
}
