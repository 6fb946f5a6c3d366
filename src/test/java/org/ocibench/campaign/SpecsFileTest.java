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
        Files.writeString(results.resolve(CampaignFolder.SPECS_JSON), content);
        IOException thrown = assertThrows(IOException.class, () -> SpecsFile.read(results));
        assertTrue(thrown.getMessage().startsWith(results.resolve("specs.json").toString()), thrown.getMessage());
        return thrown.getMessage();
    }

    @Test
    void whatACampaignWroteIsRead() throws IOException {
        CampaignFolder folder = CampaignFolder.create(results, "0a1b2c3d", Instant.EPOCH, "3fa2b1");
        ObjectNode one = JSON.createObjectNode().put("hostname", "one");
        folder.writeJson(CampaignFolder.SPECS_JSON, Map.of(RUNC, one, CRUN, one));
        assertEquals(Optional.of(Map.of(RUNC, one, CRUN, one)), SpecsFile.read(folder.path()));
    }

    @Test
    void anOldCampaignHasNone() throws IOException {
        assertEquals(Optional.empty(), SpecsFile.read(results));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]                                        | is no JSON object",
        "{\"runc\": {}}                            | not an arm: 'runc'",
        "{\"a/b/c/d/e\": 1}                        | the configuration of a/b/c/d/e is no object",
        "{\"a/b/c/d/e\": {}, \"a/b/c/d/e\": {}}    | line 1: Duplicate field 'a/b/c/d/e'"})
    void whatIsNoListOfSpecsIsRefused(String content, String reason) throws IOException {
        String message = refused(content);
        assertTrue(message.contains(reason), message);
    }
}
