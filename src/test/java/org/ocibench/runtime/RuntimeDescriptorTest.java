package org.ocibench.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeDescriptorTest {

    private static RuntimeDescriptor descriptor(String name, String binary, String version, String commit) {
        return new RuntimeDescriptor(name, binary, version, commit, null, null, null, null);
    }

    private static RuntimeDescriptor variant(String name) {
        return new RuntimeDescriptor("kata", "kata", "(x)", null, null, null, null,
                Map.of(name, new RuntimeDescriptor.Variant(null, false, null)));
    }

    @Test
    void whatIsLeftOutHasADefault() {
        RuntimeDescriptor plain = descriptor("kata", "kata-runtime", "(x)", null);
        assertEquals(List.of(), plain.globalFlags());
        assertEquals(List.of(1), plain.setupFailureExits());
        assertEquals(Map.of(), plain.variants());
        assertNull(plain.shim());
        assertEquals(List.of(), new RuntimeDescriptor.Variant(null, true, null).globalFlags());
        assertEquals(Map.of(), new RuntimeDescriptor.Shim("io.containerd.kata.v2", "shim", null, null).annotations());
    }

    @Test
    void itDoesNotChangeAfterwards() {
        List<String> flags = new ArrayList<>(List.of("--a"));
        RuntimeDescriptor kept = new RuntimeDescriptor("kata", "kata", "(x)", null, flags, null, null, null);
        flags.add("--b");
        assertEquals(List.of("--a"), kept.globalFlags());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Kata", "ka ta", "-kata", "ka/ta", "kata@1", "kata~x", "a,b", "a=b", "ä",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void namesArePlainParameterValues(String name) {
        assertThrows(IllegalArgumentException.class, () -> descriptor(name, "kata", "(x)", null));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"-, (x), -", "' ', (x), -", "bin/kata, (x), -", "kata, -, -", "kata, x, -", "kata, (, -",
        "kata, (x), y", "kata, (x), )"})
    void binaryAndPatternsAreChecked(String binary, String version, String commit) {
        assertThrows(IllegalArgumentException.class, () -> descriptor("kata", binary, version, commit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "f c", "f/c", "f~c", "copy"})
    void variantsHavePlainNamesAndNotThatOfTheCopy(String name) {
        assertThrows(IllegalArgumentException.class, () -> variant(name));
        assertEquals(1, variant("fc").variants().size());
    }

    @Test
    void aShimNeedsTypeAndBinary() {
        assertThrows(IllegalArgumentException.class, () -> new RuntimeDescriptor.Shim(null, "shim", null, null));
        assertThrows(IllegalArgumentException.class, () -> new RuntimeDescriptor.Shim("type", null, null, null));
    }
}
