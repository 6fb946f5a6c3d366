package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the root of this process is the host's. */
public final class UserNamespace {

    private UserNamespace() {
    }

    /**
     * True where every user id means itself, as in the host's own user namespace; a kernel without user namespaces has no map.
     *
     * @param root {@code /} but in tests
     */
    public static boolean isInitial(Path root) throws IOException {
        Path map = root.resolve("proc/self/uid_map");
        return Files.notExists(map) || Files.readString(map, StandardCharsets.US_ASCII).strip().matches("0\\s+0\\s+4294967295");
    }
}
