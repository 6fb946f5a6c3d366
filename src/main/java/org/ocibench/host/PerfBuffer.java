package org.ocibench.host;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The ring buffer of one CPU's perf events: a page of control fields, then 2^n pages of records. The kernel writes at the head,
 * this class reads from the tail.
 */
final class PerfBuffer {

    /** {@code data_head} and {@code data_tail} of struct perf_event_mmap_page. */
    private static final long HEAD = 1024;
    private static final long TAIL = 1032;
    private static final int RECORD_HEADER = 8;
    private static final int RECORD_SIZE = 6;
    /** No record is longer: the longest has a path, of at most 4 KiB, in it. */
    private static final int LONGEST_RECORD = 8 << 10;

    private final Pointer control;
    private final long mapped;
    private final int size;
    private final ByteBuffer data;
    private final ByteBuffer wrapped;
    private boolean overflowed;

    /**
     * Maps the buffer of an event.
     *
     * @param bytes size of its part for records: a power of two times the page size
     */
    static PerfBuffer map(int fd, int pageBytes, int bytes) throws IOException {
        return new PerfBuffer(PerfEvents.map(fd, (long) pageBytes + bytes), pageBytes, bytes);
    }

    PerfBuffer(Pointer control, int pageBytes, int bytes) {
        this.control = control;
        mapped = (long) pageBytes + bytes;
        size = bytes;
        data = control.getByteBuffer(pageBytes, bytes).order(ByteOrder.nativeOrder());
        wrapped = ByteBuffer.allocate(1 << 16).order(ByteOrder.nativeOrder());
    }

    /**
     * Hands out all records that are there, each from its header on, and frees their room.
     *
     * @param sink takes a record; it must not keep the buffer
     */
    void drain(Consumer<ByteBuffer> sink) {
        long head = control.getLong(HEAD);
        VarHandle.acquireFence();
        long tail = control.getLong(TAIL);
        // A record that finds no room is dropped; the kernel says so with the next one that finds some. There may be no next one.
        overflowed |= size - (head - tail) < LONGEST_RECORD;
        while (tail < head) {
            int at = (int) (tail & size - 1);
            int length = Short.toUnsignedInt(data.getShort(at + RECORD_SIZE));
            if (length < RECORD_HEADER) {
                throw new IllegalStateException("a perf record without a length");
            }
            sink.accept(record(at, length));
            tail += length;
        }
        VarHandle.fullFence();
        control.setLong(TAIL, tail);
    }

    // Records begin at multiples of eight, so a header is never torn, but what follows it may be.
    private ByteBuffer record(int at, int length) {
        if (at + length <= size) {
            return data.slice(at, length).order(ByteOrder.nativeOrder());
        }
        int first = size - at;
        wrapped.clear();
        wrapped.put(0, data, at, first);
        wrapped.put(first, data, 0, length - first);
        return wrapped.slice(0, length).order(ByteOrder.nativeOrder());
    }

    /** Whether the buffer was ever so full that records may have been dropped without a notice; forgets it. */
    boolean takeOverflow() {
        boolean was = overflowed;
        overflowed = false;
        return was;
    }

    void unmap() throws IOException {
        PerfEvents.unmap(control, mapped);
    }
}
