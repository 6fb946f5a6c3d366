package org.ocibench.benchmark;

import org.ocibench.engine.Limit;

/** The smallest limit of processes and threads at which a container starts. */
public class MinimumPidsBenchmark extends LimitBenchmark {
    public MinimumPidsBenchmark() {
        super(Limit.Kind.PIDS);
    }
}
