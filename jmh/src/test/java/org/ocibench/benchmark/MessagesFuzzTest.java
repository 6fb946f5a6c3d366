package org.ocibench.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.ocibench.host.Printable;

class MessagesFuzzTest {

    @FuzzTest
    void parse(byte[] content) {
        String line = new String(content, StandardCharsets.UTF_8);
        try {
            Messages.Done done = Messages.Done.parse(line);
            assertEquals(done, Messages.Done.parse(done.line()));
            assertFalse(done.line().contains("\n"));
        } catch (IllegalArgumentException e) {
            check(e);
        }
        try {
            Go go = Messages.parseGo(line);
            assertEquals(go, Messages.parseGo(Messages.go(go)));
        } catch (IllegalArgumentException e) {
            check(e);
        }
    }

    private static void check(IllegalArgumentException e) {
        assertTrue(e.getMessage().startsWith("not a message: '") && Printable.is(e.getMessage()), e.getMessage());
    }
}
