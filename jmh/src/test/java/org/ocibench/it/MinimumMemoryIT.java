package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Limit;
import org.ocibench.engine.LimitSearch;
import org.ocibench.engine.OperationKind;

/** Searches for the smallest limits, with real containers. */
class MinimumMemoryIT {

    private static final int LONG_ENOUGH = 400;
    private static final Set<FailureClass> OF_TOO_LITTLE_MEMORY = EnumSet.of(FailureClass.OOM_KILL, FailureClass.LIMIT_REFUSED,
            FailureClass.RUNTIME, FailureClass.WORKLOAD, FailureClass.TIMEOUT);

    @TempDir
    private Path folder;

    @Test
    void crunNeedsLessMemoryThanRunc() throws Exception {
        Requirements.needs("crun", "runc");
        Kept kept = search("Minimum", "-p", "runtime=crun,runc", "-p", "via=direct");
        Map<String, LimitSummary> memory = minima(kept, Limit.Kind.MEMORY);
        long crun = memory.get("crun").minimum().orElseThrow().amount();
        long runc = memory.get("runc").minimum().orElseThrow().amount();
        assertTrue(crun < runc, () -> "crun starts with " + crun + " KiB, runc with " + runc);
        for (LimitSummary summary : memory.values()) {
            long minimum = summary.minimum().orElseThrow().amount();
            assertTrue(minimum > Limit.Kind.MEMORY.step(), () -> "a container in one page: no limit was in force for " + summary.arm());
            assertEquals(LimitSearch.STARTS, summary.levels().get(minimum).errors().attempts());
            assertTrue(OF_TOO_LITTLE_MEMORY.containsAll(summary.failures().keySet()), () -> "failures of " + summary.arm() + ": "
                    + summary.failures());
            assertTrue(summary.failures().containsKey(FailureClass.OOM_KILL) || summary.failures().containsKey(FailureClass.LIMIT_REFUSED),
                    () -> "nothing was killed or refused for " + summary.arm() + ": " + summary.failures());
        }
        minima(kept, Limit.Kind.PIDS).values().forEach(summary -> assertTrue(summary.minimum().isPresent(), summary::toString));
        assertKept(kept, 4);
    }

    @Test
    void throughNerdctl() throws Exception {
        Requirements.needs("crun", "containerd", "nerdctl");
        Kept kept = search("MinimumMemory", "-p", "runtime=crun", "-p", "via=nerdctl");
        LimitSummary crun = minima(kept, Limit.Kind.MEMORY).get("crun");
        assertTrue(crun.minimum().isPresent(), crun::toString);
        assertTrue(crun.minimum().get().amount() > Limit.Kind.MEMORY.step(), "no limit was in force");
        assertKept(kept, 1);
    }

    private Kept search(String... arguments) throws Exception {
        Bench.Ended ended = new Bench(folder).limit(LONG_ENOUGH).campaign(arguments);
        Kept kept = ended.kept();
        if (kept.notRun().values().stream().anyMatch(reason -> reason.startsWith("without the cgroup controller"))) {
            Requirements.hostCannot("limit memory and processes: its cgroups lack these controllers");
        }
        ended.exits(0).speaksPlainly();
        return kept;
    }

    private static Map<String, LimitSummary> minima(Kept kept, Limit.Kind kind) {
        Map<String, LimitSummary> byRuntime = new TreeMap<>();
        LimitSummary.of(kept.rows()).stream().filter(summary -> summary.kind() == kind)
                .forEach(summary -> byRuntime.put(summary.arm().runtime(), summary));
        return byRuntime;
    }

    /** Every attempt is in the log, and all files tell what the log tells. */
    private static void assertKept(Kept kept, int searches) throws Exception {
        List<LimitSummary> summaries = LimitSummary.of(kept.rows());
        assertEquals(searches, summaries.size());
        assertEquals(searches, kept.jmh().size());
        assertTrue(kept.rows().stream().allMatch(row -> row.kind() == OperationKind.SEARCH), "something was left on the host");
        for (LimitSummary summary : summaries) {
            long minimum = summary.minimum().orElseThrow().amount();
            String benchmark = summary.kind() == Limit.Kind.MEMORY ? "MinimumMemoryBenchmark" : "MinimumPidsBenchmark";
            JsonNode entry = one(kept.jmh(), e -> e.path("benchmark").asText().endsWith(benchmark + ".search")
                    && e.path("params").path("runtime").asText().equals(summary.arm().runtime()));
            assertEquals(minimum, entry.path("secondaryMetrics").path("minimum").path("score").asLong());
            assertEquals(summary.starts(), entry.path("secondaryMetrics").path("starts").path("score").asInt());
            JsonNode told = one(kept.meta().path("searches"), s -> s.path("arm").asText().equals(summary.arm().key())
                    && s.path("limited").asText().equals(summary.kind().label()));
            assertEquals(minimum, told.path("minimum").asLong());
        }
        long lines = Files.readString(kept.folder().resolve("limits.csv")).lines().count();
        assertEquals(1 + summaries.stream().mapToInt(summary -> summary.levels().size()).sum(), lines);
    }

    private static JsonNode one(JsonNode list, Predicate<JsonNode> which) {
        for (JsonNode node : list) {
            if (which.test(node)) {
                return node;
            }
        }
        throw new AssertionError("not found in " + list);
    }
}
