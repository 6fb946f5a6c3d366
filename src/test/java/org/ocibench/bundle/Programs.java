package org.ocibench.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hand-made ELF headers: enough for what reads them, never run. */
final class Programs {

    static final int PT_LOAD = 1;
    static final int PT_INTERP = 3;

    private Programs() {
    }

    /** A 64-bit program with one program header per type. */
    static Path elf64(Path file, ByteOrder order, int... types) throws IOException {
        ByteBuffer elf = ByteBuffer.allocate(64 + types.length * 56);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2), 1}).order(order);
        elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) types.length);
        for (int i = 0; i < types.length; i++) {
            elf.putInt(64 + i * 56, types[i]);
        }
        return Files.write(file, elf.array());
    }

    /** A 32-bit little-endian program with one program header per type. */
    static Path elf32(Path file, int... types) throws IOException {
        ByteBuffer elf = ByteBuffer.allocate(52 + types.length * 32);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) types.length);
        for (int i = 0; i < types.length; i++) {
            elf.putInt(52 + i * 32, types[i]);
        }
        return Files.write(file, elf.array());
    }

    static Path busybox(Path folder) throws IOException {
        return elf64(folder.resolve("busybox"), ByteOrder.LITTLE_ENDIAN, PT_LOAD, PT_LOAD);
    }
}
