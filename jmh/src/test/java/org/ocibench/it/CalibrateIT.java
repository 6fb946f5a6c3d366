package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jmh/calibrate.sh} finds a large change that it planted, with real containers. */
class CalibrateIT {

    @TempDir
    private Path folder;

    @Test
    void aPlantedChangeIsFound() throws Exception {
        Requirements.needs("crun");
        Bench.awaitFreeHost();
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder("bash", "calibrate.sh", "power", Requirements.newest("crun", "crun").toString(), "--kernel", "default",
                "--minutes", "1", "--window", "60,600", "--plant", "80", "--out", out.toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        String report = Files.readString(out.resolve("report.txt"));
        assertTrue(report.contains("80 % of the pilot's median start"), report);
        assertTrue(report.lines().anyMatch(line -> line.matches(" *plus80 +wall 1 of 1 REGRESSED; CPU 1 of 1 REGRESSED")), report);
        List<String> windows = Files.readAllLines(out.resolve("windows.csv"));
        assertEquals(2 * 2, windows.stream().distinct().filter(row -> row.contains(",8,1,")).count(),
                "of the whole campaign wall and CPU time of the planted one and of the copy: " + windows);
        assertTrue(windows.stream().anyMatch(row -> row.matches(".*,8,1,plus80,wall,\\d+,\\S+,(1\\.[5-9]|2\\.)\\d*,\\S+,REGRESSED")), windows.toString());
        assertTrue(report.lines().anyMatch(line -> line.matches(" *plain~copy +wall 1 of 1 (EQUIVALENT|INCONCLUSIVE|DIFFERENT).*")), report);
    }
}
