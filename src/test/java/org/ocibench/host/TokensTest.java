package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    @Test
    void aFreshTokenIsOne() {
        for (int i = 0; i < 100; i++) {
            assertTrue(Tokens.isToken(Tokens.fresh()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ocib-3fa2b", "ocib-3fa2b1c", "ocib-3FA2B1", "ocib-3fa2b1-crun", "xocib-3fa2b1", "", "ocib-.."})
    void whatIsNoToken(String text) {
        assertFalse(Tokens.isToken(text));
    }

    @Test
    void tokensAreFoundBetweenOtherWords() {
        assertEquals(Set.of("ocib-00ff00", "ocib-123456"),
                Tokens.in("runc-ocib-00ff00.scope\0--id=ocib-123456-crun-direct-7\0ocib-1234567\0myocib-abcdef"));
    }

    @Test
    void theOwnerIsTheContainerIdRatherThanTheTokenOrAFileOfIt() {
        assertEquals(Optional.of("ocib-3fa2b1-crun-7"),
                Tokens.owner("/run/ocibench/ocib-3fa2b1/x/ocib-3fa2b1-crun-7.pid /ocib-3fa2b1-crun-7/", t -> true));
        assertEquals(Optional.of("ocib-3fa2b1"), Tokens.owner("/run/ocibench/ocib-3fa2b1/owner", t -> true));
        assertEquals(Optional.empty(), Tokens.owner("/run/ocibench/ocib-3fa2b1", t -> t.equals("ocib-000000")));
    }
}
