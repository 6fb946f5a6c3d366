package org.ocibench.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * An OCI bundle: a folder with {@code config.json}, whose rootfs lies elsewhere and is shared. Every operation needs a cgroup
 * of its own, all else stays; so the configuration is rendered once and only the cgroup's path is exchanged.
 *
 * <p>One writer at a time: a runtime that reads while {@link #retarget} writes may see half of either.
 */
public final class Bundle {

    private final Path folder;
    private final Path config;
    private final byte[] head;
    private final byte[] tail;

    private Bundle(Path folder, byte[] head, byte[] tail) {
        this.folder = folder;
        this.config = folder.resolve("config.json");
        this.head = head;
        this.tail = tail;
    }

    /**
     * Writes the bundle. An existing one in the same folder is replaced.
     *
     * @param folder      folder of the bundle, made with its parents if missing; mode 0700, its config.json 0600
     * @param args        program and arguments of its process, absolute in the rootfs
     * @param cgroupsPath cgroup of the first container, as for {@link RuntimeSpec#render}
     * @throws IllegalArgumentException if {@code cgroupsPath} is not an absolute path of plain names
     * @throws IOException              if the folder or the file cannot be written
     */
    public static Bundle write(Path folder, RuntimeSpec spec, List<String> args, String cgroupsPath) throws IOException {
        String template = spec.template(args);
        int at = template.lastIndexOf(RuntimeSpec.CGROUP_PLACEHOLDER);
        String rest = template.substring(at + RuntimeSpec.CGROUP_PLACEHOLDER.length());
        Path real = Files.createDirectories(folder).toRealPath();
        Bundle bundle = new Bundle(real, template.substring(0, at).getBytes(StandardCharsets.UTF_8),
                rest.getBytes(StandardCharsets.UTF_8));
        bundle.make();
        bundle.retarget(cgroupsPath);
        return bundle;
    }

    /**
     * Rewrites config.json for the next container; takes some ten microseconds.
     *
     * @throws IllegalArgumentException if {@code cgroupsPath} is not an absolute path of plain names
     * @throws IOException              if config.json cannot be written
     */
    public void retarget(String cgroupsPath) throws IOException {
        byte[] path = RuntimeSpec.requireCgroup(cgroupsPath).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content = ByteBuffer.allocate(head.length + path.length + tail.length)
                .put(head).put(path).put(tail).flip();
        // Not truncated on opening: ext4 answers that with write-back when the file is closed, which the next start would feel.
        try (FileChannel file = FileChannel.open(config, StandardOpenOption.WRITE)) {
            int length = content.remaining();
            while (content.hasRemaining()) {
                file.write(content, content.position());
            }
            file.truncate(length);
        } catch (NoSuchFileException removed) {
            // By a runtime that takes more away than its own.
            make();
            Files.write(config, content.array());
        }
    }

    private void make() throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.deleteIfExists(config);
        Files.createFile(config, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Absolute path for the runtimes' {@code --bundle}. */
    public Path folder() {
        return folder;
    }

    /**
     * The configuration as it stands now.
     *
     * @throws IOException if config.json cannot be read
     */
    public JsonNode spec() throws IOException {
        return new ObjectMapper().readTree(config.toFile());
    }

    /** Absolute path of config.json. */
    public Path config() {
        return config;
    }
}
