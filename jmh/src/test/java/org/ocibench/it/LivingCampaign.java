package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a living campaign has on the host, without one: a campaign would clean at its start. What makes it living is its owner
 * file, with this very process in it.
 */
final class LivingCampaign implements AutoCloseable {

    private static final int START_TIME = 19;

    private final String token = "ocib-" + String.format("%06x", ProcessHandle.current().pid() & 0xffffff);
    private final Path state = Path.of("/run/ocibench", token);
    private final Path scratch = Path.of("/var/lib/ocibench", token);

    LivingCampaign() throws IOException {
        Files.createDirectories(state);
        Files.createDirectories(scratch);
        Files.writeString(state.resolve("owner.json"), "{\"pid\": %d, \"startTime\": %d, \"token\": \"%s\", \"since\": \"%s\"}"
                .formatted(ProcessHandle.current().pid(), startTime(), token, Instant.now()));
    }

    String token() {
        return token;
    }

    /** What {@link Leftovers#of} is to find of it. */
    Set<String> things() {
        return Set.of("folder " + state, "folder " + scratch);
    }

    @Override
    public void close() throws IOException {
        delete(state);
        delete(scratch);
    }

    private static long startTime() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/stat")).replaceFirst(".*\\) ", "").split(" ")[START_TIME]);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
