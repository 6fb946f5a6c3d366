package org.ocibench.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.engine.FailureClass;

class BurstLogTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final BurstRow GOOD = new BurstRow(2, 3, CRUN, 1, 4, 5_000_123, 9_876_543, 42, null);
    private static final BurstRow BAD = new BurstRow(2, 3, CRUN, 1, 5, 5_000_321, 2_000_000_000, -1, FailureClass.TIMEOUT);

    @TempDir
    private Path folder;

    @Test
    void everyFieldComesBack() throws IOException {
        try (BurstLog log = new BurstLog(folder)) {
            log.append(List.of(GOOD, BAD));
            assertEquals(List.of(GOOD, BAD), BurstLog.read(folder), "before it is finished");
            log.append(List.of(GOOD));
        }
        assertFalse(Files.exists(folder.resolve(BurstLog.OPEN_NAME)));
        assertEquals(List.of(GOOD, BAD, GOOD), BurstLog.read(folder));
    }

    @Test
    void theLineHasTheHeadersOrder() {
        assertEquals("2,3," + CRUN + ",1,4,5000123,9876543,42,", BurstLog.line(GOOD));
        assertEquals("2,3," + CRUN + ",1,5,5000321,2000000000,-1,timeout", BurstLog.line(BAD));
    }

    @ParameterizedTest
    @CsvSource({"1;2, 2 fields instead of 9", "two;3;a/b/c/d/e;1;1;1;1;1;, not a whole number: 'two'",
        "1;2;no arm;1;1;1;1;1;, not an arm: 'no arm'", "1;2;a/b/c/d/e;1;1;1;1;1;odd, unknown failure class: 'odd'"})
    void aCorruptLineNamesFileAndLine(String line, String message) throws IOException {
        try (BurstLog log = new BurstLog(folder)) {
            log.append(List.of(GOOD));
            Path open = folder.resolve(BurstLog.OPEN_NAME);
            Files.writeString(open, Files.readString(open) + line.replace(';', ',') + "\n");
            String told = assertThrows(IOException.class, () -> BurstLog.read(folder)).getMessage();
            assertTrue(told.startsWith(open + " line 3: " + message), told);
        }
    }

    @Test
    void onlyBurstsOfATurnAfterItsLeadInAreTimed() {
        assertTrue(GOOD.timed());
        assertFalse(new BurstRow(2, 3, CRUN, 0, 1, 0, 1, 42, null).timed(), "a lead-in");
        assertFalse(new BurstRow(2, 0, CRUN, 1, 1, 0, 1, 42, null).timed(), "a warm-up");
        assertTrue(GOOD.succeeded());
        assertFalse(BAD.succeeded());
    }
}
