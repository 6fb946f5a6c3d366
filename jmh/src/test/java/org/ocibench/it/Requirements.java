package org.ocibench.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * What a test needs of the host. What provisioning could bring is a failure when {@code -Docibench.strict=true}, otherwise the
 * test is skipped with its reason. What the host cannot do at all is always a skip.
 */
final class Requirements {

    /** Begins the reason of a skip that no provisioning would remove. */
    static final String HOST_CANNOT = "this host cannot: ";

    private static final String REMEDY = "jmh/provision.sh";
    private static final boolean STRICT = Boolean.getBoolean("ocibench.strict");
    private static final Map<String, List<String>> BINARIES = Map.of(
            "containerd", List.of("containerd", "ctr", "containerd-shim-runc-v2"),
            "runsc", List.of("runsc", "containerd-shim-runsc-v1"));

    private Requirements() {
    }

    /** Needs root and these tools, as {@code provision.sh} names them. */
    static void needs(String... tools) {
        needsRoot();
        for (String tool : tools) {
            for (String binary : BINARIES.getOrDefault(tool, List.of(tool))) {
                if (newest(tool, binary) == null) {
                    missing(binary + " is not installed: run " + REMEDY);
                }
            }
        }
    }

    /** Needs to be root. */
    static void needsRoot() {
        if (!isRoot()) {
            missing("not root: run " + REMEDY + " and the tests as root");
        }
    }

    static boolean isRoot() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the test as skipped: what it needs, no provisioning can bring. */
    static void hostCannot(String reason) {
        Assumptions.abort(HOST_CANNOT + reason);
    }

    /** The newest binary of a tool, as the bench itself finds it, or null. */
    static Path newest(String tool, String binary) {
        try {
            return RuntimeCatalog.Places.ofEnvironment().newest(tool, binary).orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The binary of one version of a runtime, as the bench itself finds it. */
    static Path version(String runtime, String version) {
        try {
            return RuntimeCatalog.discover(RuntimeCatalog.Places.ofEnvironment(), null).binary(runtime + "@" + version).path();
        } catch (UnknownRuntimeException e) {
            missing(runtime + " " + version + " is not installed: run " + REMEDY + " " + runtime + "@" + version);
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void missing(String reason) {
        if (STRICT) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }
}
