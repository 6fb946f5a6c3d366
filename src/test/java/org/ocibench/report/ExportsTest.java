package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.Synthetic;
import org.ocibench.engine.Arm;

class ExportsTest {

    private static final Map<String, String> NAMES = Map.of("crun", "crun@1.21+local", "odd", "an odd, \"quoted\" name");

    private List<OperationRow> rows;
    private List<ArmSummary> summaries;

    @BeforeEach
    void campaign() {
        Synthetic campaign = new Synthetic(5, .1).arm("crun/direct/exit/burst/quiet", 6, 5).arm("odd/ctr/exit/burst/quiet", 80, 75);
        rows = campaign.rows(2, 6);
        summaries = campaign.arms().stream().map(Arm::key).map(key -> ArmSummary.of(key, rows)).toList();
    }

    @Test
    void benchstatGetsALinePerStart() {
        List<String> lines = BenchstatText.of(rows, NAMES).lines().toList();
        assertEquals(rows.stream().filter(OperationRow::timed).count(), lines.size());
        lines.forEach(line -> assertTrue(line.matches("BenchmarkRun(/[a-z]+=[^\\s/]+)+\\t1\\t\\d+ ns/op\\t\\d+ cpu-ns/op\\t1048576 peak-bytes"), line));
        assertTrue(lines.get(0).startsWith("BenchmarkRun/runtime=crun@1.21+local/via=direct/workload=exit/pace=burst/kernel=quiet\t"));
    }

    @Test
    void theActionGetsWhatItPlots() {
        JsonNode entries = new ObjectMapper().valueToTree(ActionJson.of(summaries, NAMES));
        assertEquals(6, entries.size());
        JsonNode wall = entries.get(0);
        assertEquals("crun@1.21+local direct exit burst quiet: wall", wall.path("name").asText());
        assertEquals("ms", wall.path("unit").asText());
        assertEquals(summaries.get(0).wall().orElseThrow().median(), wall.path("value").asDouble());
        assertTrue(wall.path("range").asText().matches("\\d+\\.\\d+ - \\d+\\.\\d+"), wall::toString);
        assertEquals("48 of 48 starts", wall.path("extra").asText());
    }

    @Test
    void everyLineOfTheTableHasAllColumns() {
        List<String> lines = SummaryCsv.of(summaries, NAMES).lines().toList();
        assertEquals(3, lines.size());
        int columns = lines.get(0).split(",", -1).length;
        lines.forEach(line -> assertEquals(columns, line.split(",", -1).length, line));
        assertTrue(lines.get(1).startsWith("crun,crun@1.21+local,direct,exit,burst,quiet,run,48,0,"), lines.get(1));
        assertTrue(lines.get(2).startsWith("odd,an odd_ _quoted_ name,ctr,"), lines.get(2));
    }

    @Test
    void openMetricsAreInBaseUnitsAndEndAsTheyMust() {
        String text = OpenMetricsText.of(summaries, NAMES);
        assertTrue(text.endsWith("# EOF\n"));
        assertTrue(text.contains("# TYPE ocibench_wall_seconds gauge\n"));
        assertTrue(text.lines().anyMatch(line -> line.matches("ocibench_wall_seconds\\{runtime=\"crun@1.21\\+local\",via=\"direct\",workload=\"exit\","
                + "pace=\"burst\",kernel=\"quiet\",phase=\"run\"\\} 0\\.01\\d+")), text);
        assertTrue(text.contains("runtime=\"an odd, \\\"quoted\\\" name\""), text);
        assertEquals(10, text.lines().filter(line -> line.startsWith("ocibench_")).count());
    }

    @Test
    void anArmWithoutSuccessHasNoTimes() {
        List<ArmSummary> none = List.of(ArmSummary.of("youki/direct/exit/burst/quiet", rows));
        assertEquals(List.of(), ActionJson.of(none, NAMES));
        assertTrue(SummaryCsv.of(none, NAMES).lines().skip(1).findFirst().orElseThrow()
                .matches("youki,youki,direct,exit,burst,quiet,run,0,0,,,,,,,,,none,,"));
        assertTrue(OpenMetricsText.of(none, NAMES).lines().noneMatch(line -> line.startsWith("ocibench_wall")));
    }
}
