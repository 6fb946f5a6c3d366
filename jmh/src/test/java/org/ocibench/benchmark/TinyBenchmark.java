package org.ocibench.benchmark;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.ocibench.engine.Measurement;
import org.ocibench.engine.Outcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Of the same shape as {@link StartupBenchmark} and starts nothing: shows what stock JMH writes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TinyBenchmark {

    @Param("crun")
    public String runtime;

    @Param("direct")
    public String via;

    @Param("exit")
    public String workload;

    @Param("burst")
    public String pace;

    @Param("default")
    public String kernel;

    /** Has not the name of a start's method: a result bears it, and may be combined with one of the same name only. */
    @Benchmark
    public int tiny() {
        return 42;
    }

    @TearDown(Level.Iteration)
    public void report() {
        Ledger.record(new Measurement(new Outcome.Completed(1, 42), OptionalLong.of(6200), OptionalLong.of(6100),
                OptionalLong.of(1_363_149), 2000));
    }
}
