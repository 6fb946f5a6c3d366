package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.HostState;
import org.ocibench.engine.OperationKind;
import org.ocibench.schedule.Plan;

/** The folder that a campaign left. */
record Kept(Path folder, JsonNode jmh, JsonNode meta, List<OperationRow> rows) {

    private static final int CAMPAIGN_DEPTH = 3;
    private static final Set<OperationKind> STARTS =
            EnumSet.of(OperationKind.WARM_UP, OperationKind.LEAD_IN, OperationKind.TIMED, OperationKind.PROFILED);

    /** The folder of the only campaign below these results. */
    static Kept only(Path results) throws IOException {
        try (Stream<Path> paths = Files.walk(results)) {
            List<Path> logs = paths.filter(p -> p.getFileName().toString().startsWith("ops.csv")).toList();
            assertEquals(1, logs.size(), () -> "one campaign expected, found " + logs);
            Path folder = logs.get(0).getParent();
            return new Kept(folder, Bench.json(folder.resolve("jmh.json")), Bench.json(folder.resolve("meta.json")),
                    OperationLog.read(folder));
        }
    }

    /**
     * What a campaign that was killed left below these results: empty if it had no folder yet; nothing for the files that were
     * not there yet. A file that is there must be whole.
     */
    static Optional<Kept> ofDead(Path results) throws IOException {
        Path folder = folderOf(results);
        if (folder == null) {
            return Optional.empty();
        }
        boolean logged = Files.exists(folder.resolve(OperationLog.OPEN_NAME))
                || Files.exists(folder.resolve(OperationLog.CLOSED_NAME));
        return Optional.of(new Kept(folder, jsonIfThere(folder.resolve("jmh.json")), jsonIfThere(folder.resolve("meta.json")),
                logged ? OperationLog.read(folder) : List.of()));
    }

    /** The rows that tell of starts. */
    List<OperationRow> starts() {
        return rows.stream().filter(row -> STARTS.contains(row.kind())).toList();
    }

    /** The folder of the only campaign below these results, or null. It lies below the machine's and the day's. */
    static Path folderOf(Path results) throws IOException {
        if (Files.notExists(results)) {
            return null;
        }
        try (Stream<Path> paths = Files.walk(results, CAMPAIGN_DEPTH)) {
            List<Path> folders = paths.filter(p -> p.getNameCount() == results.getNameCount() + CAMPAIGN_DEPTH).toList();
            assertTrue(folders.size() <= 1, () -> "one campaign expected, found " + folders);
            return folders.isEmpty() ? null : folders.get(0);
        }
    }

    private static JsonNode jsonIfThere(Path file) throws IOException {
        return Files.exists(file) ? Bench.json(file) : MissingNode.getInstance();
    }

    /** The campaign's token. */
    String token() {
        String name = folder.getFileName().toString();
        return "ocib-" + name.substring(name.lastIndexOf('-') + 1);
    }

    /** Arms with at least one row, in order of appearance. */
    Set<String> arms() {
        return rows.stream().map(OperationRow::arm).collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    /** Key of the arm with this runtime and way. */
    String arm(String runtime, String via) {
        return arms().stream().filter(key -> key.startsWith(runtime + "/" + via + "/")).findFirst()
                .orElseThrow(() -> new AssertionError("no arm " + runtime + "/" + via + " in " + arms()));
    }

    List<OperationRow> timed(String arm) {
        return rows.stream().filter(row -> row.timed() && row.arm().equals(arm)).toList();
    }

    /** Failed starts and finds between starts of an arm, counted by class and layer, for people. */
    Map<String, Long> failures(String arm, Predicate<OperationRow> which) {
        return rows.stream().filter(row -> row.arm().equals(arm) && !row.succeeded() && which.test(row)).collect(Collectors.groupingBy(
                row -> row.failure().label() + " (layer " + row.layer().label() + ")", TreeMap::new, Collectors.counting()));
    }

    /** Median of a figure over the successful timed operations of an arm. */
    double median(String arm, ToDoubleFunction<OperationRow> figure) {
        double[] values = timed(arm).stream().filter(OperationRow::succeeded).mapToDouble(figure).toArray();
        return OrderStatistics.of(values).median();
    }

    long successes(String arm) {
        return timed(arm).stream().filter(OperationRow::succeeded).count();
    }

    /** Arms in jmh.json with their entries. */
    Map<String, JsonNode> entries() {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        for (JsonNode entry : jmh) {
            JsonNode params = entry.path("params");
            String benchmark = entry.path("benchmark").asText();
            Arm plain = new Arm(params.path("runtime").asText(), params.path("via").asText(), params.path("workload").asText(),
                    params.path("pace").asText(), params.path("kernel").asText());
            Arm arm = benchmark.equals(Benchmarks.BURST) ? plain.with(new Burst(params.path("together").asInt(),
                    new HostState(params.path("idle").asInt(), params.path("mounts").asInt()))) : plain.with(Benchmarks.phase(benchmark));
            assertNull(entries.put(arm.key(), entry), () -> "two entries of " + arm);
        }
        return entries;
    }

    JsonNode metaOf(String arm) {
        for (JsonNode entry : meta.path("arms")) {
            if (entry.path("arm").asText().equals(arm)) {
                return entry;
            }
        }
        throw new AssertionError("meta.json knows no arm " + arm);
    }

    /** Reasons by arm of those that could not run. */
    Map<String, String> notRun() {
        Map<String, String> reasons = new TreeMap<>();
        meta.path("notRun").forEach(n -> reasons.put(n.path("arm").asText(), n.path("reason").asText()));
        return reasons;
    }

    /**
     * Every timed operation of the log is in jmh.json or counted as discarded there (for an arm without any success: in
     * meta.json), in the block it ran in; and jmh.json has nothing else.
     */
    void assertConsistent() {
        Map<String, JsonNode> entries = entries();
        Set<String> succeeded = arms().stream().filter(arm -> successes(arm) > 0).collect(Collectors.toSet());
        assertEquals(succeeded, entries.keySet(), "arms with a success, and arms in jmh.json");
        Set<String> unable = notRun().keySet();
        for (String arm : arms()) {
            List<OperationRow> timed = timed(arm);
            if (unable.contains(arm)) {
                // What its probe left is in the log.
                assertEquals(List.of(), timed, () -> "starts of " + arm + ", which could not run");
                continue;
            }
            JsonNode described = metaOf(arm);
            long failures = timed.size() - successes(arm);
            assertAll("meta.json on " + arm,
                    () -> assertEquals(timed.size(), described.path("attempts").asLong(), "attempts"),
                    () -> assertEquals(successes(arm), described.path("successes").asLong(), "successes"),
                    () -> assertEquals(failures, sum(described.path("failures")), "failures"),
                    () -> assertEquals(successes(arm) > 0, described.path("inJmhJson").asBoolean(), "inJmhJson"));
            if (entries.containsKey(arm)) {
                assertConsistent(arm, entries.get(arm), timed, failures);
            }
        }
    }

    private void assertConsistent(String arm, JsonNode entry, List<OperationRow> timed, long failures) {
        JsonNode data = entry.path("primaryMetric").path("rawData");
        Arm of = Arm.ofKey(arm);
        String setting = of.burst() == null ? of.kernel() : of.kernel() + "/" + of.timed();
        List<Integer> begun = rows.stream().map(OperationRow::block).distinct()
                .filter(block -> meta.path("plan").path("blocks").path(block - 1).asText().equals(setting)).toList();
        // A block that was ended before its first operation has a row too, an empty one.
        int empty = !meta.path("complete").asBoolean() && data.size() > begun.size() && data.path(begun.size()).isEmpty() ? 1 : 0;
        assertEquals(begun.size() + empty, data.size(), () -> "rows of " + arm + " in jmh.json, one for each block " + begun);
        assertEquals(data.size(), entry.path("forks").asInt(), "forks");
        for (int i = 0; i < begun.size(); i++) {
            int block = begun.get(i);
            List<OperationRow> rowsOfBlock = timed.stream().filter(r -> r.block() == block && r.succeeded()).toList();
            JsonNode values = data.get(i);
            assertEquals(rowsOfBlock.size(), values.size(), () -> "values of " + arm + " in block " + block);
            for (int k = 0; k < values.size(); k++) {
                assertSameStart(rowsOfBlock.get(k), values.get(k).asDouble());
            }
        }
        JsonNode secondary = entry.path("secondaryMetrics");
        assertEquals(failures, secondary.path("discarded").path("score").asLong(), () -> "discarded of " + arm);
        for (String metric : List.of("cpu", "peakMemory", "failures")) {
            if (secondary.has(metric)) {
                assertEquals(lengths(data), lengths(secondary.path(metric).path("rawData")), () -> metric + " of " + arm);
            }
        }
    }

    /**
     * Asserts for the jmh.json of a dead campaign, with one kernel setting, that each of its values is in the log.
     *
     * @return how many it holds
     */
    int assertNothingInvented() {
        int count = 0;
        for (Map.Entry<String, JsonNode> entry : entries().entrySet()) {
            int block = 0;
            for (JsonNode values : entry.getValue().path("primaryMetric").path("rawData")) {
                int number = ++block;
                List<OperationRow> logged = timed(entry.getKey()).stream()
                        .filter(row -> row.block() == number && row.succeeded()).toList();
                assertTrue(values.size() <= logged.size(), () -> values.size() + " values in jmh.json and " + logged.size()
                        + " in the log of " + entry.getKey() + " in block " + number);
                for (int k = 0; k < values.size(); k++) {
                    assertSameStart(logged.get(k), values.get(k).asDouble());
                }
                count += values.size();
            }
        }
        return count;
    }

    /**
     * Asserts that only the log's end may be missing: no operation before it is, nor, unless one failed, a turn or a cycle.
     * An arm without its fork, or that is parked, has no further turns.
     */
    void assertNoGaps() {
        List<OperationRow> starts = starts();
        int arms = starts.stream().mapToInt(OperationRow::position).max().orElse(0);
        boolean allTurns = starts.stream().allMatch(OperationRow::succeeded);
        for (int i = 1; i < starts.size(); i++) {
            OperationRow before = starts.get(i - 1);
            OperationRow row = starts.get(i);
            assertTrue(row.cycle() == 0 || isNextOfTurn(row, before)
                    || row.shot() == 0 && !isSameTurn(row, before) && (!allTurns || isNextTurn(row, before, arms)),
                    () -> "something is missing in the log between " + before + " and " + row);
        }
    }

    // A fork that dies after an operation has a row of its own for it.
    private static boolean isNextOfTurn(OperationRow row, OperationRow before) {
        int steps = row.shot() - before.shot();
        return isSameTurn(row, before) && (steps == 1 || steps == 0 && Witness.isOfLostFork(row));
    }

    private static boolean isSameTurn(OperationRow row, OperationRow before) {
        return row.block() == before.block() && row.cycle() == before.cycle() && row.position() == before.position();
    }

    private static boolean isNextTurn(OperationRow row, OperationRow before, int arms) {
        boolean afterWarmUp = before.cycle() == 0;
        boolean wholeCycle = before.position() == arms;
        return row.block() == before.block() && (afterWarmUp || before.shot() == Plan.TIMED_PER_TURN)
                && (row.cycle() == before.cycle() ? row.position() == before.position() + 1
                        : row.cycle() == before.cycle() + 1 && row.position() == 1 && (afterWarmUp || wholeCycle));
    }

    // JMH's clock runs around the launch that the log's clock times, and stops before the next operation on the host starts.
    private void assertSameStart(OperationRow row, double micros) {
        double wall = row.wallNanos() / 1000.0;
        int next = rows.indexOf(row) + 1;
        double latest = next == rows.size() ? Double.MAX_VALUE : rows.get(next).startMicros() - row.startMicros() + 1;
        assertTrue(micros >= wall - 1 && micros <= latest,
                () -> micros + " us in jmh.json is not the start of " + wall + " us in " + row);
    }

    /** Every timed operation follows one of its own arm, every other one names the operation before it. */
    void assertTurns() {
        for (OperationRow row : rows) {
            if (row.timed()) {
                assertEquals(row.arm(), row.predecessor(), () -> "predecessor of " + row);
            }
        }
        List<OperationRow> starts = rows.stream().filter(OperationRow::isStart).toList();
        IntStream.range(1, starts.size()).filter(i -> starts.get(i).block() == starts.get(i - 1).block())
                .forEach(i -> assertEquals(starts.get(i - 1).arm(), starts.get(i).predecessor(),
                        () -> "predecessor of " + starts.get(i)));
        for (int i = 1; i < starts.size(); i++) {
            OperationRow before = starts.get(i - 1);
            OperationRow row = starts.get(i);
            assertTrue(row.startMicros() >= before.startMicros() + before.wallNanos() / 1000 - 1,
                    () -> "two operations at once: " + before + " and " + row);
        }
    }

    /** The arms in the order of their turns. */
    List<String> order() {
        List<String> order = new ArrayList<>();
        rows.stream().filter(row -> row.cycle() > 0).map(row -> row.block() + "/" + row.cycle() + " " + row.arm())
                .filter(turn -> order.isEmpty() || !Objects.equals(order.get(order.size() - 1), turn)).forEach(order::add);
        return order;
    }

    private static long sum(JsonNode numbers) {
        long sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asLong();
        }
        return sum;
    }

    private static List<Integer> lengths(JsonNode rows) {
        List<Integer> lengths = new ArrayList<>();
        rows.forEach(row -> lengths.add(row.size()));
        return lengths;
    }
}
