package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.ocibench.host.Printable;

class SafeTextFuzzTest {

    private static final int LENGTH = 40;

    @FuzzTest
    void utf8(byte[] content) {
        check(new String(content, StandardCharsets.UTF_8));
    }

    @FuzzTest
    void utf16(byte[] content) {
        check(new String(content, StandardCharsets.UTF_16LE));
    }

    private static void check(String text) {
        String safe = SafeText.of(text, LENGTH);
        assertTrue(safe.length() <= LENGTH, safe);
        assertTrue(Printable.is(safe), safe);
        assertTrue(safe.equals(safe.strip()) && !safe.contains("  "), safe);
        assertEquals(safe, SafeText.of(safe, LENGTH));
    }
}
