package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecsFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUNC = "runc/ctr/exit/burst/default";
    private static final String CRUN = "crun/ctr/exit/burst/default";

    @TempDir
    private Path results;

    private String refused(String content) throws IOException {
        Files.writeString(results.resolve(SpecsFile.NAME), content);
        IOException thrown = assertThrows(IOException.class, () -> SpecsFile.read(results));
        assertTrue(thrown.getMessage().startsWith(results.resolve("specs.json").toString()), thrown.getMessage());
        return thrown.getMessage();
    }

    @Test
    void whatArmsShareStandsThereOnce() throws IOException {
        CampaignFolder folder = CampaignFolder.create(results, "0a1b2c3d", Instant.EPOCH, "3fa2b1");
        ObjectNode one = JSON.createObjectNode().put("hostname", "one");
        ObjectNode other = JSON.createObjectNode().put("hostname", "other");
        SpecsFile.write(folder, Map.of(RUNC, one, CRUN, one.deepCopy(), "runc/direct/exit/burst/default", other));
        assertEquals(2, JSON.readTree(folder.path().resolve("specs.json").toFile()).get("specs").size());
        assertEquals(Optional.of(Map.of(RUNC, one, CRUN, one, "runc/direct/exit/burst/default", other)),
                SpecsFile.read(folder.path()));
    }

    @Test
    void anOldCampaignHasNone() throws IOException {
        assertEquals(Optional.empty(), SpecsFile.read(results));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]                                                                             | is no JSON object",
        "{}                                                                             | not a list of specs of schema 1",
        "{\"schema\": 2, \"arms\": {}, \"specs\": {}}                                   | not a list of specs of schema 1",
        "{\"schema\": 1, \"arms\": [], \"specs\": {}}                                   | it lacks arms or specs",
        "{\"schema\": 1, \"arms\": {\"a/b/c/d/e\": \"x\"}, \"specs\": {}}               | there is no spec 'x'",
        "{\"schema\": 1, \"arms\": {\"a/b/c/d/e\": 1}, \"specs\": {\"1\": 2}}           | there is no spec '1'",
        "{\"schema\": 1, \"arms\": {\"runc\": \"x\"}, \"specs\": {\"x\": {}}}           | not an arm: 'runc'",
        "{\"schema\": 1, \"schema\": 1}                                                 | line 1: Duplicate field 'schema'"})
    void whatIsNoListOfSpecsIsRefused(String content, String reason) throws IOException {
        String message = refused(content);
        assertTrue(message.contains(reason), message);
    }
}
