package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;

class StoredCampaignTest {

    private static final String RUNC = "runc/direct/exit/burst/default";
    private static final String CRUN = "crun/direct/exit/burst/default";

    @TempDir
    private Path results;

    private Path campaign(String machine, String day, String name) throws IOException {
        return Files.createDirectories(results.resolve(machine).resolve(day).resolve(name));
    }

    private static OperationRow failed(String arm, String digest) {
        return new OperationRow(1, 1, 1, 1, OperationKind.TIMED, "", arm, 0, "run", 1, OptionalLong.empty(), OptionalLong.empty(),
                OptionalLong.empty(), 1, FailureClass.RUNTIME, Layer.RUNTIME, digest, 2000);
    }

    @Test
    void aFolderIsReadAsItWasWritten() throws IOException {
        Path folder = campaign("0a1b2c3d", "2026-11-25", "20261125T120000Z-0a1b2c");
        Files.writeString(folder.resolve("meta.json"), "{\"plan\": {}, \"arms\": [{\"arm\": \"" + RUNC + "\"}]}");
        try (OperationLog log = new OperationLog(folder)) {
            log.append(failed(RUNC, "d1"));
        }
        StoredCampaign campaign = StoredCampaign.read(folder);
        assertEquals(List.of(failed(RUNC, "d1")), campaign.rows());
        assertEquals(List.of(Arm.ofKey(RUNC)), campaign.meta().arms());
        assertEquals(Optional.empty(), campaign.specs());
    }

    @Test
    void aDamagedPartIsNamed() throws IOException {
        Path folder = campaign("0a1b2c3d", "2026-11-25", "20261125T120000Z-0a1b2c");
        assertTrue(assertThrows(IOException.class, () -> StoredCampaign.read(folder)).getMessage().contains("meta.json"));
        Files.writeString(folder.resolve("meta.json"), "{\"plan\": {}, \"arms\": []}");
        assertTrue(assertThrows(IOException.class, () -> StoredCampaign.read(folder)).getMessage().contains("ops.csv"));
        Files.writeString(folder.resolve("ops.csv.gz"), "no gzip");
        assertTrue(assertThrows(IOException.class, () -> StoredCampaign.read(folder)).getMessage().contains("ops.csv.gz is damaged"));
        assertEquals(results.resolve("nowhere") + " is no folder",
                assertThrows(IOException.class, () -> StoredCampaign.read(results.resolve("nowhere"))).getMessage());
    }

    @Test
    void theNewestComesFirstWhateverItsMachine() throws IOException {
        Path old = campaign("ffffffff", "2026-11-24", "20261124T235959Z-ffffff");
        Path newest = campaign("00000000", "2026-11-26", "20261126T000000Z-000000");
        Path middle = campaign("ffffffff", "2026-11-25", "20261125T120000Z-0a1b2c");
        campaign("ffffffff", "2026-11-27", "harness-cost-20261127T1221Z");
        campaign("notes", "2026-11-27", "20261127T120000Z-0a1b2c");
        Files.createSymbolicLink(results.resolve("ffffffff/2026-11-27/20261127T120000Z-0a1b2c"), old);
        assertEquals(List.of(newest, middle, old), StoredCampaign.newestFirst(results));
        assertEquals(List.of(), StoredCampaign.newestFirst(results.resolve("nowhere")));
    }

    @Test
    void troubleIsTheNearestReasonThatIsKnown() {
        CampaignMeta meta = new CampaignMeta(List.of(), Map.of(), List.of(new CampaignMeta.Absent(
                Arm.ofKey("runc/ctr/exit/burst/default"), "no ctr")), Map.of(CRUN, "given up", RUNC, "given up too"),
                Map.of("youki/direct/exit/burst/default", "tried in vain"), Map.of("d1", "rare", "d2", "often"), Map.of(), List.of(),
                Environment.of(JsonNodeFactory.instance.objectNode()));
        StoredCampaign campaign = new StoredCampaign(results, meta, List.of(failed(RUNC, "d1"), failed(RUNC, "d2"),
                failed(RUNC, "d2"), failed(CRUN, "d9")), Optional.empty());
        assertEquals(Optional.of("no ctr"), campaign.trouble("runc/ctr/exit/burst/default"));
        assertEquals(Optional.of("tried in vain"), campaign.trouble("youki/direct/exit/burst/default"));
        assertEquals(Optional.of("often"), campaign.trouble(RUNC));
        assertEquals(Optional.of("given up"), campaign.trouble(CRUN));
        assertEquals(Optional.empty(), campaign.trouble("runsc/direct/exit/burst/default"));
    }
}
