package org.ocibench.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether a program needs a dynamic loader. A rootfs holds one program and no libraries, and a dynamic one would fail
 * inside the container with a bare "no such file or directory", which reads like a fault of the runtime.
 */
final class StaticElf {

    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64 = 2;
    private static final int BIG_ENDIAN = 2;
    private static final int PT_INTERP = 3;
    private static final int IDENT_BYTES = 16;
    private static final int HEADER_BYTES_64 = 64;
    private static final int HEADER_BYTES_32 = 52;

    private StaticElf() {
    }

    /**
     * Checks that {@code program} is an ELF file without an interpreter.
     *
     * @throws BundleException if it is not there, no ELF file, or dynamically linked
     * @throws IOException     if it cannot be read
     */
    static void require(Path program) throws IOException {
        if (!Files.isRegularFile(program)) {
            throw unfit(program + " is not there");
        }
        try (FileChannel file = FileChannel.open(program)) {
            ByteBuffer ident = read(program, file, 0, IDENT_BYTES);
            if (ident.getInt(0) != MAGIC) {
                throw unfit(program + " is not an ELF program");
            }
            boolean wide = ident.get(4) == CLASS_64;
            ByteOrder order = ident.get(5) == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            ByteBuffer header = read(program, file, 0, wide ? HEADER_BYTES_64 : HEADER_BYTES_32).order(order);
            long offset = wide ? header.getLong(32) : Integer.toUnsignedLong(header.getInt(28));
            int size = Short.toUnsignedInt(header.getShort(wide ? 54 : 42));
            int count = Short.toUnsignedInt(header.getShort(wide ? 56 : 44));
            for (int i = 0; i < count; i++) {
                if (read(program, file, offset + (long) i * size, Integer.BYTES).order(order).getInt(0) == PT_INTERP) {
                    throw unfit(program + " is dynamically linked");
                }
            }
        }
    }

    private static ByteBuffer read(Path program, FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (position >= 0 && buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        if (buffer.hasRemaining()) {
            throw unfit(program + " is a truncated ELF program");
        }
        return buffer.flip();
    }

    private static BundleException unfit(String problem) {
        return new BundleException(problem, "apt-get install busybox-static");
    }
}
