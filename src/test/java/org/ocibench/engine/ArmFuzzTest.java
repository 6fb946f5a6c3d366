package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.ocibench.Told;

class ArmFuzzTest {

    @FuzzTest
    void ofKey(byte[] content) {
        String key = new String(content, StandardCharsets.UTF_8);
        Arm arm;
        try {
            arm = Arm.ofKey(key);
        } catch (IllegalArgumentException e) {
            Told.of(e);
            return;
        }
        assertEquals(key, arm.key());
        assertTrue(key.length() < 1000 && key.matches("[A-Za-z0-9._@~+/-]+"), key);
        assertFalse(key.contains("/.") || key.contains("/-"), key);
    }
}
