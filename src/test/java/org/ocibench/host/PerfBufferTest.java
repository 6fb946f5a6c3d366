package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerfBufferTest {

    private static final int PAGE = 4096;
    private static final int SIZE = 1 << 14;
    private static final long HEAD = 1024;
    private static final long TAIL = 1032;

    private final Memory memory = new Memory(PAGE + SIZE);
    private final PerfBuffer buffer = new PerfBuffer(memory, PAGE, SIZE);
    private long head;

    PerfBufferTest() {
        memory.clear();
    }

    /** As the kernel writes it: a header with type and size, then longs that hold {@code value}. */
    private void write(int type, int longs, long value) {
        int length = 8 + 8 * longs;
        for (int at = 0; at < length; at += 8) {
            long where = PAGE + (head + at) % SIZE;
            memory.setLong(where, at == 0 ? type | (long) length << 48 : value);
        }
        head += length;
        memory.setLong(HEAD, head);
    }

    private List<String> drained() {
        List<String> records = new ArrayList<>();
        buffer.drain(record -> records.add(record.getInt(0) + ":" + record.limit() + ":" + record.getLong(record.limit() - 8)));
        return records;
    }

    @Test
    void recordsAreHandedOutOnceAndTheirRoomIsFreed() {
        write(1, 2, 5);
        write(2, 1, 6);
        assertEquals(List.of("1:24:5", "2:16:6"), drained());
        assertEquals(List.of(), drained());
        assertEquals(head, memory.getLong(TAIL));
    }

    @Test
    void aRecordAcrossTheEndOfTheRingIsPutTogether() {
        while (head < SIZE - 16) {
            write(1, 1, 1);
            drained();
        }
        write(3, 4, 9);
        assertTrue(head > SIZE);
        assertEquals(List.of("3:40:9"), drained());
        assertFalse(buffer.takeOverflow());
    }

    /** The kernel tells of dropped records only when the next one finds room. */
    @Test
    void aBufferThatIsNearlyFullIsSuspected() {
        while (head < SIZE / 4) {
            write(1, 1, 1);
        }
        drained();
        assertFalse(buffer.takeOverflow());
        while (head < SIZE) {
            write(1, 1, 1);
        }
        drained();
        assertTrue(buffer.takeOverflow());
        assertFalse(buffer.takeOverflow());
    }
}
