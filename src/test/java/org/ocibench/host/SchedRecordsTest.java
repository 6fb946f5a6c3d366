package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedRecordsTest {

    /** Offsets of linux 6.18. */
    static final SchedRecords.Points POINTS = new SchedRecords.Points(
            new Tracepoints.Point(372, Map.of("prev_comm", 8, "prev_pid", 24, "prev_prio", 28, "prev_state", 32, "next_comm", 40,
                    "next_pid", 56, "next_prio", 60)),
            new Tracepoints.Point(375, Map.of("comm", 8, "pid", 24, "prio", 28, "target_cpu", 32)),
            new Tracepoints.Point(373, Map.of("comm", 8, "pid", 24, "prio", 28, "target_cpu", 32)));
    private static final long KERNEL_CONTEXT = -128;

    private final SchedRecords records = new SchedRecords(POINTS, address -> address == 7 ? "" : "f" + Long.toHexString(address));

    /** A sample as the kernel writes it. */
    private static ByteBuffer sample(long nanos, int tid, long[] chain, int type, int flags, int current, int rawBytes) {
        ByteBuffer record = ByteBuffer.allocate(44 + 8 * chain.length + (rawBytes + 3) / 8 * 8 + 4).order(ByteOrder.nativeOrder());
        record.putInt(9).putShort((short) 2).putShort((short) record.capacity()).putInt(tid).putInt(tid).putLong(nanos).putInt(1).putInt(0)
                .putLong(chain.length);
        for (long address : chain) {
            record.putLong(address);
        }
        int raw = record.position() + 4;
        record.putInt(rawBytes).putShort(raw, (short) type).put(raw + 2, (byte) flags).putInt(raw + 4, current).position(0);
        return record;
    }

    private static ByteBuffer change(long nanos, int tid, int from, long state, int to, long... chain) {
        ByteBuffer record = sample(nanos, tid, chain, 372, 0, from, 68);
        int raw = 44 + 8 * chain.length;
        record.put(raw + 8, "crun\0old-name".getBytes(StandardCharsets.US_ASCII)).putInt(raw + 24, from).putLong(raw + 32, state)
                .put(raw + 40, "sixteen-letters-".getBytes(StandardCharsets.US_ASCII)).putInt(raw + 56, to);
        return record;
    }

    private static ByteBuffer wake(long nanos, int type, int flags, int waker, int woken) {
        ByteBuffer record = sample(nanos, waker, new long[0], type, flags, waker, 36);
        return record.putInt(44 + 24, woken);
    }

    @Test
    void aSwitchHasNamesStateAndTheFunctionsOfItsStack() {
        records.take(change(5, 30, 4030, 2, 4031, KERNEL_CONTEXT, 0xffffffff81000010L, 7, 0xffffffff81000020L));
        assertEquals(List.of(new SchedEvent.Switch(5, 1, 4030, "crun", false, 4031, "sixteen-letters-",
                List.of("fffffffff81000010", "fffffffff81000020"))), records.events());
        assertTrue(records.complete());
        assertEquals(List.of(), records.events());
    }

    @Test
    void whoIsPreemptedOrYieldsGoesOn() {
        for (long state : new long[] {0, 0x100, 0x101, 1, 0x80}) {
            records.take(change(5, 30, 4030, state, 0));
        }
        assertEquals(List.of(true, true, true, false, false), records.events().stream()
                .map(event -> ((SchedEvent.Switch) event).stillRunnable()).toList());
    }

    @Test
    void wakesTellOfInterruptsAndBirths() {
        records.take(wake(9, 375, 0x08, 4030, 4031));
        records.take(wake(7, 375, 0x05, 4030, 4031));
        records.take(wake(8, 373, 0, 4030, 4032));
        records.take(wake(6, 375, 0x10, 0, 4031));
        assertEquals(List.of(new SchedEvent.Wake(6, 0, true, 4031, false), new SchedEvent.Wake(7, 4030, false, 4031, false),
                new SchedEvent.Wake(8, 4030, false, 4032, true), new SchedEvent.Wake(9, 4030, true, 4031, false)), records.events());
    }

    /** A record of a switch: of who leaves, or of who comes. */
    private static ByteBuffer apart(long nanos, int misc, int tid) {
        return ByteBuffer.allocate(40).order(ByteOrder.nativeOrder()).putInt(15).putShort((short) misc).putShort((short) 40).putInt(0)
                .putInt(0).putInt(tid).putInt(tid).putLong(nanos).putInt(1).putInt(0).rewind();
    }

    @Test
    void whoComesIsSeenThoughTheTracepointOfTheThreadBeforeItIsMissing() {
        records.take(change(5, 30, 4030, 1, 0));
        records.take(apart(6, 1 << 13, 30));
        records.take(apart(90, 0, 31));
        records.take(change(95, 31, 4031, 1, 0));
        records.take(change(98, 0, 0, 0, 4031));
        records.take(apart(99, 0, 31));
        records.take(apart(99, 0, 32));
        List<SchedEvent> events = records.events();
        assertEquals(List.of(5L, 90L, 95L, 98L), events.stream().map(SchedEvent::nanos).toList());
        assertEquals(new SchedEvent.Switch(90, 1, 0, "", true, 4031, "", List.of()), events.get(1));
        assertTrue(records.complete());
        assertEquals(List.of(), records.events());
    }

    @Test
    void aThreadThatLeftACpuIsKnownByBothNumbers() {
        records.take(change(5, 30, 4030, 1, 0));
        assertEquals(4030, records.numberOf(30));
        assertEquals(0, records.numberOf(31));
    }

    @Test
    void lostRecordsMakeItIncompleteOnce() {
        for (int type : new int[] {2, 13}) {
            records.take(ByteBuffer.allocate(48).order(ByteOrder.nativeOrder()).putInt(0, type));
            assertFalse(records.complete());
            assertTrue(records.complete());
        }
    }

    @Test
    void recordsOfAnotherKindAreNoEvents() {
        records.take(ByteBuffer.allocate(48).order(ByteOrder.nativeOrder()).putInt(0, 14));
        assertTrue(records.complete());
        records.take(wake(9, 999, 0, 1, 2));
        assertFalse(records.complete(), "a tracepoint that was not asked for");
        assertEquals(List.of(), records.events());
    }

    @Test
    void aRecordThatIsCutOffMakesItIncomplete() {
        ByteBuffer whole = change(5, 30, 4030, 2, 4031, 1, 2, 3);
        for (int length = 0; length < 44 + 24 + 64; length += 4) {
            records.take(whole.slice(0, length).order(ByteOrder.nativeOrder()));
            assertFalse(records.complete(), "of " + length + " bytes");
        }
        assertEquals(List.of(), records.events());
    }
}
