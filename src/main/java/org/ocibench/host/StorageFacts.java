package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The file system that holds a path.
 *
 * @param fileSystem type as the kernel names it
 * @param options    options of mount and file system, sorted, each once; identifying values are replaced by {@code *}
 */
public record StorageFacts(Fact fileSystem, Fact options) {

    /** Looks a path up on this host; a path that does not exist yet is on the file system of its nearest parent. */
    public static StorageFacts of(Path path) {
        return of(Path.of("/"), path);
    }

    /** Like {@link #of(Path)}, with {@code path} as the host below {@code root} names it. */
    static StorageFacts of(Path root, Path path) {
        try {
            MountEntry mount = holding(MountEntry.read(root), real(root, path.toAbsolutePath().normalize()));
            if (mount == null) {
                return unknown("/proc/self/mountinfo: no mount holds the path");
            }
            TreeSet<String> options = new TreeSet<>();
            mount.options().forEach(option -> options.add(Scrubber.word(option)));
            mount.superOptions().forEach(option -> options.add(Scrubber.word(option)));
            return new StorageFacts(Fact.of(mount.type()), Fact.of(List.copyOf(options)));
        } catch (IOException e) {
            return unknown("/proc/self/mountinfo: not readable");
        }
    }

    /** Keys {@code fileSystem} and {@code options}. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fileSystem", fileSystem.json());
        json.put("options", options.json());
        return json;
    }

    private static StorageFacts unknown(String reason) {
        return new StorageFacts(Fact.missing(reason), Fact.missing(reason));
    }

    private static String real(Path root, Path path) throws IOException {
        Path existing = root.resolve(path.toString().substring(1));
        Path realRoot = root.toRealPath();
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        Path real = existing == null ? realRoot : existing.toRealPath();
        return real.startsWith(realRoot) ? "/" + realRoot.relativize(real) : "/";
    }

    // Walks as the kernel does: the shallowest child mount on the way comes first. The longest prefix would name a mount that
    // a later one on its parent folder hides.
    private static MountEntry holding(List<MountEntry> mounts, String path) {
        MountEntry at = null;
        for (MountEntry entry : mounts) {
            boolean top = mounts.stream().noneMatch(other -> other.id() == entry.parent() && other.id() != entry.id());
            if (top && entry.point().equals("/")) {
                at = entry;
            }
        }
        for (int steps = 0; at != null && steps < mounts.size(); steps++) {
            MountEntry next = null;
            for (MountEntry entry : mounts) {
                boolean below = entry.parent() == at.id() && entry.id() != at.id() && entry.holds(path);
                if (below && (next == null || entry.point().length() <= next.point().length())) {
                    next = entry;
                }
            }
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }
}
