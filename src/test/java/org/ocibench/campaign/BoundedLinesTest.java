package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {

    private static final int LINE = 5;

    private static BoundedLines lines(String text) {
        return new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), "f", LINE, 1 << 20);
    }

    @Test
    void linesComeWithTheirNumbers() throws IOException {
        BoundedLines lines = lines("12345\n\n6\r");
        assertEquals("12345", lines.next());
        assertEquals("", lines.next());
        assertEquals(2, lines.number());
        assertTrue(lines.isWhole());
        assertEquals("6\r", lines.next());
        assertFalse(lines.isWhole());
        assertNull(lines.next());
        assertEquals(3, lines.number());
    }

    @Test
    void aLineThatIsTooLongIsNotReadToItsEnd() throws IOException {
        BoundedLines lines = lines("1\n123456");
        lines.next();
        assertEquals("f line 2: longer than 5 characters", assertThrows(IOException.class, lines::next).getMessage());
    }

    @Test
    void aTextThatIsTooLongIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '\n';
            }
        };
        BoundedLines lines = new BoundedLines(endless, "f", LINE, 1 << 20);
        IOException thrown = assertThrows(IOException.class, () -> {
            while (lines.next() != null) {
                assertTrue(lines.number() <= 1 << 20);
            }
        });
        assertEquals("f line 1048577: the text is longer than 1 MiB", thrown.getMessage());
    }
}
