package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class FactTest {

    @Test
    void aKnownFactIsItsValueInJson() {
        assertEquals(7L, Fact.of(7L).json());
    }

    @Test
    void anUnknownFactSaysWhyInJson() throws Exception {
        assertEquals("{\"value\":null,\"reason\":\"no such file\"}",
                new ObjectMapper().writeValueAsString(Fact.missing("no such file").json()));
    }

    @Test
    void aFactHasEitherValueOrReason() {
        assertThrows(IllegalArgumentException.class, () -> new Fact(null, null));
        assertThrows(IllegalArgumentException.class, () -> new Fact(1, "reason"));
        assertThrows(NullPointerException.class, () -> Fact.of(null));
    }
}
