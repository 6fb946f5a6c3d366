package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserNamespaceTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"'         0          0 4294967295\n', true", "'         0      65534          1\n', false",
        "'         0     100000      65536\n         65536 1000 1\n', false", "'', false"})
    void theMapTells(String map, boolean initial) throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/uid_map"), map);
        assertEquals(initial, UserNamespace.isInitial(root));
    }

    @Test
    void withoutUserNamespacesThereIsNoMap() throws IOException {
        assertTrue(UserNamespace.isInitial(root));
    }
}
