package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Told;

/** What is not of its own lines is as in {@link OperationLogFuzzTest}. */
class BurstLogFuzzTest {

    @TempDir
    private Path folder;

    @FuzzTest
    void unfinished(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(BurstLog.OPEN_NAME), content);
        List<BurstRow> rows;
        try {
            rows = BurstLog.read(folder);
        } catch (IOException e) {
            Told.of(e, file);
            assertTrue(e.getMessage().contains(" line "), e.getMessage());
            return;
        }
        for (BurstRow row : rows) {
            assertEquals(row, BurstLog.row(BurstLog.line(row)));
        }
    }
}
