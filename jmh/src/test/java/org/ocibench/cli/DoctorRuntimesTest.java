package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeDescriptor;

class DoctorRuntimesTest {

    private static RuntimeBinary binary(String versionText, boolean local) {
        RuntimeDescriptor descriptor = new RuntimeDescriptor("x", "x", "version (\\S+)", null, List.of(), List.of(1), null, Map.of());
        return new RuntimeBinary(descriptor, "1.0", Path.of("/x"), versionText, null, "",
                local ? JsonNodeFactory.instance.objectNode() : null);
    }

    @Test
    void featuresOfCrun() {
        assertEquals("spec 1.0.0, +SYSTEMD +SELINUX +EBPF +YAJL", DoctorRuntimes.features(binary(
                "crun version 1.21\ncommit: 1026\nrundir: /run/crun\nspec: 1.0.0\n+SYSTEMD +SELINUX +EBPF +YAJL", true)));
    }

    @Test
    void featuresOfRunc() {
        assertEquals("spec 1.3.0, go1.26.8, libseccomp 2.5.4", DoctorRuntimes.features(binary(
                "runc version 1.5.2\ncommit: v1.5.2-0-g1\nspec: 1.3.0\ngo: go1.26.8\nlibseccomp: 2.5.4", true)));
    }

    @Test
    void aVersionTextWithoutFeaturesHasNone() {
        assertEquals("", DoctorRuntimes.features(binary("youki version 0.5.5\ncommit: 0.5.5-0-X", true)));
        assertEquals("", DoctorRuntimes.features(binary("", false)));
    }

    @Test
    void binariesBuiltHereAreNamedSo() {
        assertEquals("x@1.0+local", DoctorRuntimes.name(binary("", true)));
        assertEquals("x@1.0", DoctorRuntimes.name(binary("", false)));
    }
}
