package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPUs that this process may run on: what a cpuset or an affinity leaves of the host's. */
public final class CpusAllowed {

    private static final String FIELD = "Cpus_allowed_list:";

    private CpusAllowed() {
    }

    /** As a list such as {@code 0-3,8}. */
    public static String read(Path root) throws IOException {
        return Files.readString(root.resolve("proc/self/status"), StandardCharsets.ISO_8859_1).lines()
                .filter(line -> line.startsWith(FIELD)).map(line -> line.substring(FIELD.length()).strip()).findFirst()
                .orElse("unknown");
    }
}
