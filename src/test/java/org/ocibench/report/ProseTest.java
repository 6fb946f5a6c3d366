package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProseTest {

    @Test
    void wrapsAtSpacesAndKeepsLongWords() {
        assertEquals(List.of("one two", "averylongword", "x"), Prose.wrap("one two averylongword x", 8));
        assertEquals(List.of(""), Prose.wrap("", 8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "runsc~kvm | x! runsc\\~kvm \\| x",
        "<script>&! &lt;script&gt;&amp;",
        "8.41 [8.30, 8.52]! 8.41 [8.30, 8.52]",
        "[a](b) [c]: d! [a\\](b) [c\\]: d",
        "# head! \\# head",
        "rcu_expedited `x` *b*! rcu\\_expedited \\`x\\` \\*b\\*"})
    void markupIsDisarmed(String text, String markdown) {
        assertEquals(markdown, Prose.markdown(text));
    }
}
