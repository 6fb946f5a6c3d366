package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.Scripts;

class ForkJvmTest {

    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private Path folder;

    private String jvm(String body) throws IOException {
        return Scripts.write(folder.resolve("jdk/bin/java"), body).toString();
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, false", "21.0.7, false", "24, true", "25.0.1, true", "25-ea, true"})
    void flagsFollowTheVersionOfTheForksJvm(String version, boolean nativeAccess) throws IOException {
        List<String> flags = ForkJvm.flags(jvm("echo 'openjdk version \"" + version + "\" 2026-04-15' >&2"));
        assertEquals(nativeAccess, flags.contains(NATIVE));
        assertTrue(flags.containsAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")));
    }

    @Test
    void withoutAJvmOfItsOwnAForkHasTheSchedulers() throws IOException {
        assertEquals(Runtime.version().feature() >= 24, ForkJvm.flags(null).contains(NATIVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 1", "echo hello", "echo 'version \"17\"'; exit 1"})
    void whatIsNoJvmIsRefused(String body) throws IOException {
        String jvm = jvm(body);
        IOException thrown = assertThrows(IOException.class, () -> ForkJvm.flags(jvm));
        assertTrue(thrown.getMessage().contains(jvm), thrown.getMessage());
    }
}
