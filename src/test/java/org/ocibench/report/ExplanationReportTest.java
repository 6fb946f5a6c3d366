package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.ArmPath;
import org.ocibench.compare.ArmPath.Spent;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.compare.WaitRules.Reason;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.host.Work;

class ExplanationReportTest {

    private static final int WIDTH = 150;
    private static final Reason CGROUP = new Reason("grace period", "moving a process into a cgroup");
    private static final Reason MOUNTS = new Reason("expedited grace period", "changing mounts");
    private static final Reason DISK = new Reason("disk", "reading a file or program");
    private static final Map<Work, OrderStatistics> WORK = Map.of(Work.SYSCALLS, OrderStatistics.of(1020, 1022, 1031),
            Work.MINOR_FAULTS, OrderStatistics.of(900, 901, 903));

    private static ArmExplanation arm(String kernel, double wall, double grace, Map<FailureClass, Integer> failures, int untraced) {
        ArmPath path = new ArmPath(3 - untraced, wall, Map.of("crun", wall - grace - 1.5), .25, 0,
                List.of(new Spent(CGROUP, "crun", 1, grace, grace / wall), new Spent(MOUNTS, "sh", 1, .75, .75 / wall),
                        new Spent(DISK, "crun", .5, .5, .5 / wall)));
        return new ArmExplanation(new Arm("crun", "direct", "exit", "isolated", kernel), 3, failures, WORK, Optional.of(path), untraced);
    }

    private static ExplanationReport report() {
        return new ExplanationReport(List.of(arm("default", 20, 12, Map.of(FailureClass.TIMEOUT, 1), 0), arm("quiet", 8.5, .4, Map.of(), 1)),
                Map.of("crun", "crun@1.21+local"), List.of("linux 6.18.5, cgroup v1"),
                List.of(new NotRun("youki/direct/exit/burst/default", "not installed", "jmh/provision.sh youki")),
                Map.of("instructions", "no counter: this machine does not tell"));
    }

    @Test
    void text() {
        assertEquals("""
                What grace periods cost a start, and what kernel=quiet saves

                runtime          via     pace      wall  grace periods  quiet: wall  grace periods  grace periods saved
                ---------------  ------  --------  ----  -------------  -----------  -------------  -------------------
                crun@1.21+local  direct  isolated  20.0  12.0 (60.0 %)         8.50   0.40 (4.7 %)                 11.6

                The critical path

                runtime          via     pace      kernel   n  wall  on a CPU  no CPU  grace periods  expedited  other waits  unknown
                ---------------  ------  --------  -------  -  ----  --------  ------  -------------  ---------  -----------  -------
                crun@1.21+local  direct  isolated  default  3  20.0      6.50    0.25  12.0 (60.0 %)       0.75         0.50     0.00
                crun@1.21+local  direct  isolated  quiet    2  8.50      6.60    0.25   0.40 (4.7 %)       0.75         0.50     0.00
                """, report().text().split("\nThe longest")[0]);
    }

    @Test
    void theLongestWaitsAreNamedWithTheirProcess() {
        String text = report().text();
        assertTrue(text.contains(" 1.00  12.0   60.0 %  grace period: moving a process into a cgroup, in crun\n"), text);
        assertTrue(text.contains(" 0.50  0.50    2.5 %  disk: reading a file or program, in crun\n"), text);
        assertTrue(text.contains(" default  3  1022 [1020, 1031]  901 [900, 903]\n"), text);
    }

    @Test
    void whatIsMissingIsSaid() {
        String text = report().text();
        assertTrue(text.contains("Not run: youki/direct/exit/burst/default: not installed; remedy: jmh/provision.sh youki\n"), text);
        assertTrue(text.contains("Failed: crun/direct/exit/isolated/default: 1 of 4 starts, in no figure: timeout 1\n"), text);
        assertTrue(text.contains("Not traced whole: crun/direct/exit/isolated/quiet: 1 of 3 starts: more happened"), text);
        assertTrue(text.contains("n/a: instructions: no counter: this machine does not tell\n"), text);
    }

    @Test
    void withoutATraceOnlyTheCountsAreShown() {
        ArmExplanation counted = new ArmExplanation(new Arm("crun", "direct", "exit", "burst", "default"), 3, Map.of(), WORK,
                Optional.empty(), 0);
        String text = new ExplanationReport(List.of(counted), Map.of(), List.of(), List.of(), Map.of("waits", "no tracefs")).text();
        assertTrue(text.startsWith("Work per start: median [least, most]\n"), text);
        assertFalse(text.contains("ritical path"), text);
    }

    @Test
    void noLineIsWiderThanATerminal() {
        assertTrue(report().text().lines().allMatch(line -> line.length() <= WIDTH), report().text());
    }

    @Test
    void workloadsAreAColumnOnlyWhereThereAreSeveral() {
        assertTrue(report().text().contains("\nWorkload: exit\n"), report().text());
        ArmExplanation slower = new ArmExplanation(new Arm("runsc", "ctr", "live50", "burst", "default"), 3, Map.of(), WORK,
                Optional.empty(), 0);
        String text = new ExplanationReport(List.of(arm("default", 20, 12, Map.of(), 0), slower), Map.of(), List.of(), List.of(),
                Map.of()).text();
        assertTrue(text.contains("runtime  via     workload  pace      kernel "), text);
        assertTrue(text.contains("\nWorkload: exit, live50\n"), text);
    }

    @Test
    void markdown() {
        String text = report().markdown();
        assertTrue(text.startsWith("What grace periods cost a start, and what kernel=quiet saves\n\n| runtime | via | pace |"), text);
        assertTrue(text.contains("\n- n/a: instructions: no counter: this machine does not tell\n"), text);
    }

    @Test
    void jsonHasEveryWait() throws Exception {
        JsonNode json = new ObjectMapper().valueToTree(ExplanationJson.of(arm("default", 20, 12, Map.of(FailureClass.TIMEOUT, 1), 1)));
        assertEquals("crun/direct/exit/isolated/default", json.path("arm").asText());
        assertEquals(1, json.path("failures").path("timeout").asInt());
        assertEquals(1022, json.path("work").path("syscalls").path("median").asDouble());
        assertEquals(20, json.path("path").path("wall").asDouble());
        assertEquals(6.5, json.path("path").path("running").path("crun").asDouble());
        assertEquals("moving a process into a cgroup", json.path("path").path("waits").path(0).path("wait").asText());
        assertEquals(.6, json.path("path").path("waits").path(0).path("share").asDouble());
        assertEquals(3, json.path("path").path("waits").size());
    }

    @Test
    void whatCouldNotBeTracedIsNullWithItsReason() {
        JsonNode json = new ObjectMapper().valueToTree(ExplanationJson.of(new ArmExplanation(
                new Arm("crun", "direct", "exit", "burst", "default"), 0, Map.of(FailureClass.RUNTIME, 3), Map.of(), Optional.empty(), 0)));
        assertTrue(json.path("path").path("value").isNull());
        assertEquals("no start was traced whole", json.path("path").path("reason").asText());
        assertTrue(json.path("work").isEmpty());
    }
}
