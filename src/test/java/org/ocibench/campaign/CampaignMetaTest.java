package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.engine.Arm;

class CampaignMetaTest {

    @TempDir
    private Path folder;

    private CampaignMeta read(String content) throws IOException {
        Files.writeString(folder.resolve(CampaignFolder.META_JSON), content);
        return CampaignMeta.read(folder);
    }

    @Test
    void armsAndTheirTroublesAreRead() throws IOException {
        CampaignMeta meta = read("""
                {"schema": 1, "started": "2026-11-25T12:25:52Z", "complete": true, "plan": {"indicative": true},
                 "kernel": {"release": "6.18"}, "cgroupMode": "v1",
                 "runtimes": [{"runtime": "runc", "name": "runc@1.5.2+local"}],
                 "arms": [{"arm": "runc/direct/exit/burst/default", "attempts": 3}],
                 "notRun": [{"arm": "runc/ctr/exit/burst/default", "reason": "no ctr", "remedy": "get it"}],
                 "probes": {"runc/direct/exit/burst/default": "said something"},
                 "quality": {"parked": [{"arm": "runc/direct/exit/burst/default", "attempts": 20, "reason": "20 in a row"}]},
                 "stderr": {"0a1b2c3d": "cannot"}}""");
        Arm arm = Arm.ofKey("runc/direct/exit/burst/default");
        assertEquals(List.of(arm), meta.arms());
        assertEquals(Map.of("runc", "runc@1.5.2+local"), meta.displayNames());
        assertEquals(List.of(new CampaignMeta.Absent(Arm.ofKey("runc/ctr/exit/burst/default"), "no ctr")), meta.notRun());
        assertEquals(Map.of(arm.key(), "20 in a row"), meta.parked());
        assertEquals(Map.of(arm.key(), "said something"), meta.probes());
        assertEquals(Map.of("0a1b2c3d", "cannot"), meta.stderr());
        assertEquals(List.of("linux 6.18, cgroup v1, begun 2026-11-25T12:25:52Z",
                "INDICATIVE: fewer than 20 sub-blocks over 5 blocks, too few for a verdict"), meta.caption());
    }

    @Test
    void whatIsNotThereIsNotNeeded() throws IOException {
        CampaignMeta meta = read("{\"plan\": {}, \"arms\": []}");
        assertEquals(List.of(), meta.arms());
        assertEquals(List.of("linux of unknown version, cgroup of unknown version, begun at an unknown time",
                "The campaign ended early: the numbers are of what had run by then"), meta.caption());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{}                                                         | it lacks arms or plan",
        "{\"plan\": {}, \"arms\": {}}                               | it lacks arms or plan",
        "{\"plan\": {}, \"arms\": [{\"arm\": 1}]}                   | there is no text 'arm'",
        "{\"plan\": {}, \"arms\": [\"runc\"]}                       | there is no text 'arm'",
        "{\"plan\": {}, \"arms\": [{\"arm\": \"a/b\"}]}             | not an arm: 'a/b'",
        "{\"plan\": {}, \"arms\": [], \"runtimes\": [{}]}           | there is no text 'runtime'"})
    void anotherShapeIsRefused(String content, String reason) {
        IOException thrown = assertThrows(IOException.class, () -> read(content));
        assertTrue(thrown.getMessage().startsWith(folder.resolve("meta.json") + ": " + reason), thrown.getMessage());
    }
}
