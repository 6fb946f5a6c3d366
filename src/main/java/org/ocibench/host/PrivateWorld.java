package org.ocibench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mount namespace of the bench's own. The process executes itself anew in it, keeping its process id; nothing changes
 * outside. In it one cgroup version is visible and the folders where engines keep their sockets are private.
 */
public final class PrivateWorld {

    /** Set in the environment of the second execution; its value says which layout was made. */
    private static final String GUARD = "OCIBENCH_WORLD";
    /** Folders that did not exist before, for {@link #leave}. */
    private static final String MADE = "OCIBENCH_WORLD_MADE";
    private static final int UNSAFE_WARNS_SINCE = 24;
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");
    private static final Path TRACEFS = Path.of("/sys/kernel/tracing");
    /** Where containerd and its shims keep sockets and state whatever root they are given. */
    private static final List<Path> PRIVATE_FOLDERS = List.of(Path.of("/run/containerd"));
    private static final String TEMPORARY = "-Djava.io.tmpdir=";

    /** Which cgroup hierarchies the private world shows. */
    public enum Layout {
        /** As the host is, but on a hybrid host v1: crun refuses a hybrid one. */
        AUTO,
        /** Only v1. */
        V1,
        /** Only v2. */
        V2,
        /** As the host is. */
        HOST
    }

    private PrivateWorld() {
    }

    /** What was made of the mounts, in one line, if this process already runs in a private world; else null. */
    public static String description() {
        return System.getenv(GUARD);
    }

    /**
     * Enters the private world by executing this very command once more. Returns only if the process is in it already.
     *
     * @param hideContainerd whether /run/containerd becomes private; false to measure the user's own containerd
     * @throws IOException if a mount namespace cannot be made: without CAP_SYS_ADMIN, for one
     */
    public static void enter(Layout layout, boolean hideContainerd) throws IOException {
        if (description() != null) {
            return;
        }
        CgroupLayout.Mode host = CgroupLayout.read(Path.of("/")).mode();
        Native.unshareMounts();
        List<String> done = new ArrayList<>();
        List<String> made = new ArrayList<>();
        arrangeCgroups(layout, host, done);
        if (hideContainerd) {
            for (Path folder : PRIVATE_FOLDERS) {
                if (Files.notExists(folder)) {
                    Files.createDirectories(folder);
                    made.add(folder.toString());
                }
                Native.mount("tmpfs", folder, "mode=0711");
                done.add("private " + folder);
            }
        }
        List<String> environment = new ArrayList<>();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            environment.add(variable.getKey() + "=" + variable.getValue());
        }
        environment.add(GUARD + "=" + String.join("; ", done));
        environment.add(MADE + "=" + String.join(":", made));
        List<String> command = commandLine();
        if (hideContainerd && command.stream().noneMatch(argument -> argument.startsWith(TEMPORARY))) {
            // JMH's files for its forks would stay in /tmp after a kill -9, without a name of ours; there they end with the world.
            command.add(1, TEMPORARY + PRIVATE_FOLDERS.get(0));
        }
        Native.exec(Path.of("/proc/self/exe"), command, environment);
    }

    /**
     * Removes the mount points that {@link #enter} had to make on the host. Call last, and only while no other campaign lives:
     * it may have mounted on them too.
     */
    public static void leave() throws IOException {
        String made = System.getenv().getOrDefault(MADE, "");
        for (String folder : made.isEmpty() ? new String[0] : made.split(":")) {
            Native.unmount(Path.of(folder));
            try {
                Files.deleteIfExists(Path.of(folder));
            } catch (DirectoryNotEmptyException inUse) {
                continue;
            }
        }
    }

    /**
     * Puts a tmpfs with these mount options on a folder, so that it lies in memory whatever is below. Only inside a private world:
     * the mount must not be seen outside, and ends with the last process in it.
     */
    public static void onTmpfs(Path folder, String options) throws IOException {
        if (description() != null) {
            Native.mount("tmpfs", folder, options);
        }
    }

    /** Takes away what {@link #onTmpfs} put there. */
    public static void offTmpfs(Path folder) throws IOException {
        if (description() != null) {
            Native.unmount(folder);
        }
    }

    /** Mounts the file system that describes the kernel's tracepoints, where a host has not. Only inside a private world. */
    static void showTracefs() throws IOException {
        if (description() != null && Tracepoints.place(Path.of("/")).isEmpty() && Files.isDirectory(TRACEFS)) {
            Native.mount("tracefs", TRACEFS, null);
        }
    }

    private static void arrangeCgroups(Layout layout, CgroupLayout.Mode host, List<String> done) throws IOException {
        boolean onlyV1 = layout == Layout.V1 || layout == Layout.AUTO && host == CgroupLayout.Mode.HYBRID;
        if (onlyV1 && host == CgroupLayout.Mode.HYBRID) {
            showOnlyV1();
            done.add("cgroup v1 only (host: hybrid)");
        } else if (layout == Layout.V2 && host != CgroupLayout.Mode.V2) {
            Native.unmount(CGROUP);
            Native.mount("cgroup2", CGROUP, null);
            done.add("cgroup v2 only (host: " + host.label() + ")");
        } else if (layout == Layout.V1 && host == CgroupLayout.Mode.V2) {
            throw new IOException("this host has no cgroup v1 hierarchies to show: use --cgroup v2");
        } else {
            done.add("cgroup " + host.label() + " as on the host");
        }
    }

    // The hierarchies get a tmpfs of our own: crun makes plain folders below unified/ when that is not mounted, and they must
    // not land in the host's tmpfs.
    private static void showOnlyV1() throws IOException {
        List<CgroupLayout.Hierarchy> hierarchies = CgroupLayout.read(Path.of("/")).hierarchies();
        Map<String, Path> links = new LinkedHashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(CGROUP, Files::isSymbolicLink)) {
            for (Path link : entries) {
                links.put(link.getFileName().toString(), Files.readSymbolicLink(link));
            }
        }
        Native.unmount(CGROUP);
        Native.mount("tmpfs", CGROUP, "mode=0755");
        for (CgroupLayout.Hierarchy hierarchy : hierarchies) {
            if (!hierarchy.unified()) {
                Files.createDirectory(hierarchy.mount());
                boolean named = hierarchy.controllers().stream().allMatch(option -> option.startsWith("name="));
                Native.mount("cgroup", hierarchy.mount(),
                        (named ? "none," : "") + String.join(",", hierarchy.controllers()));
            }
        }
        for (Map.Entry<String, Path> link : links.entrySet()) {
            Files.createSymbolicLink(CGROUP.resolve(link.getKey()), link.getValue());
        }
    }

    private static List<String> commandLine() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        List<String> argv = new ArrayList<>(Arrays.asList(line.substring(0, line.length() - 1).split("\0", -1)));
        // JMH 1.37 uses sun.misc.Unsafe; from Java 24 on every JVM that does prints four lines of warning unless told.
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            argv.add(1, "--sun-misc-unsafe-memory-access=allow");
        }
        // The scheduler lives beside what is measured: no background compiler or collector of it may run meanwhile.
        argv.add(1, "-XX:TieredStopAtLevel=1");
        argv.add(1, "-XX:CompileThresholdScaling=0.05");
        if (argv.stream().noneMatch(argument -> argument.matches("-XX:\\+Use\\w+GC"))) {
            argv.add(1, "-XX:+UseSerialGC");
        }
        return argv;
    }
}
