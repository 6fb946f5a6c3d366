package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExitMessagesTest {

    private static final int STATS_BYTES = 416;

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer attribute(int type, ByteBuffer value) {
        int length = 4 + value.capacity();
        return buffer(length + 3 & ~3).putShort((short) length).putShort((short) type).put(value.array()).rewind();
    }

    private static ByteBuffer message(int type, ByteBuffer... attributes) {
        int length = 20;
        for (ByteBuffer attribute : attributes) {
            length += attribute.capacity();
        }
        ByteBuffer message = buffer(length).putInt(length).putShort((short) type).putShort((short) 0).putInt(1).putInt(0)
                .putInt(0);
        for (ByteBuffer attribute : attributes) {
            message.put(attribute.array());
        }
        return message.rewind();
    }

    /** As the kernel sends it, version 13. */
    private static ByteBuffer exit(int kind, int tid, long written, long peakKib) {
        ByteBuffer stats = buffer(STATS_BYTES).putLong(256, written).putLong(200, peakKib);
        ByteBuffer pid = attribute(kind == 4 ? 1 : 2, buffer(4).putInt(0, tid));
        ByteBuffer values = attribute(3, stats);
        return message(31, attribute(kind, buffer(pid.capacity() + values.capacity()).put(pid.array()).put(values.array())));
    }

    private static ByteBuffer joined(ByteBuffer... parts) {
        ByteBuffer all = buffer(4096);
        for (ByteBuffer part : parts) {
            all.put(part.array());
        }
        return all.flip();
    }

    @Test
    void endsOfThreadsAndNotOfProcesses() {
        assertEquals(List.of(new TaskExit(5, 4096, 3 << 10), new TaskExit(6, 0, 1 << 10)),
                ExitMessages.exits(joined(exit(4, 5, 4096, 3), exit(5, 5, 1, 1), exit(4, 6, 0, 1))));
    }

    @Test
    void cutOffMessagesAreNotRead() {
        ByteBuffer received = joined(exit(4, 5, 4096, 3), exit(4, 6, 0, 1));
        received.limit(received.limit() - 10);
        assertEquals(1, ExitMessages.exits(received).size());
    }

    @Test
    void theFamilysNumber() {
        ByteBuffer id = attribute(1, buffer(2).putShort(0, (short) 31));
        assertEquals(OptionalInt.of(31), ExitMessages.family(message(16, id)));
        assertEquals(OptionalInt.empty(), ExitMessages.family(error(-2)));
    }

    private static ByteBuffer error(int number) {
        return buffer(36).putInt(36).putShort((short) 2).putShort((short) 0).putInt(1).putInt(0).putInt(number).rewind();
    }

    @Test
    void acknowledgementsAndRefusals() {
        assertEquals(22, ExitMessages.error(error(-22)));
        assertEquals(0, ExitMessages.error(error(0)));
        assertEquals(0, ExitMessages.error(exit(4, 5, 0, 0)));
    }

    @Test
    void questions() {
        byte[] cpus = ExitMessages.register(31, "0-1");
        ByteBuffer expected = buffer(28).putInt(28).putShort((short) 31).putShort((short) 5).putInt(1).putInt(0)
                .put((byte) 1).put((byte) 1).putShort((short) 0).putShort((short) 8).putShort((short) 3)
                .put("0-1\0".getBytes(StandardCharsets.US_ASCII));
        assertArrayEquals(expected.array(), cpus);
        assertEquals(36, ExitMessages.askFamily("TASKSTATS").length);
    }
}
