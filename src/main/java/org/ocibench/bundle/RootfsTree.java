package org.ocibench.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.host.Sha256;

/** A rootfs folder read back as a list sorted by path: one order for its digest and for the image's layer. */
record RootfsTree(List<Node> nodes) {

    /** One file or folder; paths are relative and without a leading slash, modes are the nine permission bits. */
    sealed interface Node {
        String path();

        int mode();

        /** Kind and, for a file, what it holds. */
        String substance();
    }

    record Folder(String path, int mode) implements Node {
        @Override
        public String substance() {
            return "folder";
        }
    }

    record Regular(String path, int mode, byte[] content) implements Node {
        @Override
        public String substance() {
            return "file " + Sha256.of(content);
        }
    }

    /** A further name of the file that stands at {@code target}, which is earlier in the list. */
    record HardLink(String path, int mode, String target) implements Node {
        @Override
        public String substance() {
            return "link " + target;
        }
    }

    /**
     * Reads the folder, without itself.
     *
     * @throws BundleException if there is something else in it than files and folders
     * @throws IOException     if it cannot be read
     */
    static RootfsTree read(Path root) throws IOException {
        List<Node> nodes = new ArrayList<>();
        Map<Object, String> seen = new HashMap<>();
        for (Path path : sorted(root)) {
            nodes.add(node(root, path, seen));
        }
        return new RootfsTree(List.copyOf(nodes));
    }

    /** SHA-256, in hex, over one line per entry: path, mode, kind and content. */
    String digest() {
        String canonical = nodes.stream()
                .map(node -> node.path() + " " + Integer.toOctalString(node.mode()) + " " + node.substance() + "\n")
                .collect(Collectors.joining());
        return Sha256.of(canonical.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> sorted(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(p -> !p.equals(root)).sorted().toList();
        }
    }

    private static Node node(Path root, Path path, Map<Object, String> seen) throws IOException {
        PosixFileAttributes facts =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String name = root.relativize(path).toString();
        int mode = bits(facts.permissions());
        if (facts.isDirectory()) {
            return new Folder(name, mode);
        }
        if (!facts.isRegularFile()) {
            throw new BundleException(path + " is neither file nor folder", "remove " + root + " and build it again");
        }
        String first = seen.putIfAbsent(facts.fileKey(), name);
        return first == null ? new Regular(name, mode, Files.readAllBytes(path)) : new HardLink(name, mode, first);
    }

    private static int bits(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            bits |= 0400 >> permission.ordinal();
        }
        return bits;
    }
}
