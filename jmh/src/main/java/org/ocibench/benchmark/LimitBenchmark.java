package org.ocibench.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Limit;
import org.ocibench.engine.LimitSearch;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is the smallest limit of one kind at which a container starts?
 *
 * <p>One iteration is one whole search, see {@link LimitSearch}; its time is no result, the secondary metric {@code minimum} is. The
 * bench's own scheduler lets the searches of several arms take turns; under the stock JMH main they run one after another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public abstract class LimitBenchmark {

    /** Of one start where nobody knows how long one takes: a start that runs out of memory may hang. */
    private static final Duration TIME_OUT = Duration.ofSeconds(5);

    /** As in {@link StartupBenchmark}; no controls. */
    @Param({"runc", "crun", "youki", "runsc"})
    public String runtime;

    /** {@code direct}, {@code nerdctl} or {@code nerdctl-default}. */
    @Param("direct")
    public String via;

    /** As in {@link StartupBenchmark}. */
    @Param("exit")
    public String workload;

    private final Limit.Kind kind;
    private Surroundings surroundings;

    LimitBenchmark(Limit.Kind kind) {
        this.kind = kind;
    }

    /** What a search found. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Found {
        /** The smallest limit that is enough, in KiB or processes; 0 if none is. */
        public long minimum;
        /** Containers that were started for it. */
        public long starts;
    }

    /** Opens the campaign's world, or makes one. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        surroundings = Surroundings.open(arm(new Limit(kind, kind.most())));
    }

    /** One search. */
    @Benchmark
    public void search(Found found) throws IOException {
        LimitSearch search = new LimitSearch(kind);
        found.starts = 0;
        for (Optional<Limit> limit = search.next(); limit.isPresent(); limit = search.next()) {
            var measured = surroundings.once(arm(limit.get()), (int) ++found.starts, TIME_OUT);
            search.note(measured.outcome().fold(ok -> true, failed -> false, late -> false));
        }
        found.minimum = search.minimum().map(Limit::amount).orElse(0L);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        surroundings.close();
    }

    private Arm arm(Limit limit) {
        return new Arm(runtime, limit.on(via), workload, "burst", "default");
    }
}
