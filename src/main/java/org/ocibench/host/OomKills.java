package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many processes the kernel has killed for want of memory. In cgroup v2 those below one cgroup; v1 counts them in the very
 * cgroup only, which is gone when a container is, so there it is all of the host, which does for one start at a time.
 */
public final class OomKills {

    private static final String FIELD = "oom_kill ";

    private final Path file;

    /**
     * A counter.
     *
     * @param root {@code /} but in tests
     * @param path absolute path of the cgroup
     */
    public OomKills(Path root, CgroupLayout layout, String path) {
        Optional<CgroupLayout.Hierarchy> memory = layout.controller("memory");
        file = memory.filter(CgroupLayout.Hierarchy::unified).map(h -> h.mount().resolve(path.substring(1)).resolve("memory.events"))
                .orElse(root.resolve("proc/vmstat"));
    }

    /** The count so far, or empty if this kernel has none. */
    public OptionalLong count() throws IOException {
        if (Files.notExists(file)) {
            return OptionalLong.empty();
        }
        return Files.readString(file, StandardCharsets.US_ASCII).lines().filter(line -> line.startsWith(FIELD))
                .mapToLong(line -> Long.parseLong(line.substring(FIELD.length()))).findFirst();
    }
}
