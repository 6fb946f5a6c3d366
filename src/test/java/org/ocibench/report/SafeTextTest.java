package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    private static final String ESC = "\u001B";

    @ParameterizedTest
    @MethodSource
    void unprintableIsRemoved(String text, String safe) {
        assertEquals(safe, SafeText.of(text));
    }

    static Stream<Arguments> unprintableIsRemoved() {
        return Stream.of(
                arguments("runc 1.1.13", "runc 1.1.13"),
                arguments(ESC + "[31;1mred" + ESC + "[0m", "red"),
                arguments(ESC + "]0;title\u0007shown", "shown"),
                arguments(ESC + "]8;;http://x" + ESC + "\\link" + ESC + "]8;;" + ESC + "\\", "link"),
                arguments(ESC + "Pq#0" + ESC + "\\after", "after"),
                arguments("\u009B2Jcleared\u009D0;t\u009C!", "cleared!"),
                arguments(ESC + ESC + "[31m[31mtwice", "[31mtwice"),
                arguments(ESC + "(Bcharset" + ESC + "c", "charset"),
                arguments("open" + ESC + "]0;never closed", "open0;never closed"),
                arguments("end" + ESC, "end"),
                arguments("a\u0000b\u0008c\u007Fd\u0085e\u009Ff", "abcd ef"),
                arguments("  line\r\n\tnext\u2028last\u00A0 ", "line next last"),
                arguments("\u202Egnp.exe\u202C \u2066x\u2069\u200B\u200F\uFEFF\u061C", "gnp.exe x"),
                arguments("\uD83D lone \uDC33", "lone"),
                arguments("whale \uD83D\uDC33 \u00E9\u4E2D", "whale \uD83D\uDC33 \u00E9\u4E2D"),
                arguments("\uE000\uDBFF\uDFFFx", "x"),
                arguments("", ""));
    }

    @Test
    void longTextIsCutWithDots() {
        assertEquals("abcdefg...", SafeText.of("abcdefghijk", 10));
        assertEquals("abcdefghij", SafeText.of("abcdefghij", 10));
        assertEquals(SafeText.DEFAULT_LENGTH, SafeText.of("x".repeat(100_000)).length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u009D", "\u0090", ESC, ESC + "]", ESC + "[", ESC + "[0", "\u009B1;", ESC + "(", " ", "\u200B"})
    @Timeout(10)
    void aMillionBeginningsTakeNoTime(String part) {
        assertTrue(SafeText.of(part.repeat(1_000_000)).length() <= SafeText.DEFAULT_LENGTH);
    }

    @Test
    void cutDoesNotHalveACharacter() {
        assertEquals("ab...", SafeText.of("ab\uD83D\uDC33cdefgh", 6));
    }

    @Test
    void anythingBecomesOnePrintableLine() {
        Random random = new Random(11);
        String alphabet = ESC + "[]();0m\u009B\u009D\u0007\\\n\t \u202E\uD83D\uDC33aPX^_~";
        for (int trial = 0; trial < 20_000; trial++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String safe = SafeText.of(text.toString(), 20);
            assertTrue(safe.length() <= 20, safe);
            assertTrue(safe.codePoints().noneMatch(c -> Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.SURROGATE), safe);
            assertEquals(safe.strip(), safe);
        }
    }

    @Test
    void noRoomIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SafeText.of("abc", 2));
    }
}
