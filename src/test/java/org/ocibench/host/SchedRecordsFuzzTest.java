package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

class SchedRecordsFuzzTest {

    @FuzzTest
    void take(byte[] bytes) {
        SchedRecords records = new SchedRecords(SchedRecordsTest.POINTS, address -> "f");
        records.take(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        List<SchedEvent> events = records.events();
        assertTrue(events.size() <= 1, "one record, one event");
        for (SchedEvent event : events) {
            assertTrue(bytes.length >= 80 && records.complete(), "no event without its fields");
            assertTrue(!(event instanceof SchedEvent.Switch change) || change.stack().size() <= bytes.length / 8, "no longer stack");
        }
    }
}
