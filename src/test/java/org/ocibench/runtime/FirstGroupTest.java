package org.ocibench.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class FirstGroupTest {

    @Test
    void theFirstGroupOfTheFirstMatch() {
        assertEquals(Optional.of("1.2"), FirstGroup.of("version (\\S+)", "x\nversion 1.2 version 1.3"));
        assertEquals(Optional.empty(), FirstGroup.of("version (\\S+)", "x"));
        assertEquals(Optional.empty(), FirstGroup.of("(q)?", "x"), "a group may take no part in the match");
        assertEquals(Optional.empty(), FirstGroup.of("(end)", "x".repeat(20_000) + "end"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"((a+)+)+b", "(a*)*b", "((a|aa)+)$", "((?:a|.)*)b", "((.|\\n)*)", "(a?){500}a{500}b"})
    void whatNeverEndsIsGivenUp(String pattern) {
        FirstGroup.of(pattern, "a".repeat(20_000) + "!");
    }
}
