package org.ocibench.host;

import java.util.Map;
import java.util.Optional;

/**
 * A part of a trace.
 *
 * @param complete false if the kernel had to drop records: then what it says is too little
 * @param usage    what each program used that ran in it
 * @param threads  processes by the numbers of their threads, of all that ran in it
 */
public record TaskTrace(boolean complete, Map<TracedProcess.Program, TaskUsage> usage,
        Map<Integer, TracedProcess> threads) {
    public TaskTrace {
        usage = Map.copyOf(usage);
        threads = Map.copyOf(threads);
    }

    /** The process that a thread belongs to. */
    public Optional<TracedProcess> ofThread(int tid) {
        return Optional.ofNullable(threads.get(tid));
    }
}
