package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Limit;
import org.ocibench.engine.LimitSearch;
import org.ocibench.engine.OperationKind;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class LimitResultsTest {

    /** A search whose starts of 5 ms succeed from 208 KiB on. */
    private static LimitSummary crun(int starts) {
        LimitSearch search = new LimitSearch(Limit.Kind.MEMORY);
        List<OperationRow> rows = new ArrayList<>();
        for (int i = 0; i < starts && search.next().isPresent(); i++) {
            Limit limit = search.next().get();
            boolean enough = limit.amount() >= 208;
            rows.add(new OperationRow(1, i + 1, 1, 1, OperationKind.SEARCH, "",
                    new Arm("crun", limit.on("direct"), "exit", "burst", "default").key(), i, "run", 5_000_000, OptionalLong.empty(),
                    OptionalLong.empty(), OptionalLong.empty(), enough ? 42 : 137, enough ? null : FailureClass.OOM_KILL,
                    enough ? null : Layer.CONTAINER, "", 2000));
            search.note(enough);
        }
        return LimitSummary.of(rows).get(0);
    }

    @Test
    void aSearchIsAnEntryWithItsMinimumAsASecondaryMetric() throws IOException {
        LimitSummary crun = crun(1000);
        JsonNode entry = new ObjectMapper().readTree(JmhResults.json(LimitResults.of(List.of(crun)))).get(0);
        assertEquals("org.ocibench.benchmark.MinimumMemoryBenchmark.search", entry.path("benchmark").asText());
        assertEquals("ss", entry.path("mode").asText());
        assertEquals("{\"runtime\":\"crun\",\"via\":\"direct\",\"workload\":\"exit\"}", entry.path("params").toString());
        assertEquals(crun.starts() * 5000, entry.path("primaryMetric").path("score").asDouble());
        assertEquals("us/op", entry.path("primaryMetric").path("scoreUnit").asText());
        JsonNode minimum = entry.path("secondaryMetrics").path("minimum");
        assertEquals("208 KiB", minimum.path("score").asLong() + " " + minimum.path("scoreUnit").asText());
        assertEquals(crun.starts(), entry.path("secondaryMetrics").path("starts").path("score").asInt());
    }

    @Test
    void everyFormatOfJmhsTakesIt() {
        for (ResultFormatType format : ResultFormatType.values()) {
            assertTrue(JmhResults.text(LimitResults.of(List.of(crun(1000))), format).contains("MinimumMemoryBenchmark"), format::toString);
        }
    }

    @Test
    void withoutAMinimumThereIsNoEntry() {
        assertEquals(List.of(), LimitResults.of(List.of(crun(20))));
    }

    @Test
    void itsNamesAreThoseOfJmhsList() {
        Set<String> listed = BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of("Minimum"), List.of()).stream()
                .map(entry -> entry.getUsername()).collect(Collectors.toSet());
        assertEquals(listed, Arrays.stream(Limit.Kind.values()).map(Benchmarks::name).collect(Collectors.toSet()));
    }
}
