package org.ocibench.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.ocibench.engine.Arm;
import org.ocibench.engine.OperationKind;
import org.ocibench.engine.Phase;
import org.ocibench.engine.Operations;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * One operation on one container of one arm per iteration, whatever it is that is timed: that is the method's name, which is the label
 * of a {@link Phase}. A failed operation does not throw; it is marked by the {@code failures} metric of {@link ContainerProfiler}, and
 * the bench's own scheduler takes it out of the times.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = ContainerBenchmark.WARM_UPS)
@Measurement(iterations = ContainerBenchmark.STARTS)
public abstract class ContainerBenchmark {

    /** Untimed starts after a fork's start: they fill caches, as the lead-in of each turn does after them. */
    public static final int WARM_UPS = 1;
    /** Idle time before each start at pace {@code isolated}, in milliseconds. */
    public static final long ISOLATED_IDLE_MILLIS = 50;
    /** Timed starts per fork where nothing else is said. */
    public static final int STARTS = 20;

    /**
     * {@code name}, {@code name@version} or either with {@code ~variant}: the runtime; without a version the newest release
     * found. {@code spawn} and {@code namespaces} are controls, with via {@code control}.
     */
    @Param({"runc", "crun", "youki", "runsc"})
    public String runtime;

    /**
     * {@code direct}: the runtime itself; {@code direct-shim}: the calls of containerd's runc shim; {@code ctr}, {@code ctr-seccomp},
     * {@code nerdctl}, {@code nerdctl-default}: through containerd.
     */
    @Param("direct")
    public String via;

    /** {@code exit}: ends at once with the sentinel; {@code live50}: lives 50 ms; {@code true}: the article's, exit code 0. */
    @Param("exit")
    public String workload;

    /** {@code burst}: the next start follows at once; {@code isolated}: 50 ms idle before each. */
    @Param("burst")
    public String pace;

    /** {@code default}: as the host is; {@code quiet}: rcu_expedited = 1, which must be set when set-up looks. */
    @Param("default")
    public String kernel;

    private Surroundings surroundings;
    private Turn turn;
    private Operations operations;
    private LayerWatch watch;
    private long startNanos;

    /** The arm of these parameters. @param benchmark full name of the method */
    Arm arm(String benchmark) {
        return new Arm(runtime, via, workload, pace, kernel, Benchmarks.phase(benchmark));
    }

    /** Opens the campaign's world, or makes one; primes what runs around a start. */
    @Setup(Level.Trial)
    public void openAndPrime(BenchmarkParams benchmark, IterationParams iteration) throws IOException {
        Arm arm = arm(benchmark.getBenchmark());
        surroundings = Surroundings.open(arm);
        operations = surroundings.operations(arm);
        watch = surroundings.watch(arm);
        watch.prime(() -> operations.prime(surroundings.trivialProgram()));
        Epilogue.prime(benchmark, iteration);
        turn = surroundings.turn(arm, watch::close);
    }

    /** Makes the next start ready, waits for leave, and runs the untimed lead-in operations that the conductor asks for. */
    @Setup(Level.Iteration)
    public void prepare() throws IOException, InterruptedException {
        operations.prepare();
        for (Go go = turn.await(); go != null; go = turn.await()) {
            if (go.kind() == OperationKind.PROFILED) {
                watch.begin();
            } else if (isMarked(go.kind())) {
                operations.mark();
            }
            operations.arm(go.limit());
            if (pace.equals("isolated")) {
                Thread.sleep(ISOLATED_IDLE_MILLIS);
            }
            startNanos = System.nanoTime();
            if (isIteration(go.kind(), LayerWatch.isWanted())) {
                return;
            }
            operations.launch();
            turn.done(Messages.Done.of(startNanos, operations.finish()));
            operations.prepare();
        }
        throw new IllegalStateException("the conductor asks for no further start of this arm");
    }

    /** Whether the container of an operation leaves a mark, which costs it a little time. */
    public static boolean isMarked(OperationKind kind) {
        return kind != OperationKind.TIMED && kind != OperationKind.PROFILED;
    }

    /**
     * Whether an operation is an iteration of JMH's. Its iterations are the operations that its profilers are to see; the others of a
     * campaign are run by the set-up of the iteration that follows.
     *
     * @param watched whether {@link LayerProfiler} is there
     */
    public static boolean isIteration(OperationKind kind, boolean watched) {
        return kind == OperationKind.WARM_UP || kind == (watched ? OperationKind.PROFILED : OperationKind.TIMED);
    }

    /** What is timed. Returns the exit code. */
    final int timed() {
        return operations.launch();
    }

    /** Reads the counters, cleans up after a failure, reports. */
    @TearDown(Level.Iteration)
    public void report() throws IOException {
        var measured = operations.finish();
        watch.end();
        Ledger.record(measured);
        turn.done(Messages.Done.of(startNanos, measured));
    }

    /** Ends when no other arm would be disturbed. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        watch.close();
        turn.close();
        operations.close();
        surroundings.close();
    }
}
