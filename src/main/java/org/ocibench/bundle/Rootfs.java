package org.ocibench.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The root file system that every container of a campaign shares, read-only: one static busybox and nothing that a workload
 * does not need.
 *
 * @param path   absolute path of the folder
 * @param digest SHA-256, in hex, over the canonical content: kinds, modes, paths, bytes; no owners, no times
 */
public record Rootfs(Path path, String digest) {

    /** Hard links, because a symbolic one costs each container a further look-up, which gVisor sends to its gofer. */
    private static final List<String> APPLETS = List.of("sh", "sleep", "true", "usleep");

    /** With the files and folders below all mount points of the specs in use: no runtime has to make one while timed. */
    private static final List<String> FOLDERS = List.of("bin", "dev", "etc", "mnt", "proc", "run", "sys", "tmp");

    /** Where bind mounts go that are made to see what they cost. */
    static final int MOUNT_POINTS = 100;

    /** What nerdctl mounts files of its own over. */
    private static final List<String> MOUNTED_FILES = List.of("etc/hostname", "etc/hosts", "etc/resolv.conf");

    private static final FileTime EPOCH = FileTime.fromMillis(0);

    /**
     * Builds the rootfs. The same busybox gives the same digest and the same times on every host.
     *
     * @param busybox a statically linked busybox
     * @param folder  where to build; must be missing or empty
     * @throws BundleException if busybox is missing or not static, or the folder is not empty
     * @throws IOException     if something cannot be read or written
     */
    public static Rootfs build(Path busybox, Path folder) throws IOException {
        StaticElf.require(busybox);
        Path root = Files.createDirectories(folder).toRealPath();
        requireEmpty(root);
        for (String name : FOLDERS) {
            mode(Files.createDirectory(root.resolve(name)), "rwxr-xr-x");
        }
        List<String> mountPoints = IntStream.rangeClosed(1, MOUNT_POINTS).mapToObj(Rootfs::mountPoint).toList();
        for (String point : mountPoints) {
            mode(Files.createDirectory(root.resolve(point)), "rwxr-xr-x");
        }
        Path program = file(root.resolve("bin/busybox"), Files.readAllBytes(busybox), "rwxr-xr-x");
        for (String applet : APPLETS) {
            Files.createLink(root.resolve("bin").resolve(applet), program);
        }
        file(root.resolve("etc/group"), ascii("root:x:0:\n"), "rw-r--r--");
        file(root.resolve("etc/passwd"), ascii("root:x:0:0:root:/:/bin/sh\n"), "rw-r--r--");
        for (String name : MOUNTED_FILES) {
            file(root.resolve(name), new byte[0], "rw-r--r--");
        }
        mode(root, "rwxr-xr-x");
        for (String name : Stream.concat(mountPoints.stream(), FOLDERS.stream()).toList()) {
            Files.setLastModifiedTime(root.resolve(name), EPOCH);
        }
        Files.setLastModifiedTime(root, EPOCH);
        return open(root);
    }

    /**
     * Reads a rootfs that was built before; its digest shows whether a runtime changed something in it.
     *
     * @throws IOException if it cannot be read
     */
    public static Rootfs open(Path folder) throws IOException {
        Path root = folder.toRealPath();
        return new Rootfs(root, RootfsTree.read(root).digest());
    }

    /**
     * A folder to mount something on, relative to the root.
     *
     * @param number from 1 to {@link #MOUNT_POINTS}
     */
    static String mountPoint(int number) {
        return "mnt/" + number;
    }

    private static void requireEmpty(Path root) throws IOException {
        try (Stream<Path> content = Files.list(root)) {
            if (content.findAny().isPresent()) {
                throw new BundleException(root + " is not empty", "remove it or name another folder");
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Path file(Path path, byte[] content, String permissions) throws IOException {
        Files.write(path, content);
        mode(path, permissions);
        return Files.setLastModifiedTime(path, EPOCH);
    }

    private static void mode(Path path, String permissions) throws IOException {
        // The umask cuts modes given at creation, so they are set afterwards.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
