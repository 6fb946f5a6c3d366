package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.ocibench.benchmark.ContainerProfiler;
import org.ocibench.campaign.BurstRow;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.LayerSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Measurement.Together;
import org.ocibench.engine.OperationKind;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.SingleShotResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Puts the forks of all blocks together as if JMH had run them: one result per arm, one row per block. Failed starts are taken
 * out, counted as {@code discarded} and, by their class, as {@code discarded.timeout} and so on, of bursts with the containers that
 * failed in them as {@code discarded.containers}; what was left on the host is counted as {@code leaks}. Where JMH has nothing,
 * because a fork was killed or the block was cut short, the row is rebuilt from the operation log.
 */
final class Merge {

    private static final String DISCARDED = "discarded";
    private static final long NANOS_PER_MICRO = 1000;
    private static final Fork NO_FORK = new Fork(null, null);

    private final Map<String, Map<Integer, Fork>> forks = new LinkedHashMap<>();
    private int lastBlock;

    /**
     * What JMH gave of one fork.
     *
     * @param params what JMH settled on, or null if it did not come so far
     * @param result its result, or null if it has none
     */
    record Fork(BenchmarkParams params, BenchmarkResult result) {
    }

    /** Adds what a block's forks gave. */
    void add(int block, Collection<ForkRun> runs) {
        runs.forEach(run -> add(block, run.arm(), new Fork(run.transcript().params(), run.result())));
    }

    void add(int block, Arm arm, Fork fork) {
        forks.computeIfAbsent(arm.key(), key -> new TreeMap<>()).put(block, fork);
        lastBlock = Math.max(lastBlock, block);
    }

    /**
     * The merged results, in the order of the arms. An arm without any success is left out: JMH's writer cannot show it.
     *
     * @param plan       the campaign's plan
     * @param rows       the operation log so far
     * @param containers those of bursts so far
     */
    List<RunResult> results(Plan plan, List<OperationRow> rows, List<BurstRow> containers) {
        return plan.arms().stream().flatMap(arm -> result(arm, plan, rows, containers).stream()).toList();
    }

    /** What the layers of each arm used, in the order of the arms; none where nothing was watched. Bursts never are. */
    List<LayerSummary> layers(Plan plan, List<OperationRow> rows) {
        return !plan.watched() ? List.of() : plan.arms().stream()
                .flatMap(arm -> result(arm, plan, rows, List.of()).flatMap(merged -> LayerFigures.of(arm, merged)).stream()).toList();
    }

    private Optional<RunResult> result(Arm arm, Plan plan, List<OperationRow> rows, List<BurstRow> containers) {
        List<OperationRow> own = rows.stream().filter(row -> row.arm().equals(arm.key())).toList();
        return own.stream().anyMatch(row -> row.timed() && row.succeeded())
                ? Optional.of(merged(arm, plan, own, containers.stream().filter(r -> r.timed() && r.arm().equals(arm.key())).toList()))
                : Optional.empty();
    }

    private RunResult merged(Arm arm, Plan plan, List<OperationRow> own, List<BurstRow> together) {
        Map<Integer, Fork> mine = forks.getOrDefault(arm.key(), Map.of());
        BenchmarkParams known = mine.values().stream().map(Fork::params).filter(Objects::nonNull)
                .findFirst().orElseThrow(() -> new IllegalStateException("JMH never settled the parameters of " + arm));
        List<Integer> blocks = new ArrayList<>();
        for (int block = 1; block <= plan.blocks().size(); block++) {
            // A parked arm has no fork in the blocks after it was parked; its rows there are empty, so that rows pair up.
            if (block <= lastBlock && plan.setting(block).equals(Setting.of(arm))) {
                blocks.add(block);
            }
        }
        SortedSet<FailureClass> classes = new TreeSet<>();
        own.stream().filter(row -> row.timed() && !row.succeeded()).map(OperationRow::failure).forEach(classes::add);
        BenchmarkParams params = params(known, arm, blocks.size());
        Watched watched = plan.watched() ? new Watched(mine.values().stream().flatMap(fork -> iterations(fork).stream()).toList())
                : null;
        List<BenchmarkResult> perBlock = new ArrayList<>();
        for (int block : blocks) {
            int wanted = block;
            List<OperationRow> ofBlock = own.stream().filter(r -> r.block() == wanted).toList();
            List<BurstRow> togetherInBlock = together.stream().filter(r -> r.block() == wanted).toList();
            BenchmarkResult result = block(params, mine.getOrDefault(block, NO_FORK), ofBlock, togetherInBlock, watched);
            if (arm.burst() != null) {
                result.addBenchmarkResult(count(DISCARDED + ".containers",
                        togetherInBlock.stream().filter(row -> !row.succeeded()).count()));
            }
            // A class that occurred in one block is told of each, so that the rows pair up.
            classes.forEach(failure -> result.addBenchmarkResult(count(DISCARDED + "." + failure.label(),
                    ofBlock.stream().filter(row -> row.timed() && row.failure() == failure).count())));
            result.addBenchmarkResult(count("leaks", ofBlock.stream().filter(row -> row.failure() == FailureClass.LEAK).count()));
            perBlock.add(result);
        }
        return new RunResult(params, perBlock);
    }

    private static List<IterationResult> iterations(Fork fork) {
        return fork.result() == null ? List.of() : List.copyOf(fork.result().getIterationResults());
    }

    /** @param watched null where the timed operations are JMH's iterations */
    private static BenchmarkResult block(BenchmarkParams params, Fork fork, List<OperationRow> ofBlock, List<BurstRow> together,
            Watched watched) {
        List<OperationRow> timed = ofBlock.stream().filter(OperationRow::timed).toList();
        List<OperationRow> seen = watched == null ? timed
                : ofBlock.stream().filter(row -> row.kind() == OperationKind.PROFILED).toList();
        Map<Place, IterationResult> iterations = byPlace(seen, iterations(fork));
        List<IterationResult> kept = new ArrayList<>();
        for (OperationRow row : timed) {
            if (row.succeeded()) {
                IterationResult iteration = iterations.get(Place.of(row));
                if (watched != null) {
                    IterationResult unwatched = rebuilt(params, row, together);
                    watched.addTo(unwatched, iteration);
                    kept.add(unwatched);
                } else {
                    kept.add(iteration == null ? rebuilt(params, row, together) : iteration);
                }
            }
        }
        BenchmarkResult result = new BenchmarkResult(params, kept, fork.result() == null ? null : fork.result().getMetadata());
        result.addBenchmarkResult(count(DISCARDED, timed.stream().filter(r -> !r.succeeded()).count()));
        return result;
    }

    private record Place(int cycle, int shot) {
        static Place of(OperationRow row) {
            return new Place(row.cycle(), row.shot());
        }
    }

    // Empty where JMH's iterations cannot be told apart because one is missing.
    private static Map<Place, IterationResult> byPlace(List<OperationRow> rows, List<IterationResult> iterations) {
        Map<Place, IterationResult> found = new HashMap<>();
        if (rows.size() == iterations.size()) {
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).succeeded()) {
                    found.put(Place.of(rows.get(i)), iterations.get(i));
                }
            }
        }
        return found;
    }

    private static ScalarResult count(String what, long count) {
        return new ScalarResult(what, count, "containers", AggregationPolicy.SUM);
    }

    private static IterationResult rebuilt(BenchmarkParams params, OperationRow row, List<BurstRow> together) {
        IterationParams iteration = new IterationParams(IterationType.MEASUREMENT, params.getMeasurement().getCount(),
                TimeValue.NONE, 1);
        IterationResult result = new IterationResult(params, iteration, null);
        // JMH labels a result by the method, and combines only equal labels.
        String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        result.addResult(new SingleShotResult(ResultRole.PRIMARY, method, row.wallNanos(), 1, TimeUnit.MICROSECONDS));
        List<Together> containers = together.stream().filter(one -> one.cycle() == row.cycle() && one.shot() == row.shot())
                .map(one -> new Together(one.startMicros() * NANOS_PER_MICRO, one.wallNanos(), one.exit(), one.failure())).toList();
        ContainerProfiler.of(row.cpuMicros(), row.peakBytes(), 0, row.wallNanos(), containers).forEach(result::addResult);
        return result;
    }

    // JMH fixes the number of forks when it starts one; a campaign's row count is known only afterwards.
    private static BenchmarkParams params(BenchmarkParams known, Arm arm, int forks) {
        WorkloadParams workload = new WorkloadParams();
        int position = 0;
        for (Map.Entry<String, String> param : arm.params().entrySet()) {
            workload.put(param.getKey(), param.getValue(), position++);
        }
        return new BenchmarkParams(known.getBenchmark(), known.generatedBenchmark(), known.shouldSynchIterations(),
                known.getThreads(), known.getThreadGroups(), known.getThreadGroupLabels(), forks, known.getWarmupForks(),
                known.getWarmup(), known.getMeasurement(), known.getMode(), workload, known.getTimeUnit(),
                known.getOpsPerInvocation(), known.getJvm(), known.getJvmArgs(), known.getJdkVersion(), known.getVmName(),
                known.getVmVersion(), known.getJmhVersion(), known.getTimeout());
    }
}
