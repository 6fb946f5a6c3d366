package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.host.Step;

/** A shell script in the place of a client whose container lives for a moment. */
class TaskSpecTest {

    @TempDir
    private Path folder;

    private Start client(String script) {
        return Start.of("id", new Step.Command("run", List.of("/bin/sh", "-c", "cd " + folder + "; " + script),
                Map.of("PATH", "/usr/bin:/bin"), null, null, 0));
    }

    @Test
    void theNewBundleIsTheOne() throws IOException {
        Files.createDirectories(folder.resolve("older"));
        Files.writeString(folder.resolve("older/config.json"), "{\"hostname\": \"older\"}");
        assertEquals("newer", TaskSpec.of(folder, client("""
                mkdir newer; printf '{"hostname": ' > newer/config.json; sleep .1
                printf '"newer"}' >> newer/config.json; sleep .3; rm -r newer""")).path("hostname").asText());
    }

    @Test
    void aClientThatFailsIsToldWithItsCommandLine() {
        IOException thrown = assertThrows(IOException.class, () -> TaskSpec.of(folder.resolve("none"), client("exit 7")));
        assertTrue(thrown.getMessage().contains("ended with 7: /bin/sh -c"), thrown.getMessage());
    }
}
