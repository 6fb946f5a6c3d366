package org.ocibench.benchmark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.SingleShotResult;

/**
 * What JMH does in the fork after every iteration: it sends the result to its host. The first ones take 2 ms, the fiftieth 0.4,
 * and the longer a start comes after the one before it, the longer it takes itself (crun: 3 % for 1.5 ms, from
 * {@code jmh/harness-cost.sh}), so that a fork's first starts would be slow.
 */
final class Epilogue {

    private static final int TIMES = 50;

    private Epilogue() {
    }

    /** Does it often enough for the JVM to compile it; what it writes goes nowhere. */
    static void prime(BenchmarkParams benchmark, IterationParams iteration) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            IterationResult result = new IterationResult(benchmark, iteration, null);
            result.addResult(new SingleShotResult(ResultRole.PRIMARY, "run", i, 1, TimeUnit.MICROSECONDS));
            ContainerProfiler.of(OptionalLong.of(i), OptionalLong.of(i), 0, i, List.of()).forEach(result::addResult);
            try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
                out.writeObject(result);
            }
        }
    }
}
