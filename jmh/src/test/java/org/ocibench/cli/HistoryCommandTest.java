package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandTest {

    private static final String CONDITIONS = "/direct/exit/burst/default";

    private static final long SCATTER = 1000;

    @TempDir
    private Path results;
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
    }

    /** A campaign of these versions of runc, behind the control. */
    private void campaign(String stamp, String... versions) throws IOException {
        List<String> arms = new ArrayList<>(List.of("namespaces/control/true/burst/default"));
        Stream.of(versions).forEach(version -> arms.add("runc@" + version + CONDITIONS));
        arms.add("crun@1.21" + CONDITIONS);
        String runtimes = Stream.of(versions).map(version -> "{\"runtime\": \"runc@" + version + "\", \"name\": \"runc@" + version
                + "\", \"version\": \"" + version + "\", \"sha256\": \"" + version + "\"}").collect(Collectors.joining(", "));
        Stored.campaign(results, stamp, 36, arms, "\"machineId\": \"0a1b2c3d\", \"runtimes\": [" + runtimes + "],", SCATTER);
    }

    private String history(String... args) throws ExitException, IOException {
        assertEquals(ExitCode.OK, HistoryCommand.run(Stream.concat(Stream.of("--results", results.toString()), Stream.of(args)).toArray(String[]::new)));
        return told.toString(StandardCharsets.UTF_8);
    }

    private void assertRefused(int code, String sentence, String... args) {
        ExitException refused = assertThrows(ExitException.class, () -> history(args));
        assertEquals(code, refused.code());
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    @Test
    void versionsFollowEachOtherInTheirOrder() throws Exception {
        campaign("20261125T100000Z", "1.2.0", "1.10.0");
        campaign("20261125T110000Z", "1.1.13");
        String text = history("runc");
        assertTrue(text.startsWith("runc via direct, workload exit, pace burst, kernel default, machine 0a1b2c3d:\n"), text);
        List<String> rows = text.lines().filter(line -> line.startsWith("1.")).map(line -> line.split(" ")[0]).toList();
        assertEquals(List.of("1.1.13", "1.2.0", "1.10.0"), rows, text);
        assertTrue(text.lines().anyMatch(line -> line.startsWith("1.2.0 ") && line.endsWith("cross-campaign")), text);
        assertTrue(text.lines().anyMatch(line -> line.startsWith("1.10.0 ") && line.contains("+50.0 %") && line.endsWith("re-measured")), text);
    }

    @Test
    void aCampaignWhoseCopyCameOutChangedIsPassedOver() throws Exception {
        campaign("20261125T100000Z", "1.2.0", "1.10.0");
        campaign("20261125T110000Z", "1.2.0", "1.2.0~copy", "1.10.0");
        String text = history("runc");
        assertTrue(text.lines().anyMatch(line -> line.startsWith("1.2.0 ") && line.split(" +")[1].equals("1")), text);
    }

    @Test
    void aReportHasAPlotForEachTable() throws Exception {
        campaign("20261125T100000Z", "1.2.0", "1.10.0");
        Path report = results.resolve("report");
        history("runc", "--report", report.toString());
        assertTrue(Files.readString(report.resolve("runc.md")).contains("](runc-1.svg)"));
        assertTrue(Files.readString(report.resolve("runc-1.svg")).startsWith("<svg "));
    }

    @Test
    void whatCannotBeToldIsSaidInASentence() throws Exception {
        campaign("20261125T100000Z", "1.2.0");
        assertRefused(ExitCode.INVALID, "there are no two versions of runc", "runc");
        assertRefused(ExitCode.INVALID, "there are no two versions of youki", "youki");
        assertRefused(ExitCode.USAGE, "name the runtime without one, runc", "runc@1.2.0");
        assertRefused(ExitCode.USAGE, "--back wants a number from 2", "runc", "--back", "1");
        assertRefused(ExitCode.USAGE, "RUNTIME");
        campaign("20261125T110000Z", "1.2.0", "1.3.0");
        Path file = Files.writeString(results.resolve("file"), "");
        assertRefused(ExitCode.UNAVAILABLE, "choose another folder with --report", "runc", "--report", file.resolve("in").toString());
    }

    @Test
    void aRuntimeHasANameWithoutItsVersion() {
        assertEquals("runc", HistoryReader.nameOf("runc@1.1.13"));
        assertEquals("runsc~runcshim", HistoryReader.nameOf("runsc@2026~runcshim"));
        assertEquals("runsc~kvm", HistoryReader.nameOf("runsc~kvm"));
    }
}
