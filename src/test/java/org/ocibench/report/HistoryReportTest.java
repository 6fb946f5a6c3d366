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

    /** One campaign with each of so many versions. */
    private static HistoryReport versions(int back, double... millis) {
        List<VersionHistory.Point> points = new ArrayList<>();
        for (int i = 0; i < millis.length; i++) {
            String version = "1." + i;
            Synthetic made = new Synthetic(100 + i, .2, .5).arm(CONTROL, 10, 10).arm("runc@" + version + CONDITIONS, millis[i], millis[i]);
            points.add(VersionHistory.Point.of(version, "2026113" + i + "T080000Z-0a1b2c", "digest", SubBlocks.of(made.rows(6, 12)),
                    "runc@" + version + CONDITIONS, CONTROL));
        }
        return new HistoryReport("runc", List.of(new VersionHistory("0a1b2c3d", "beef", Arm.ofKey("runc" + CONDITIONS), points)), 0, back);
    }

    @Test
    void aChangePointIsToldWithTheVersionThatBroughtIt() {
        HistoryReport report = versions(4, 20, 20, 20, 20, 20, 24, 24, 24, 24);
        assertTrue(report.text().contains("Change points of wall time: +19.") || report.text().contains("Change points of wall time: +20."), report.text());
        assertTrue(report.text().contains("with 1.5."), report.text());
        assertTrue(report.plot(0).contains("class=\"change\""));
        assertTrue(versions(4, 20, 20, 20, 20, 20, 20, 20, 20, 20).text().contains("Change points of wall time: none in 9 points."));
    }

    @Test
    void aChangePointWithinAVersionIsTheHosts() {
        List<VersionHistory.Point> points = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Synthetic made = new Synthetic(200 + i, .2, .5).arm(CONTROL, 10, 10).arm("runc@1.1.13" + CONDITIONS, i < 5 ? 20 : 24, i < 5 ? 20 : 24);
            points.add(VersionHistory.Point.of("1.1.13", "2026113" + i + "T080000Z-0a1b2c", "digest", SubBlocks.of(made.rows(6, 12)),
                    "runc@1.1.13" + CONDITIONS, CONTROL));
        }
        String text = new HistoryReport("runc", List.of(new VersionHistory("0a1b2c3d", "beef", Arm.ofKey("runc" + CONDITIONS), points)), 0, 4).text();
        assertTrue(text.replaceAll("\\s+", " ").contains("between campaigns 20261134T080000Z-0a1b2c and 20261135T080000Z-0a1b2c, both of 1.1.13"), text);
    }

    @Test
    void creepIsToldOrThatItWasNotLookedFor() {
        assertTrue(versions(4, 20, 20.3, 20.6, 20.9, 21.2).text().replaceAll("\\s+", " ").matches(
                "(?s).*Creep: wall time of 1\\.4 is \\+5\\.\\d+ % \\[.*\\] against 1\\.0, 4 releases back \\(cross-campaign\\), though no single step shows it\\..*"));
        assertTrue(versions(4, 20, 20.3).text().contains("Creep: not looked for in 2 versions, it takes 5."));
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
