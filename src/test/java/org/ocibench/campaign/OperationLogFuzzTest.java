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

class OperationLogFuzzTest {

    @TempDir
    private Path folder;

    @FuzzTest
    void unfinished(byte[] content) throws IOException {
        read(OperationLog.OPEN_NAME, content);
    }

    @FuzzTest
    void finished(byte[] content) throws IOException {
        read(OperationLog.CLOSED_NAME, content);
    }

    private void read(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        List<OperationRow> rows;
        try {
            rows = OperationLog.read(folder);
        } catch (IOException e) {
            Told.of(e, file);
            assertTrue(e.getMessage().contains(" line ") || e.getMessage().contains(" is damaged: "), e.getMessage());
            return;
        }
        for (OperationRow row : rows) {
            assertEquals(row, OperationLog.row(OperationLog.line(row)));
        }
    }
}
