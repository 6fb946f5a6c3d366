package org.ocibench.bundle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticElfTest {

    @TempDir
    Path temp;

    @Test
    void acceptsProgramsWithoutInterpreter() throws IOException {
        Path little = Programs.elf64(temp.resolve("little"), ByteOrder.LITTLE_ENDIAN, Programs.PT_LOAD, Programs.PT_LOAD);
        Path big = Programs.elf64(temp.resolve("big"), ByteOrder.BIG_ENDIAN, Programs.PT_LOAD);
        Path narrow = Programs.elf32(temp.resolve("narrow"), Programs.PT_LOAD);
        assertDoesNotThrow(() -> StaticElf.require(little));
        assertDoesNotThrow(() -> StaticElf.require(big));
        assertDoesNotThrow(() -> StaticElf.require(narrow));
    }

    @Test
    void refusesDynamicPrograms() throws IOException {
        refused(Programs.elf64(temp.resolve("little"), ByteOrder.LITTLE_ENDIAN, Programs.PT_LOAD, Programs.PT_INTERP),
                "dynamically linked");
        refused(Programs.elf64(temp.resolve("big"), ByteOrder.BIG_ENDIAN, Programs.PT_INTERP), "dynamically linked");
        refused(Programs.elf32(temp.resolve("narrow"), Programs.PT_LOAD, Programs.PT_INTERP), "dynamically linked");
    }

    @Test
    void refusesWhatIsNoProgram() throws IOException {
        refused(temp.resolve("missing"), "is not there");
        refused(temp, "is not there");
        refused(Files.writeString(temp.resolve("script"), "#!/bin/sh\nexit 42 # long enough\n"), "not an ELF");
        refused(Files.write(temp.resolve("empty"), new byte[0]), "truncated");
    }

    @Test
    void refusesCutOffAndLyingHeaders() throws IOException {
        byte[] whole = Files.readAllBytes(
                Programs.elf64(temp.resolve("whole"), ByteOrder.LITTLE_ENDIAN, Programs.PT_LOAD, Programs.PT_LOAD));
        for (int length : new int[] {1, 15, 16, 40, 63, 64, 122}) {
            refused(Files.write(temp.resolve("cut"), Arrays.copyOf(whole, length)), "truncated");
        }
        byte[] negative = whole.clone();
        ByteBuffer.wrap(negative).order(ByteOrder.LITTLE_ENDIAN).putLong(32, -5);
        refused(Files.write(temp.resolve("negative"), negative), "truncated");
    }

    private static void refused(Path program, String why) {
        BundleException e = assertThrows(BundleException.class, () -> StaticElf.require(program));
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().contains(program.toString()), e.getMessage());
        assertEquals("apt-get install busybox-static", e.remedy());
    }
}
