package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Told;
import org.ocibench.engine.Arm;
import org.ocibench.host.Printable;

class CampaignMetaFuzzTest {

    @TempDir
    private Path folder;

    @FuzzTest
    void read(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(CampaignFolder.META_JSON), content);
        CampaignMeta meta;
        try {
            meta = CampaignMeta.read(folder);
        } catch (IOException e) {
            Told.of(e, file);
            return;
        }
        assertTrue(meta.arms().stream().map(Arm::key).allMatch(Printable::is));
        assertTrue(meta.notRun().stream().map(one -> one.arm().key()).allMatch(Printable::is));
        assertTrue(!meta.caption().isEmpty());
    }
}
