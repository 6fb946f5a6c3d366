package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceRecordTest {

    private static final Tracepoints POINTS = new Tracepoints(new Tracepoints.Point(365, Map.of("filename", 8)),
            new Tracepoints.Point(538, Map.of("dst_root", 8, "pid", 24, "dst_path", 28)), new Tracepoints.Point(443, Map.of("id", 8)));
    private static final SystemCalls CALLS = new SystemCalls(Set.of(1), Set.of(74));

    private static ByteBuffer header(int type, int misc, int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).putInt(type).putShort((short) misc)
                .putShort((short) size);
    }

    /** pid 7, tid 8, time 9, cpu 1. */
    private static ByteBuffer trailer(ByteBuffer record) {
        return record.putInt(7).putInt(8).putLong(9).putInt(1).putInt(0);
    }

    private static Optional<TraceRecord> parsed(ByteBuffer record) {
        return TraceRecord.parse(record.rewind().order(ByteOrder.nativeOrder()), POINTS, CALLS);
    }

    private static TraceRecord record(TraceRecord.Content content) {
        return new TraceRecord(content, 9, 1, 7, 8);
    }

    @Test
    void switches() {
        ByteBuffer away = trailer(header(15, 1 << 13, 40).putInt(3).putInt(4));
        ByteBuffer here = trailer(header(15, 0, 40).putInt(3).putInt(4));
        assertEquals(Optional.of(record(new TraceRecord.Switched(true, 4))), parsed(away));
        assertEquals(Optional.of(record(new TraceRecord.Switched(false, 4))), parsed(here));
    }

    @Test
    void forksAndEnds() {
        ByteBuffer fork = trailer(header(7, 0, 56).putInt(30).putInt(7).putInt(31).putInt(8).putLong(9));
        ByteBuffer exit = trailer(header(4, 0, 56).putInt(7).putInt(1).putInt(8).putInt(1).putLong(9));
        assertEquals(Optional.of(record(new TraceRecord.Forked(30, 7, 31))), parsed(fork));
        assertEquals(Optional.of(record(new TraceRecord.Ended(8))), parsed(exit));
    }

    @Test
    void droppedRecords() {
        assertEquals(Optional.of(record(new TraceRecord.Dropped())), parsed(trailer(header(2, 0, 48).putLong(1).putLong(5))));
        assertEquals(Optional.of(record(new TraceRecord.Dropped())), parsed(trailer(header(13, 0, 40).putLong(5))));
    }

    @Test
    void samplesOfTheMode() {
        ByteBuffer user = trailer(header(9, 2, 40)).putInt(4).putInt(0);
        ByteBuffer kernel = trailer(header(9, 1, 40)).putInt(4).putInt(0);
        assertEquals(Optional.of(record(new TraceRecord.Ticked(true))), parsed(user));
        assertEquals(Optional.of(record(new TraceRecord.Ticked(false))), parsed(kernel));
    }

    private static ByteBuffer raw(int type, int length) {
        return trailer(header(9, 1, 36 + length)).putInt(length).putShort((short) type).putShort((short) 0).putInt(1008);
    }

    @Test
    void executedProgram() {
        byte[] path = "/usr/bin/crun\0\0\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer exec = raw(365, 20 + path.length).putInt(20 | path.length << 16).putInt(7).putInt(7).put(path);
        assertEquals(Optional.of(record(new TraceRecord.Executed("/usr/bin/crun", 1008))), parsed(exec));
    }

    @Test
    void moveIntoACgroup() {
        byte[] path = "/a/b\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer move = raw(538, 36 + path.length).putInt(4).putInt(2).putLong(77).putInt(1234)
                .putInt(36 | path.length << 16).putInt(0).put(path);
        assertEquals(Optional.of(record(new TraceRecord.Moved(1234, 4, "/a/b", 1008))), parsed(move));
    }

    @Test
    void calls() {
        assertEquals(Optional.of(record(new TraceRecord.Called(false, 1008))), parsed(raw(443, 64).putLong(1)));
        assertEquals(Optional.of(record(new TraceRecord.Called(true, 1008))), parsed(raw(443, 64).putLong(74)));
    }

    @Test
    void whatIsNotAskedForIsPassedOver() {
        assertTrue(parsed(trailer(header(3, 0, 48))).isEmpty());
        assertTrue(parsed(raw(444, 64)).isEmpty());
    }
}
