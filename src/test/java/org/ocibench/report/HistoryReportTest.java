package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Synthetic;
import org.ocibench.compare.VersionHistory;
import org.ocibench.engine.Arm;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HistoryReportTest {

    private static final String CONDITIONS = "/direct/exit/burst/quiet";
    private static final String CONTROL = "namespaces/control/true/burst/quiet";

    private static List<VersionHistory.Point> campaign(long seed, String... versions) {
        Synthetic made = new Synthetic(seed, .2, .5).arm(CONTROL, 10, 10);
        for (String version : versions) {
            made.arm("runc@" + version + CONDITIONS, version.startsWith("1.1") ? 20 : 30, version.startsWith("1.1") ? 18 : 28);
        }
        SubBlocks subBlocks = SubBlocks.of(made.rows(6, 12));
        List<VersionHistory.Point> points = new ArrayList<>();
        for (String version : versions) {
            points.add(VersionHistory.Point.of(version, "2026113" + seed + "T080000Z-0a1b2c", "digest" + seed, subBlocks, "runc@" + version + CONDITIONS, CONTROL));
        }
        return points;
    }

    private static HistoryReport report() {
        List<VersionHistory.Point> points = new ArrayList<>(campaign(0, "1.1.13", "1.2.0"));
        points.addAll(campaign(1, "1.2.0"));
        points.addAll(campaign(2, "1.5<&"));
        return new HistoryReport("runc", List.of(new VersionHistory("0a1b2c3d", "beef", Arm.ofKey("runc" + CONDITIONS), points)), 2, 2);
    }

    @Test
    void stepsAreToldWithHowTheyWereMeasured() {
        String text = report().text();
        assertTrue(text.startsWith("runc via direct, workload exit, pace burst, kernel quiet, machine 0a1b2c3d:\n"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("1\\.1\\.13 +1 +20\\.\\d +- +18\\.\\d +-")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("1\\.2\\.0 +2 +30\\.\\d +\\+(49|50)\\.\\d % \\[\\+.*\\] +slower +28\\.\\d +\\+5[45]\\.\\d % .* slower +re-measured")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("1\\.5<& +1 .* same\\? .* cross-campaign")), text);
        assertTrue(text.contains("1.2.0 stands for several builds"), text);
        assertTrue(text.contains("Change points of wall time: not looked for in 4 points, it takes 8."), text);
        assertTrue(text.contains("2 conditions with one version only"), text);
    }

    @Test
    void thePlotIsAPictureThatAnyoneCanRead() throws Exception {
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(report().plot(0))));
        assertEquals("svg", svg.getDocumentElement().getTagName());
        assertEquals(2 * 3 + 2 * 4, svg.getElementsByTagName("circle").getLength(), "of wall and CPU time a dot for each version, and for each point");
        assertTrue(report().plot(0).contains("class=\"step across\""), "the last two never met");
        assertTrue(report().plot(0).contains("1.5&lt;&amp;"));
    }

    @Test
    void theReportNamesItsPlots() {
        String markdown = report().markdown(List.of("runc-1.svg"));
        assertTrue(markdown.startsWith("# Versions of runc\n"), markdown);
        assertTrue(markdown.contains("](runc-1.svg)"), markdown);
        assertTrue(markdown.contains("| 1.2.0 | 2 | "), markdown);
    }
}
