package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code overhead}, {@code prices} and {@code compare} on campaigns that are kept. */
class StoredCampaignsTest {

    private static final String CONDITIONS = "/exit/burst/default";
    private static final List<String> LADDER = List.of("runc/direct" + CONDITIONS, "runc/ctr" + CONDITIONS);
    private static final List<String> PRICES = List.of("runc/direct" + CONDITIONS, "runc/direct+seccomp" + CONDITIONS);

    private static final long SCATTER = 1000;

    @TempDir
    private Path results;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    private String overhead(String... args) throws ExitException, IOException {
        assertEquals(ExitCode.OK, OverheadCommand.run(withResults(args)));
        return told.toString(StandardCharsets.UTF_8);
    }

    private String[] withResults(String... args) {
        return Stream.concat(Stream.of("--results", results.toString()), Stream.of(args)).toArray(String[]::new);
    }

    private void assertRefused(int code, String sentence, String... args) {
        ExitException thrown = assertThrows(ExitException.class, () -> OverheadCommand.run(withResults(args)));
        assertEquals(code, thrown.code());
        assertTrue(thrown.getMessage().contains(sentence), thrown.getMessage());
        assertEquals("", told.toString(StandardCharsets.UTF_8));
    }

    private Path campaign(String stamp, int cycles, List<String> arms) throws IOException {
        return Stored.campaign(results, stamp, cycles, arms, "", 0);
    }

    @Test
    void theNewestCampaignWithTwoWaysIsRead() throws Exception {
        campaign("20261125T100000Z", 18, LADDER);
        Path newer = campaign("20261125T110000Z", 18, LADDER);
        campaign("20261125T120000Z", 18, PRICES);
        String text = overhead();
        assertTrue(text.contains("campaign " + newer), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("ctr +20\\.0  direct +\\+10\\.0 \\[10\\.0, 10\\.0\\] +50\\.0 % +- +6  .*")), text);
    }

    @Test
    void aCampaignThatIsNamedIsReadWhereverItLies() throws Exception {
        Path folder = campaign("20261125T100000Z", 6, LADDER);
        campaign("20261125T110000Z", 18, LADDER);
        Path elsewhere = Files.move(folder, results.resolve("elsewhere"));
        assertTrue(overhead(elsewhere.toString()).contains("campaign " + elsewhere));
    }

    @Test
    void aDamagedOneIsPassedOverAndNamed() throws Exception {
        Path whole = campaign("20261125T100000Z", 18, LADDER);
        Path damaged = campaign("20261125T110000Z", 18, LADDER);
        Files.writeString(damaged.resolve("ops.csv.gz"), "no gzip");
        Path emptied = campaign("20261125T120000Z", 18, LADDER);
        Files.delete(emptied.resolve("meta.json"));
        assertTrue(overhead().contains("campaign " + whole));
        List<String> lines = complained.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("passed over: " + emptied.resolve("meta.json") + ": no such file or folder", lines.get(0));
        assertTrue(lines.get(1).startsWith("passed over: " + damaged.resolve("ops.csv.gz") + " is damaged: "), lines.get(1));
    }

    @Test
    void theNewestThatTellsEnoughIsReadAndWhatExplainKeptIsNone() throws Exception {
        Path enough = campaign("20261125T100000Z", 18, LADDER);
        campaign("20261125T110000Z", 3, LADDER);
        campaign("20261125T120000Z", 0, LADDER);
        Path explained = Files.createDirectories(enough.resolveSibling("20261125T130000Z-0a1b2c"));
        Files.writeString(explained.resolve("explain.json"), "{}");
        assertTrue(overhead().contains("campaign " + enough));
        assertEquals("", complained.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whereNoneTellsEnoughTheNewestIsReadAndNamed() throws Exception {
        campaign("20261125T100000Z", 3, LADDER);
        Path newest = campaign("20261125T110000Z", 2, LADDER);
        assertRefused(ExitCode.INVALID, "in " + newest + " no two rungs have starts in the same whole sub-block");
    }

    @Test
    void aLogOfAnotherCampaignIsRefused() throws Exception {
        Path folder = campaign("20261125T100000Z", 18, LADDER);
        String meta = Files.readString(folder.resolve("meta.json"));
        Files.writeString(folder.resolve("meta.json"), meta.replace("\"complete\"", "\"sha256\": {\"ops.csv.gz\": \"0\"}, \"complete\""));
        assertRefused(ExitCode.USAGE, "ops.csv.gz is not the file that its meta.json was written with", folder.toString());
        Files.writeString(folder.resolve("meta.json"), meta.replace("\"complete\"", "\"schema\": 99, \"complete\""));
        assertRefused(ExitCode.USAGE, "meta.json: its schema is '99'", folder.toString());
    }

    @Test
    void whatCannotBeReadIsToldInOneSentence() throws Exception {
        assertRefused(ExitCode.UNAVAILABLE, "no campaign with two or more ways to the same runtime's containers, started one after the other below " + results
                + ": run one (java -jar benchmarks.jar --preset ladder), or name its folder");
        assertRefused(ExitCode.USAGE, "nowhere is no folder", "nowhere");
        assertRefused(ExitCode.USAGE, results + "/meta.json: no such file or folder", results.toString());
        Path damaged = campaign("20261125T110000Z", 18, LADDER);
        Files.writeString(damaged.resolve("ops.csv.gz"), "no gzip");
        assertRefused(ExitCode.USAGE, "ops.csv.gz is damaged", damaged.toString());
        assertRefused(ExitCode.USAGE, "is a campaign without two or more ways",
                campaign("20261125T120000Z", 18, PRICES).toString());
        assertRefused(ExitCode.INVALID, "-i 12 or more", campaign("20261125T130000Z", 2, LADDER).toString());
        assertRefused(ExitCode.USAGE, "overhead has no option --resluts: did you mean --results?", "--resluts=x");
        assertRefused(ExitCode.USAGE, "overhead takes one campaign, and 'more' is one more", "one", "more");
    }

    @Test
    void pricesAreReadTheSameWay() throws Exception {
        campaign("20261125T100000Z", 18, PRICES);
        campaign("20261125T110000Z", 18, LADDER);
        assertEquals(ExitCode.OK, PricesCommand.run(withResults()));
        String text = told.toString(StandardCharsets.UTF_8);
        assertTrue(text.lines().anyMatch(line -> line.matches("seccomp +\\+10\\.0 \\[10\\.0, 10\\.0\\] .* 6  a seccomp profile.*")), text);
        ExitException thrown = assertThrows(ExitException.class,
                () -> PricesCommand.run(campaign("20261125T130000Z", 2, PRICES).toString()));
        assertEquals(ExitCode.INVALID, thrown.code());
    }

    @Test
    void helpTellsWhatIsWhat() throws Exception {
        String text = overhead("-h");
        assertTrue(text.startsWith("Usage: java -jar benchmarks.jar overhead [-h] [--results=DIR] [CAMPAIGN]\n"), text);
        assertTrue(text.contains("Exit code: 0 done"), text);
    }

    private String compare(String... args) throws ExitException, IOException {
        assertEquals(ExitCode.OK, CompareCommand.run(withResults(args)));
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void twoRuntimesOfACampaignAreComparedUnderAllConditionsThatBothHave() throws Exception {
        List<String> arms = List.of("runc@1.1.13/direct" + CONDITIONS, "runc@1.1.15/direct" + CONDITIONS, "runc@1.1.13/ctr" + CONDITIONS,
                "runc@1.1.15/ctr" + CONDITIONS, "crun/ctr" + CONDITIONS);
        Path folder = campaign("20261125T100000Z", 36, arms);
        campaign("20261125T110000Z", 18, LADDER);
        String text = compare("runc@1.1.13", "runc@1.1.15");
        assertTrue(text.contains("campaign " + folder), text);
        assertEquals(2, text.lines().filter(line -> line.startsWith("runc@1.1.15 against runc@1.1.13, via ")).count(), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("wall ms +10\\.0 +20\\.0 +\\+100\\.0 % .* REGRESSED")), text);
        assertTrue(text.contains("wall: all sub-blocks differ by the same"), text);
    }

    @Test
    void exitCodesTellWhatTheVerdictsDo() throws Exception {
        Path few = campaign("20261125T100000Z", 3, List.of("runc/direct" + CONDITIONS, "crun/direct" + CONDITIONS));
        assertEquals(ExitCode.INCONCLUSIVE, CompareCommand.run(withResults("runc", "crun", few.toString())));
        Path invalid = campaign("20261125T110000Z", 36, List.of("runc/direct" + CONDITIONS, "runc~copy/direct" + CONDITIONS, "crun/direct" + CONDITIONS));
        assertNotCompared(ExitCode.INVALID, "a copy of runc came out changed", "runc", "crun", invalid.toString());
    }

    @Test
    void whatCannotBeComparedIsSaidInASentence() throws Exception {
        Path folder = campaign("20261125T100000Z", 2, List.of("runc/direct" + CONDITIONS, "crun/direct" + CONDITIONS, "youki/ctr" + CONDITIONS));
        assertNotCompared(ExitCode.UNAVAILABLE, "no campaign with both runc and youki under the same conditions", "runc", "youki");
        assertNotCompared(ExitCode.USAGE, "has no runtime 'yuki'; it has crun, runc, youki", "runc", "yuki", folder.toString());
        assertNotCompared(ExitCode.USAGE, "runc and youki were not measured under the same conditions", "runc", "youki", folder.toString());
        assertNotCompared(ExitCode.USAGE, "are the same runtime, runc", "runc", "runc", folder.toString());
        assertNotCompared(ExitCode.INVALID, "no starts in the same whole sub-block", "runc", "crun", folder.toString());
    }

    private static String environment(String machine, String benchmark, String kernel) {
        return "\"machineId\": \"" + machine + "\", \"content\": {\"benchmarkVersion\": \"" + benchmark + "\"}, \"kernel\": {\"release\": \"" + kernel
                + "\"},";
    }

    @Test
    void twoCampaignsStandSideBySideWithWhatDiffers() throws Exception {
        List<String> arms = List.of("namespaces/control/true/burst/default", "runc/direct" + CONDITIONS);
        Path before = Stored.campaign(results, "20261125T100000Z", 36, arms, environment("aa", "x", "6.18"), SCATTER);
        Path after = Stored.campaign(results, "20261125T110000Z", 36, arms, environment("aa", "x", "6.19"), SCATTER);
        String text = compare(before.toString(), after.toString());
        assertTrue(text.contains("kernel/release: 6.18 -> 6.19"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("runc direct exit burst default +20\\.0 +20\\.0 +[+-]?0\\.00 % .* same .*")), text);
        assertTrue(text.contains("no verdict"), text);
        told.reset();
        assertTrue(compare("--json", before.toString(), after.toString()).contains("\"standing\" : \"same\""));
    }

    @Test
    void campaignsThatDoNotCompareAreRefused() throws Exception {
        List<String> arms = List.of("runc/direct" + CONDITIONS);
        Path here = Stored.campaign(results, "20261125T100000Z", 18, arms, environment("aa", "x", "6.18"), SCATTER);
        Path elsewhere = Stored.campaign(results, "20261125T110000Z", 18, arms, environment("bb", "x", "6.18"), SCATTER);
        Path other = Stored.campaign(results, "20261125T120000Z", 18, arms, environment("aa", "y", "6.18"), SCATTER);
        Path isolated = Stored.campaign(results, "20261125T130000Z", 18, List.of("runc/direct/exit/isolated/default"), environment("aa", "x", "6.18"), SCATTER);
        assertNotCompared(ExitCode.NOT_COMPARABLE, "the benchmark itself", here.toString(), other.toString());
        assertNotCompared(ExitCode.NOT_COMPARABLE, "different machines, aa and bb: --cross-machine", here.toString(), elsewhere.toString());
        assertNotCompared(ExitCode.NOT_COMPARABLE, "no arm in common; pace: burst -> isolated", here.toString(), isolated.toString());
        assertNotCompared(ExitCode.USAGE, "not one of each", here.toString(), "runc");
        String text = compare("--cross-machine", here.toString(), elsewhere.toString());
        assertTrue(text.contains("ANOTHER MACHINE"), text);
        assertFalse(text.contains("suspect"), text);
    }

    private void assertNotCompared(int code, String sentence, String... args) {
        ExitException thrown = assertThrows(ExitException.class, () -> CompareCommand.run(withResults(args)));
        assertEquals(code, thrown.code(), thrown::getMessage);
        assertTrue(thrown.getMessage().contains(sentence), thrown.getMessage());
    }
}
