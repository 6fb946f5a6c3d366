package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001B", "\n", "\t", "\u007F", "\u009B", "\u2028", "\u202E", "\u200B", "\uFEFF",
        "\uE000", "\uD83D"})
    void whatATerminalDoesNotShowAsItIsBecomesAQuestionMark(String odd) {
        assertFalse(Printable.is("a" + odd + "b"));
        assertEquals("a?b", Printable.of("a" + odd + "b"));
        assertEquals("'a?b'", Printable.quoted("a" + odd + "b"));
    }

    @Test
    void theRestStays() {
        String text = "a b-\u00e9\u4e2d\uD83D\uDC33'\"$;";
        assertTrue(Printable.is(text));
        assertEquals(text, Printable.of(text));
    }

    @Test
    void quotesAreShort() {
        assertEquals("'" + "x".repeat(100) + "...'", Printable.quoted("x".repeat(1_000_000)));
    }
}
