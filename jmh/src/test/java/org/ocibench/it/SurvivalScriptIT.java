package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Scripts;

/** {@code jmh/survival.sh} tells a host that is busy from a bench that failed. */
class SurvivalScriptIT {

    private static final int UNAVAILABLE = 69;

    @TempDir
    private Path folder;

    @Test
    void aBusyHostIsRefusedBeforeMavenIsStarted() throws Exception {
        Requirements.needsRoot();
        Bench.awaitFreeHost();
        Path maven = folder.resolve("bin/mvn");
        Scripts.write(maven, "touch " + folder.resolve("started"));
        Path table = folder.resolve("table.md");
        try (LivingCampaign living = new LivingCampaign()) {
            ProcessBuilder builder = new ProcessBuilder("bash", "survival.sh", "--out", table.toString())
                    .redirectErrorStream(true);
            builder.environment().merge("PATH", maven.getParent() + ":", (path, first) -> first + path);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(UNAVAILABLE, process.waitFor(), said);
            assertEquals("survival: campaign " + living.token() + " is running on this host (process "
                    + ProcessHandle.current().pid() + "): wait for its end.", said.strip());
            assertTrue(Files.notExists(table), "no table is begun");
        }
        assertFalse(Files.exists(folder.resolve("started")), "Maven was started");
    }
}
