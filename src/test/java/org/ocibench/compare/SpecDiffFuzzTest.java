package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.bundle.Workload;

class SpecDiffFuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_WORDS = 40;

    @FuzzTest
    void words(byte[] content) throws JsonProcessingException {
        ObjectNode plain = (ObjectNode) JSON.readTree(new RuntimeSpec(Path.of("/rootfs"), false).canonical(Workload.EXIT));
        ObjectNode other;
        try {
            other = JSON.readTree(new String(content, StandardCharsets.UTF_8)) instanceof ObjectNode read ? read : null;
        } catch (JsonProcessingException e) {
            return;
        }
        if (other == null) {
            return;
        }
        assertTrue(SpecDiff.words(plain, other).size() < MOST_WORDS);
        assertTrue(SpecDiff.words(other, plain).size() < MOST_WORDS);
        assertEquals(List.of(), SpecDiff.words(other, other));
    }
}
