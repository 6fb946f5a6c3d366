package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignFolderTest {

    @TempDir
    private Path results;

    private CampaignFolder folder() throws IOException {
        return CampaignFolder.create(results, "0a1b2c3d", Instant.parse("2026-11-23T23:59:07.999Z"), "3fa2b1");
    }

    @Test
    void theFolderIsNamedByMachineDayAndUtcStamp() throws IOException {
        assertEquals(results.resolve("0a1b2c3d/2026-11-23/20261123T235907Z-3fa2b1"), folder().path());
    }

    @Test
    void aFileIsReplacedWholeAndLeavesNoDraft() throws IOException {
        CampaignFolder folder = folder();
        folder.write("report.md", "old and long");
        folder.write("report.md", "neu: ä");
        assertEquals("neu: ä", Files.readString(folder.path().resolve("report.md")));
        try (Stream<Path> files = Files.list(folder.path())) {
            assertEquals(List.of("report.md"), files.map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void jsonKeepsOrderAndReadsBack() throws IOException {
        CampaignFolder folder = folder();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("schema", 1);
        tree.put("arms", List.of(Map.of("arm", "crun")));
        folder.writeJson("meta.json", tree);
        Path file = folder.path().resolve("meta.json");
        assertEquals("{\"schema\":1,\"arms\":[{\"arm\":\"crun\"}]}", new ObjectMapper().readTree(file.toFile()).toString());
        assertEquals('\n', Files.readString(file).charAt((int) Files.size(file) - 1));
    }

    @Test
    void checksumsAreOfTheFilesAsTheyAre() throws IOException {
        CampaignFolder folder = folder();
        folder.write("a", "abc");
        assertEquals(Map.of("a", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                folder.checksums(List.of("a")));
        assertThrows(IOException.class, () -> folder.checksums(List.of("missing")));
    }
}
