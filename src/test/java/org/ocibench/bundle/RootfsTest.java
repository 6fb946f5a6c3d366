package org.ocibench.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootfsTest {

    @TempDir
    Path temp;
    private Path busybox;

    @BeforeEach
    void makeBusybox() throws IOException {
        busybox = Programs.busybox(temp);
    }

    @Test
    void hasOneProgramUnderManyNames() throws IOException {
        Rootfs rootfs = Rootfs.build(busybox, temp.resolve("a/rootfs"));
        Object key = key(rootfs.path().resolve("bin/busybox"));
        for (String name : new String[] {"sh", "true", "sleep", "usleep"}) {
            assertEquals(key, key(rootfs.path().resolve("bin").resolve(name)), name);
        }
        assertArrayEquals(Files.readAllBytes(busybox), Files.readAllBytes(rootfs.path().resolve("bin/sh")));
        assertNotEquals(key(busybox), key);
    }

    @Test
    void everythingHasFixedModeAndTime() throws IOException {
        Rootfs rootfs = Rootfs.build(busybox, temp.resolve("rootfs"));
        try (Stream<Path> all = Files.walk(rootfs.path())) {
            for (Path path : all.toList()) {
                boolean text = path.startsWith(rootfs.path().resolve("etc")) && Files.isRegularFile(path);
                assertEquals(text ? "rw-r--r--" : "rwxr-xr-x",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path.toString());
                assertEquals(0, Files.getLastModifiedTime(path).toMillis(), path.toString());
            }
        }
        for (String point : new String[] {"proc", "sys", "dev", "tmp", "etc", "run"}) {
            assertTrue(Files.isDirectory(rootfs.path().resolve(point)), point);
        }
        for (String point : new String[] {"hosts", "hostname", "resolv.conf"}) {
            assertEquals(0, Files.size(rootfs.path().resolve("etc").resolve(point)), point);
        }
    }

    @Test
    void sameBusyboxGivesSameDigest() throws IOException {
        Rootfs one = Rootfs.build(busybox, temp.resolve("one"));
        Rootfs two = Rootfs.build(busybox, temp.resolve("two"));
        assertEquals(one.digest(), two.digest());
        assertTrue(one.digest().matches("[0-9a-f]{64}"), one.digest());
        assertEquals(one, Rootfs.open(one.path()));
    }

    @Test
    void digestShowsEveryChange() throws IOException {
        Rootfs rootfs = Rootfs.build(busybox, temp.resolve("rootfs"));
        Path made = Files.createDirectory(rootfs.path().resolve("dev/pts"));
        assertNotEquals(rootfs.digest(), Rootfs.open(rootfs.path()).digest());
        Files.delete(made);
        assertEquals(rootfs.digest(), Rootfs.open(rootfs.path()).digest());
        Files.setPosixFilePermissions(rootfs.path().resolve("tmp"), PosixFilePermissions.fromString("rwx------"));
        assertNotEquals(rootfs.digest(), Rootfs.open(rootfs.path()).digest());

        Path other = Programs.elf64(temp.resolve("other"), ByteOrder.LITTLE_ENDIAN, Programs.PT_LOAD);
        assertNotEquals(rootfs.digest(), Rootfs.build(other, temp.resolve("another")).digest());
    }

    @Test
    void refusesDynamicProgramsFullFoldersAndForeignThings() throws IOException {
        Path dynamic = Programs.elf64(temp.resolve("dynamic"), ByteOrder.LITTLE_ENDIAN, Programs.PT_INTERP);
        assertThrows(BundleException.class, () -> Rootfs.build(dynamic, temp.resolve("none")));
        assertThrows(BundleException.class, () -> Rootfs.build(busybox, temp));
        Rootfs rootfs = Rootfs.build(busybox, temp.resolve("rootfs"));
        Files.createSymbolicLink(rootfs.path().resolve("etc/mtab"), Path.of("passwd"));
        assertThrows(BundleException.class, () -> Rootfs.open(rootfs.path()));
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
    }
}
