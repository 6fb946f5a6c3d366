package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ocibench.benchmark.ContainerProfiler;
import org.ocibench.benchmark.TinyBenchmark;
import org.ocibench.campaign.BurstRow;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.LayerSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.HostState;
import org.ocibench.engine.Layer;
import org.ocibench.engine.LayerMetric;
import org.ocibench.engine.OperationKind;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.SingleShotResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Merged results beside what stock JMH makes of a benchmark of the same shape. */
class MergeTest {

    private static final int STARTS = 4;
    private static final Arm CRUN = new Arm("crun", "direct", "exit", "burst", "default");
    private static final Arm RUNC = new Arm("runc", "direct", "exit", "burst", "default");
    private static final Arm QUIET = new Arm("crun", "direct", "exit", "burst", "quiet");

    private static RunResult stock;

    private final Merge merge = new Merge();
    private final List<OperationRow> rows = new ArrayList<>();
    private final List<BurstRow> containers = new ArrayList<>();

    @BeforeAll
    static void runStockJmh() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true");
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                .include("^" + TinyBenchmark.class.getName().replace(".", "\\.") + "\\.tiny$")
                .forks(1).warmupIterations(1).measurementIterations(STARTS).verbosity(VerboseMode.SILENT)
                .jvmArgs("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1").addProfiler(ContainerProfiler.class).build()).run();
        stock = results.iterator().next();
    }

    private static Plan plan(List<Arm> arms, String... blocks) {
        return new Plan(arms, List.of(blocks), 1, STARTS, 1, 7);
    }

    /** A fork that JMH saw to its end. */
    private static Merge.Fork whole() {
        return new Merge.Fork(stock.getParams(), stock.getBenchmarkResults().iterator().next());
    }

    /** A fork that was killed: JMH gives nothing of it. */
    private static Merge.Fork killed() {
        return new Merge.Fork(stock.getParams(), null);
    }

    private void logged(int block, Arm arm, boolean... succeeded) {
        row(block, arm, 0, OperationKind.WARM_UP, true);
        row(block, arm, 0, OperationKind.LEAD_IN, true);
        for (int i = 0; i < succeeded.length; i++) {
            row(block, arm, i + 1, OperationKind.TIMED, succeeded[i]);
        }
    }

    private void row(int block, Arm arm, int shot, OperationKind kind, boolean succeeded) {
        rows.add(new OperationRow(block, 1, 1, shot, kind, "", arm.key(), rows.size() * 10L, "run", 8_000_500 + shot * 1000L,
                OptionalLong.of(6200 + shot), OptionalLong.of(6100), OptionalLong.of(1_363_149), succeeded ? 42 : 1,
                succeeded ? null : kind == OperationKind.CHECK ? FailureClass.LEAK : FailureClass.RUNTIME,
                succeeded ? null : Layer.RUNTIME, succeeded ? "" : "0a1b2c3d", 2000));
    }

    private JsonNode merged(Plan plan) throws IOException {
        return new ObjectMapper().readTree(JmhResults.json(merge.results(plan, rows, containers)));
    }

    private static JsonNode stockJson() throws IOException {
        return new ObjectMapper().readTree(JmhResults.text(List.of(stock), ResultFormatType.JSON)).get(0);
    }

    /** Paths of all keys; the elements of an array are one. */
    private static void paths(String at, JsonNode node, Set<String> found) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> {
                found.add(at + "/" + field.getKey());
                paths(at + "/" + field.getKey(), field.getValue(), found);
            });
        } else if (node.isArray()) {
            node.forEach(element -> paths(at + "[]", element, found));
        } else {
            found.add(at + ":" + node.getNodeType());
        }
    }

    private static Set<String> paths(JsonNode node) {
        Set<String> found = new TreeSet<>();
        paths("", node, found);
        return found;
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<Integer> rowLengths(JsonNode rawData) {
        List<Integer> lengths = new ArrayList<>();
        rawData.forEach(row -> lengths.add(row.size()));
        return lengths;
    }

    @Test
    void theKeyTreeIsThatOfStockJmhAndDiscarded() throws IOException {
        merge.add(1, CRUN, whole());
        merge.add(2, CRUN, killed());
        logged(1, CRUN, true, false, true, true);
        logged(2, CRUN, true, true, true);
        JsonNode entry = merged(plan(List.of(CRUN), "default", "default")).get(0);
        String discarded = "/secondaryMetrics/discarded";
        assertEquals(paths(stockJson()), paths(entry).stream()
                .filter(p -> !p.startsWith(discarded) && !p.startsWith("/secondaryMetrics/leaks")).collect(Collectors.toSet()));
        // A result of a whole fork: JMH writes no raw data of such.
        assertEquals(keys(entry.at("/secondaryMetrics/failures")), keys(entry.at(discarded)));
        for (String key : List.of("score", "scoreError")) {
            assertTrue(entry.get("primaryMetric").get(key).isNumber(), key);
        }
        assertEquals("us/op", entry.at("/primaryMetric/scoreUnit").asText());
    }

    @Test
    void wholeForksKeepWhatJmhMeasured() throws IOException {
        merge.add(1, CRUN, whole());
        merge.add(2, CRUN, whole());
        logged(1, CRUN, true, true, true, true);
        logged(2, CRUN, true, true, true, true);
        JsonNode entry = merged(plan(List.of(CRUN), "default", "default")).get(0);
        JsonNode measured = stockJson().at("/primaryMetric/rawData/0");
        assertEquals(2, entry.get("forks").asInt());
        assertEquals(measured, entry.at("/primaryMetric/rawData/0"));
        assertEquals(measured, entry.at("/primaryMetric/rawData/1"));
        assertEquals(0, entry.at("/secondaryMetrics/discarded/score").asDouble(-1));
        assertEquals(CRUN.params(), new ObjectMapper().convertValue(entry.get("params"), java.util.Map.class));
    }

    @Test
    void failedOperationsAreMaskedInAllMetricsAndCounted() throws IOException {
        merge.add(1, CRUN, whole());
        logged(1, CRUN, true, false, true, false);
        JsonNode entry = merged(plan(List.of(CRUN), "default")).get(0);
        JsonNode measured = stockJson().at("/primaryMetric/rawData/0");
        JsonNode kept = entry.at("/primaryMetric/rawData/0");
        assertEquals(List.of(measured.get(0), measured.get(2)), List.of(kept.get(0), kept.get(1)));
        for (String metric : List.of("cpu", "peakMemory", "failures")) {
            assertEquals(List.of(2), rowLengths(entry.at("/secondaryMetrics/" + metric + "/rawData")), metric);
        }
        assertEquals(2, entry.at("/secondaryMetrics/discarded/score").asDouble());
        assertEquals(2, entry.at("/secondaryMetrics/discarded.runtime/score").asDouble());
        assertEquals(0, entry.at("/secondaryMetrics/leaks/score").asDouble(-1));
    }

    /** What was found between starts is no attempt: it is counted, and changes nothing else. */
    @Test
    void leaksAreCountedByBlock() throws IOException {
        merge.add(1, CRUN, whole());
        merge.add(2, CRUN, whole());
        logged(1, CRUN, true, true, true, true);
        logged(2, CRUN, true, true, true, true);
        List<List<Integer>> before = rawLengths();
        row(2, CRUN, 0, OperationKind.CHECK, false);
        JsonNode entry = merged(plan(List.of(CRUN), "default", "default")).get(0);
        assertEquals(1, entry.at("/secondaryMetrics/leaks/score").asDouble(-1));
        assertEquals(before, rawLengths());
        assertEquals(0, entry.at("/secondaryMetrics/discarded/score").asDouble(-1));
    }

    private List<List<Integer>> rawLengths() throws IOException {
        JsonNode entry = merged(plan(List.of(CRUN), "default", "default")).get(0);
        return List.of(rowLengths(entry.at("/primaryMetric/rawData")), rowLengths(entry.at("/secondaryMetrics/cpu/rawData")));
    }

    @Test
    void aKilledForksRowIsRebuiltFromTheLog() throws IOException {
        merge.add(1, CRUN, killed());
        logged(1, CRUN, true, true, false);
        JsonNode entry = merged(plan(List.of(CRUN), "default")).get(0);
        assertEquals("[[8001.5,8002.5]]", entry.at("/primaryMetric/rawData").toString());
        assertEquals("[[6201.0,6202.0]]", entry.at("/secondaryMetrics/cpu/rawData").toString());
        assertEquals("[[1363149.0,1363149.0]]", entry.at("/secondaryMetrics/peakMemory/rawData").toString());
        assertEquals(1, entry.at("/secondaryMetrics/discarded/score").asDouble());
    }

    @Test
    void aKilledForksBurstsAreRebuiltWithTheirContainers() throws IOException {
        Arm burst = CRUN.with(new Burst(2, HostState.NONE));
        merge.add(1, burst, killed());
        logged(1, burst, true, false);
        for (int index = 1; index <= 2; index++) {
            containers.add(new BurstRow(1, 1, burst.key(), 0, index, 0, 9_999_000, 42, null));
            containers.add(new BurstRow(1, 1, burst.key(), 1, index, 100 + 30L * index, 4_000_000L * index, 42, null));
            containers.add(new BurstRow(1, 1, burst.key(), 2, index, 0, 1_000_000, 1, index == 1 ? null : FailureClass.RUNTIME));
        }
        JsonNode entry = merged(plan(List.of(burst), "default/together-2")).get(0);
        assertEquals("[[8001.5]]", entry.at("/primaryMetric/rawData").toString());
        assertEquals("[[6000.0]]", entry.at("/secondaryMetrics/containerMedian/rawData").toString());
        assertEquals("[[8000.0]]", entry.at("/secondaryMetrics/containerMax/rawData").toString());
        assertEquals("[[30.0]]", entry.at("/secondaryMetrics/launchSkew/rawData").toString());
        assertEquals(2e6 / 8001.5, entry.at("/secondaryMetrics/containersPerSecond/rawData/0/0").asDouble(), 1e-9);
        assertEquals(1, entry.at("/secondaryMetrics/discarded/score").asDouble());
        assertEquals(1, entry.at("/secondaryMetrics/discarded.containers/score").asDouble());
        assertEquals("2", entry.at("/params/together").asText());
    }

    @Test
    void aForkThatLostItsLastIterationsIsRebuiltToo() throws IOException {
        BenchmarkResult given = whole().result();
        List<IterationResult> two = List.copyOf(given.getIterationResults()).subList(0, 2);
        merge.add(1, CRUN, new Merge.Fork(stock.getParams(), new BenchmarkResult(stock.getParams(), two)));
        logged(1, CRUN, true, true, true);
        assertEquals("[[8001.5,8002.5,8003.5]]",
                merged(plan(List.of(CRUN), "default")).at("/0/primaryMetric/rawData").toString());
    }

    @Test
    void everyBlockHasARowAlsoWhereNothingSucceeded() throws IOException {
        merge.add(1, CRUN, killed());
        merge.add(2, CRUN, whole());
        merge.add(3, CRUN, new Merge.Fork(null, null));
        logged(1, CRUN, false, false);
        logged(2, CRUN, true, true, true, true);
        JsonNode entry = merged(plan(List.of(CRUN), "default", "default", "default")).get(0);
        assertEquals(List.of(0, STARTS, 0), rowLengths(entry.at("/primaryMetric/rawData")));
        assertEquals(3, entry.get("forks").asInt());
        assertEquals(2, entry.at("/secondaryMetrics/discarded/score").asDouble());
    }

    @Test
    void anArmWithoutAnySuccessIsLeftOut() throws IOException {
        merge.add(1, CRUN, whole());
        merge.add(1, RUNC, killed());
        logged(1, RUNC, false, false, false);
        logged(1, CRUN, true, true, true, true);
        JsonNode all = merged(plan(List.of(RUNC, CRUN), "default"));
        assertEquals(1, all.size());
        assertEquals("crun", all.at("/0/params/runtime").asText());
    }

    @Test
    void aParkedArmHasEmptyRowsForTheBlocksAfterwards() throws IOException {
        merge.add(1, CRUN, whole());
        logged(1, CRUN, true, true, true, true);
        for (int block = 1; block <= 3; block++) {
            merge.add(block, RUNC, whole());
            logged(block, RUNC, true, true, true, true);
        }
        JsonNode entry = merged(plan(List.of(CRUN, RUNC), "default", "default", "default")).get(0);
        assertEquals(3, entry.get("forks").asInt());
        assertEquals(List.of(STARTS, 0, 0), rowLengths(entry.at("/primaryMetric/rawData")));
    }

    @Test
    void anArmHasRowsForTheBlocksOfItsKernelSettingOnly() throws IOException {
        for (int block = 1; block <= 4; block++) {
            Arm arm = block % 2 == 0 ? CRUN : QUIET;
            merge.add(block, arm, whole());
            logged(block, arm, true, true, true, true);
        }
        JsonNode all = merged(plan(List.of(CRUN, QUIET), "quiet", "default", "quiet", "default"));
        assertEquals(2, all.size());
        all.forEach(entry -> assertEquals(List.of(STARTS, STARTS), rowLengths(entry.at("/primaryMetric/rawData"))));
        assertEquals(List.of("default", "quiet"),
                List.of(all.at("/0/params/kernel").asText(), all.at("/1/params/kernel").asText()));
    }

    @Test
    void blocksThatWereNotReachedHaveNoRow() throws IOException {
        merge.add(1, CRUN, whole());
        logged(1, CRUN, true, true, true, true);
        JsonNode entry = merged(plan(List.of(CRUN), "default", "default", "default")).get(0);
        assertEquals(1, entry.get("forks").asInt());
        assertEquals(List.of(STARTS), rowLengths(entry.at("/primaryMetric/rawData")));
    }

    private static Plan watched() {
        return new Plan(List.of(CRUN), List.of("default"), 1, STARTS, 1, 7, true);
    }

    /** A fork whose watched starts found 100, 101 and so on. */
    private static Merge.Fork watchedFork(int starts) {
        List<IterationResult> iterations = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            IterationResult iteration = new IterationResult(stock.getParams(), null, null);
            iteration.addResult(new SingleShotResult(ResultRole.PRIMARY, "run", 99_000_000, 1, TimeUnit.MICROSECONDS));
            ContainerProfiler.of(OptionalLong.of(99_000), OptionalLong.of(99), 0, 99_000_000, List.of()).forEach(iteration::addResult);
            iteration.addResult(new ScalarResult("layers.runtime.cpu", 100 + i, "us", AggregationPolicy.AVG));
            iteration.addResult(new ScalarResult("layers.incomplete", 0, "starts", AggregationPolicy.AVG));
            iterations.add(iteration);
        }
        return new Merge.Fork(stock.getParams(), new BenchmarkResult(stock.getParams(), iterations));
    }

    @Test
    void unwatchedTimesHaveTheMetricsOfTheWatchedStarts() throws IOException {
        merge.add(1, CRUN, watchedFork(STARTS));
        logged(1, CRUN, true, false, true, true);
        for (int shot = 1; shot <= STARTS; shot++) {
            row(1, CRUN, shot, OperationKind.PROFILED, shot != 3);
        }
        JsonNode entry = merged(watched()).get(0);
        assertEquals("[[8001.5,8003.5,8004.5]]", entry.at("/primaryMetric/rawData").toString());
        assertEquals("[[6201.0,6203.0,6204.0]]", entry.at("/secondaryMetrics/cpu/rawData").toString());
        assertEquals("[[100.0,0.0,103.0]]", entry.at("/secondaryMetrics/layers.runtime.cpu/rawData").toString());
        assertEquals("[[0.0,1.0,0.0]]", entry.at("/secondaryMetrics/layers.incomplete/rawData").toString(),
                "the third watched start failed");
        assertEquals(1, entry.at("/secondaryMetrics/discarded/score").asDouble());
    }

    @Test
    void aForkWhoseWatchedStartsAreNotAllThereTellsNoneOfThem() throws IOException {
        merge.add(1, CRUN, watchedFork(STARTS - 1));
        logged(1, CRUN, true, true, true, true);
        for (int shot = 1; shot <= STARTS; shot++) {
            row(1, CRUN, shot, OperationKind.PROFILED, true);
        }
        JsonNode entry = merged(watched()).get(0);
        assertEquals(List.of(STARTS), rowLengths(entry.at("/primaryMetric/rawData")));
        assertEquals("[[1.0,1.0,1.0,1.0]]", entry.at("/secondaryMetrics/layers.incomplete/rawData").toString());
        assertEquals(List.of(), merge.layers(watched(), rows));
    }

    @Test
    void layersAreSummedUpByArm() {
        merge.add(1, CRUN, watchedFork(STARTS));
        logged(1, CRUN, true, true, true, true);
        for (int shot = 1; shot <= STARTS; shot++) {
            row(1, CRUN, shot, OperationKind.PROFILED, true);
        }
        LayerSummary summary = merge.layers(watched(), rows).get(0);
        assertEquals(STARTS, summary.n());
        assertEquals(101.5, summary.mean(CostLayer.RUNTIME, LayerMetric.CPU).orElseThrow().value());
        assertEquals(List.of(), merge.layers(plan(List.of(CRUN), "default"), rows));
    }

    @Test
    void noPathOfThisMachineIsKept() throws IOException {
        merge.add(1, CRUN, whole());
        logged(1, CRUN, true, true, true, true);
        JsonNode entry = merged(plan(List.of(CRUN), "default")).get(0);
        assertEquals("java", entry.get("jvm").asText());
        assertFalse(entry.get("jvmArgs").toString().contains("/"), entry.get("jvmArgs")::toString);
        assertEquals("-XX:+UseSerialGC", entry.at("/jvmArgs/0").asText());
    }

    @ParameterizedTest
    @EnumSource(ResultFormatType.class)
    void everyFormatOfJmhCanWriteAnEmptyRow(ResultFormatType format) {
        merge.add(1, CRUN, killed());
        merge.add(2, CRUN, whole());
        logged(1, CRUN, false);
        logged(2, CRUN, true, true, true, true);
        String text = JmhResults.text(merge.results(plan(List.of(CRUN), "default", "default"), rows, containers), format);
        assertTrue(text.contains("crun"), text);
        assertTrue(text.contains("discarded"), text);
    }
}
