package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StderrTextsTest {

    private final StderrTexts texts = new StderrTexts();

    @ParameterizedTest
    @CsvSource({
        "container ocib-3fa2b1-0d4e5f-001-000017 exists, container ocib-00ff00-0d4e5f-002-000003 exists",
        "pid 4711 died after 3.25 s, pid 12 died after 13.5 s",
        "shim 0123456789abcdef0123: gone, shim fedcba98765432109876aa: gone"})
    void idsAndNumbersDoNotChangeTheDigest(String one, String other) {
        assertEquals(texts.digest(one), texts.digest(other));
        assertEquals(List.of(one), List.copyOf(texts.all().values()), "the first text stands for all");
    }

    @Test
    void otherWordsHaveAnotherDigest() {
        assertNotEquals(texts.digest("no such file"), texts.digest("permission denied"));
        assertEquals(2, texts.all().size());
    }

    @Test
    void aDigestFitsTheLog() {
        assertTrue(texts.digest("a, b\n\"c\"").matches("[0-9a-f]{8}"));
        assertEquals("", texts.digest(" \n"));
        assertEquals(1, texts.all().size());
    }

    @Test
    void whatIsKeptIsShortAndHarmless() {
        String digest = texts.digest("\u001b[31mred\u001b[0m " + "x".repeat(5000));
        String kept = texts.all().get(digest);
        assertTrue(kept.length() < 700, () -> "kept " + kept.length());
        assertFalse(kept.contains("\u001b"));
    }
}
