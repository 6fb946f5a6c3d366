package org.ocibench.benchmark;

import org.ocibench.engine.Limit;

/** The smallest limit of memory, in KiB, at which a container starts. Swap is limited to none, where the kernel can. */
public class MinimumMemoryBenchmark extends LimitBenchmark {
    public MinimumMemoryBenchmark() {
        super(Limit.Kind.MEMORY);
    }
}
