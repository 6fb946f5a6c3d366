package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Told;
import org.ocibench.engine.Arm;

class SpecsFileFuzzTest {

    @TempDir
    private Path folder;

    @FuzzTest
    void read(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(CampaignFolder.SPECS_JSON), content);
        Map<String, ObjectNode> specs;
        try {
            specs = SpecsFile.read(folder).orElseThrow();
        } catch (IOException e) {
            Told.of(e, file);
            return;
        }
        for (String arm : specs.keySet()) {
            assertEquals(arm, Arm.ofKey(arm).key());
        }
        assertTrue(specs.values().stream().allMatch(ObjectNode::isObject));
    }
}
