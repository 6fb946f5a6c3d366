package org.ocibench.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.ocibench.host.Sha256;

/**
 * A rootfs as an OCI image in one tar file (image layout, one layer), for {@code ctr images import} and
 * {@code nerdctl load}. The same rootfs, architecture, workload and reference give the same bytes.
 *
 * @param file      the tar file
 * @param reference full name with tag, for example {@code docker.io/ocibench/busybox:1}
 * @param digest    digest of the manifest, {@code sha256:} and 64 hex digits: the digest containerd shows for the image
 */
public record OciImage(Path file, String reference, String digest) {

    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";

    private static final Pattern REFERENCE =
            Pattern.compile("[a-z0-9.-]+(?::[0-9]+)?(?:/[a-z0-9._-]+)+:([A-Za-z0-9_][A-Za-z0-9._-]{0,127})");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Writes the image.
     *
     * @param rootfs    content of the layer; owners become root, times the epoch
     * @param osArch    value of the system property {@code os.arch} where the rootfs's busybox runs
     * @param workload  what the image runs when no command is given
     * @param reference full name with registry and tag
     * @param file      tar file to write; replaced if it is there
     * @throws IllegalArgumentException if {@code reference} has no registry or tag, or {@code osArch} is unknown
     * @throws IOException              if the rootfs cannot be read or the file not written
     */
    public static OciImage write(Rootfs rootfs, String osArch, Workload workload, String reference, Path file)
            throws IOException {
        String tag = tag(reference);
        String architecture = architecture(osArch);
        byte[] layer = layer(RootfsTree.read(rootfs.path()));
        byte[] config = JSON.writeValueAsBytes(config(architecture, workload, layer));
        byte[] manifest = JSON.writeValueAsBytes(manifest(config, layer));
        byte[] index = JSON.writeValueAsBytes(index(manifest, architecture, reference, tag));

        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("oci-layout", JSON.writeValueAsBytes(JSON.createObjectNode().put("imageLayoutVersion", "1.0.0")));
        content.put("index.json", index);
        for (byte[] blob : new byte[][] {manifest, config, layer}) {
            content.put("blobs/sha256/" + Sha256.of(blob), blob);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            add(tar, folder("blobs/", 0755), null);
            add(tar, folder("blobs/sha256/", 0755), null);
            for (Map.Entry<String, byte[]> item : content.entrySet()) {
                add(tar, regular(item.getKey(), 0644), item.getValue());
            }
        }
        return new OciImage(file, reference, digest(manifest));
    }

    /** Architecture in the words of the image-spec, which are Go's. */
    static String architecture(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            case "riscv64", "ppc64le", "s390x" -> osArch;
            default -> throw new IllegalArgumentException("no OCI architecture known for os.arch '" + osArch + "'");
        };
    }

    private static String tag(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a full image name with registry and tag: '" + reference + "'");
        }
        return matcher.group(1);
    }

    private static ObjectNode config(String architecture, Workload workload, byte[] layer) {
        ObjectNode image = JSON.createObjectNode()
                .put("created", "1970-01-01T00:00:00Z").put("architecture", architecture).put("os", "linux");
        ObjectNode config = image.putObject("config");
        config.putArray("Env").add(RuntimeSpec.PATH_VARIABLE);
        workload.args().forEach(config.putArray("Cmd")::add);
        config.put("WorkingDir", "/");
        image.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(digest(layer));
        return image;
    }

    private static ObjectNode manifest(byte[] config, byte[] layer) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST_TYPE);
        manifest.set("config", descriptor(CONFIG_TYPE, config));
        manifest.putArray("layers").add(descriptor(LAYER_TYPE, layer));
        return manifest;
    }

    private static ObjectNode index(byte[] manifest, String architecture, String reference, String tag) {
        ObjectNode descriptor = descriptor(MANIFEST_TYPE, manifest);
        descriptor.putObject("platform").put("architecture", architecture).put("os", "linux");
        // containerd takes the first as the whole name; tools that follow the image-spec find the image by its tag.
        descriptor.putObject("annotations").put("io.containerd.image.name", reference)
                .put("org.opencontainers.image.ref.name", tag);
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX_TYPE);
        index.putArray("manifests").add(descriptor);
        return index;
    }

    private static ObjectNode descriptor(String mediaType, byte[] blob) {
        return JSON.createObjectNode().put("mediaType", mediaType).put("digest", digest(blob)).put("size", blob.length);
    }

    private static String digest(byte[] blob) {
        return "sha256:" + Sha256.of(blob);
    }

    // Uncompressed: the bytes would otherwise depend on the JDK's zlib.
    private static byte[] layer(RootfsTree tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (RootfsTree.Node node : tree.nodes()) {
                if (node instanceof RootfsTree.Regular file) {
                    add(tar, regular(file.path(), file.mode()), file.content());
                } else if (node instanceof RootfsTree.HardLink link) {
                    TarArchiveEntry entry = new TarArchiveEntry(link.path(), TarConstants.LF_LINK);
                    entry.setLinkName(link.target());
                    add(tar, plain(entry, link.mode()), null);
                } else {
                    add(tar, folder(node.path() + "/", node.mode()), null);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static TarArchiveEntry regular(String name, int mode) {
        return plain(new TarArchiveEntry(name, TarConstants.LF_NORMAL), mode);
    }

    private static TarArchiveEntry folder(String name, int mode) {
        return plain(new TarArchiveEntry(name, TarConstants.LF_DIR), mode);
    }

    private static TarArchiveEntry plain(TarArchiveEntry entry, int mode) {
        entry.setMode(mode);
        entry.setModTime(0);
        entry.setIds(0, 0);
        // Otherwise the name of whoever writes the image stands in it.
        entry.setNames("", "");
        return entry;
    }

    private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException {
        entry.setSize(content == null ? 0 : content.length);
        tar.putArchiveEntry(entry);
        if (content != null) {
            tar.write(content);
        }
        tar.closeArchiveEntry();
    }
}
