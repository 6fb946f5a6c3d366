package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;

class SessionSpreadsTest {

    private static final String CRUN = "crun/direct/exit/burst/quiet";
    private static final Arm RUNC = Arm.ofKey("runc/direct/exit/burst/quiet");

    @TempDir
    private Path results;

    private void campaign(int hour, String environment, boolean copies, String... arms) throws IOException {
        Path folder = Files.createDirectories(results.resolve("0a1b2c3d/2026-11-30").resolve(String.format("20261130T%02d0000Z-0a1b2c", hour)));
        Synthetic made = new Synthetic(hour, .2, .5);
        for (String arm : arms) {
            made.arm(arm, 8, 7);
        }
        Files.writeString(folder.resolve("meta.json"), made.arms().stream().map(arm -> "{\"arm\": \"" + arm.key() + "\"}").collect(Collectors.joining(", ",
                "{\"machineId\": \"aa\", \"environmentId\": \"" + environment + "\", \"plan\": {\"copies\": " + copies + "}, \"arms\": [", "]}")));
        try (OperationLog log = new OperationLog(folder)) {
            for (OperationRow row : made.rows(6, 6)) {
                log.append(row);
            }
        }
    }

    private int counted(String but) {
        return SessionSpreads.read(results, "aa", "here", but).like(RUNC).campaigns();
    }

    @Test
    void onlyControlsOfTheSameEnvironmentAndMadeAlikeCount() throws IOException {
        for (int hour = 1; hour <= 5; hour++) {
            campaign(hour, "here", true, CRUN, "crun~copy/direct/exit/burst/quiet");
        }
        campaign(6, "there", true, CRUN, "crun~copy/direct/exit/burst/quiet");
        campaign(7, "here", false, CRUN, "crun~copy/direct/exit/burst/quiet");
        campaign(8, "here", true, CRUN);
        campaign(9, "here", true, CRUN.replace("burst", "isolated"), "crun~copy/direct/exit/isolated/quiet");
        Files.createDirectories(results.resolve("0a1b2c3d/2026-11-30/20261130T100000Z-0a1b2c"));
        assertEquals(5, counted(null));
        assertEquals(4, counted("20261130T030000Z-0a1b2c"), "the one that is judged does not count");
        assertEquals(0, SessionSpreads.read(results.resolve("nowhere"), "aa", "here", null).like(RUNC).campaigns());
        assertEquals(0, SessionSpreads.read(results, "bb", "here", null).like(RUNC).campaigns());
    }
}
