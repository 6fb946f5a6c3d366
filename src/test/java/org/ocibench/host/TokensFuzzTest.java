package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

class TokensFuzzTest {

    @FuzzTest
    void find(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Set<String> tokens = Tokens.in(text);
        for (String token : tokens) {
            assertTrue(Tokens.isToken(token) && text.contains(token), token);
        }
        Optional<String> owner = Tokens.owner(text, token -> true);
        assertEquals(tokens.isEmpty(), owner.isEmpty());
        if (owner.isPresent()) {
            assertTrue(text.contains(owner.get()) && owner.get().matches("ocib-[0-9a-f]{6}[A-Za-z0-9._@~+-]*"), owner::get);
            assertEquals(1, Tokens.in(owner.get().substring(0, "ocib-012345".length())).size());
        }
        assertEquals(Optional.empty(), Tokens.owner(text, token -> false));
    }
}
