package org.ocibench.bundle;

import org.ocibench.host.Sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciImageTest {

    private static final String REFERENCE = "docker.io/ocibench/busybox:1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Item(TarArchiveEntry entry, byte[] content) {
    }

    @TempDir
    Path temp;
    private Rootfs rootfs;

    @BeforeEach
    void buildRootfs() throws IOException {
        rootfs = Rootfs.build(Programs.busybox(temp), temp.resolve("rootfs"));
    }

    @Test
    void everyBlobIsNamedByItsDigestAndReferredTo() throws IOException {
        OciImage image = write(temp.resolve("image.tar"));
        Map<String, Item> layout = read(Files.newInputStream(image.file()));
        assertEquals("1.0.0", json(layout, "oci-layout").get("imageLayoutVersion").asText());

        JsonNode descriptor = json(layout, "index.json").at("/manifests/0");
        assertEquals(REFERENCE, descriptor.at("/annotations/io.containerd.image.name").asText());
        assertEquals("1", descriptor.at("/annotations/org.opencontainers.image.ref.name").asText());
        assertEquals("amd64", descriptor.at("/platform/architecture").asText());
        assertEquals(image.digest(), descriptor.get("digest").asText());

        JsonNode manifest = JSON.readTree(blob(layout, descriptor));
        JsonNode config = JSON.readTree(blob(layout, manifest.get("config")));
        byte[] layer = blob(layout, manifest.at("/layers/0"));
        assertEquals("application/vnd.oci.image.layer.v1.tar", manifest.at("/layers/0/mediaType").asText());
        assertEquals("sha256:" + Sha256.of(layer), config.at("/rootfs/diff_ids/0").asText());
        assertEquals("[\"/bin/sh\",\"-c\",\"exit 42\"]", config.at("/config/Cmd").toString());
        assertEquals("linux/amd64", config.get("os").asText() + "/" + config.get("architecture").asText());
    }

    @Test
    void layerIsTheRootfs() throws IOException {
        Map<String, Item> layout = read(Files.newInputStream(write(temp.resolve("image.tar")).file()));
        JsonNode manifest = JSON.readTree(blob(layout, json(layout, "index.json").at("/manifests/0")));
        Map<String, Item> layer = read(new ByteArrayInputStream(blob(layout, manifest.at("/layers/0"))));

        TreeSet<String> names = new TreeSet<>();
        for (RootfsTree.Node node : RootfsTree.read(rootfs.path()).nodes()) {
            boolean folder = node instanceof RootfsTree.Folder;
            names.add(folder ? node.path() + "/" : node.path());
            TarArchiveEntry entry = layer.get(folder ? node.path() + "/" : node.path()).entry();
            assertEquals(node.mode(), entry.getMode() & 0777, node.path());
            assertEquals(folder, entry.isDirectory(), node.path());
        }
        assertEquals(names, new TreeSet<>(layer.keySet()));
        assertArrayEquals(Files.readAllBytes(rootfs.path().resolve("bin/sh")), layer.get("bin/busybox").content());
        assertTrue(layer.get("bin/sh").entry().isLink());
        assertEquals("bin/busybox", layer.get("bin/sh").entry().getLinkName());
        for (Item item : layer.values()) {
            TarArchiveEntry entry = item.entry();
            assertEquals(0, entry.getLongUserId() + entry.getLongGroupId());
            assertEquals("", entry.getUserName() + entry.getGroupName());
            assertEquals(0, entry.getLastModifiedTime().toMillis());
        }
    }

    @Test
    void sameRootfsGivesSameBytes() throws IOException {
        OciImage one = write(temp.resolve("one.tar"));
        rootfs = Rootfs.build(Programs.busybox(temp), temp.resolve("again"));
        OciImage two = write(temp.resolve("two.tar"));
        assertEquals(one.digest(), two.digest());
        assertArrayEquals(Files.readAllBytes(one.file()), Files.readAllBytes(two.file()));
        assertEquals(REFERENCE, two.reference());
        OciImage other = OciImage.write(rootfs, "aarch64", Workload.EXIT, REFERENCE, temp.resolve("arm.tar"));
        assertNotEquals(one.digest(), other.digest());
    }

    @Test
    void architecturesAreGos() {
        assertEquals("amd64", OciImage.architecture("x86_64"));
        assertEquals("arm64", OciImage.architecture("aarch64"));
        assertThrows(IllegalArgumentException.class, () -> OciImage.architecture("pdp11"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "busybox:1", "docker.io/ocibench/busybox", "docker.io/Oci/busybox:1", "docker.io/a/b:",
            "docker.io/a/b:1 2", "localhost:5000/b"})
    void refusesShortNames(String reference) {
        assertThrows(IllegalArgumentException.class,
                () -> OciImage.write(rootfs, "amd64", Workload.EXIT, reference, temp.resolve("x.tar")));
    }

    private OciImage write(Path file) throws IOException {
        return OciImage.write(rootfs, "amd64", Workload.EXIT, REFERENCE, file);
    }

    private static JsonNode json(Map<String, Item> layout, String name) throws IOException {
        return JSON.readTree(layout.get(name).content());
    }

    private static byte[] blob(Map<String, Item> layout, JsonNode descriptor) {
        String hex = descriptor.get("digest").asText().substring("sha256:".length());
        byte[] content = layout.get("blobs/sha256/" + hex).content();
        assertEquals(hex, Sha256.of(content));
        assertEquals(content.length, descriptor.get("size").asInt());
        return content;
    }

    private static Map<String, Item> read(InputStream in) throws IOException {
        Map<String, Item> items = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                items.put(entry.getName(), new Item(entry, tar.readAllBytes()));
            }
        }
        return items;
    }
}
