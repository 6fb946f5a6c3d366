package org.ocibench.host;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the kernel lets this process do.
 *
 * @param effective effective set; bit n is the capability of number n
 * @param euid      effective user id
 * @param last      highest capability number that the running kernel knows
 */
public record Capabilities(long effective, long euid, int last) {

    /** A capability that is not there, and what that means for the bench. */
    public record Missing(String name, String breaks) { }

    private static final List<String> NAMES = List.of(
            "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID",
            "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN",
            "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT",
            "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL",
            "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE");

    private static final String ONLY_CONTAINERS =
            "nothing in the bench itself; a container that is to have it gets less than its spec says";

    private static final Map<String, String> BREAKS = Map.ofEntries(
            Map.entry("CAP_CHOWN", "unpacking the image keeps no owners; runtimes cannot hand over stdio and cgroups"),
            Map.entry("CAP_DAC_OVERRIDE", "root is bound by file modes: state folders and /sys may be unwritable"),
            Map.entry("CAP_DAC_READ_SEARCH", "processes and folders of others are not searched for leftovers"),
            Map.entry("CAP_FOWNER", "modes of files of others cannot be set while unpacking the image"),
            Map.entry("CAP_KILL", "leftover processes of other users cannot be killed"),
            Map.entry("CAP_SETGID", "runtimes cannot set the container's groups"),
            Map.entry("CAP_SETUID", "runtimes cannot set the container's user"),
            Map.entry("CAP_SETPCAP", "runtimes cannot drop capabilities from the bounding set"),
            Map.entry("CAP_NET_ADMIN", "no loopback in a container's network namespace; CNI networks fail"),
            Map.entry("CAP_SYS_CHROOT", "no chroot or setns into mount namespaces: the namespaces control and runsc fail"),
            Map.entry("CAP_SYS_PTRACE", "environment and folder of other processes are unreadable, so leftovers are missed;"
                    + " runsc's ptrace platform fails"),
            Map.entry("CAP_SYS_ADMIN", "no namespaces, mounts or cgroups: no container starts, and no private world"),
            Map.entry("CAP_SYS_NICE", "containers with a cpuset or a scheduling class may fail"),
            Map.entry("CAP_SYS_RESOURCE", "hard rlimits cannot be raised and oom_score_adj cannot be lowered"
                    + " (gVisor's shim fails on it); youki built with cgroupsv2_devices fails on v2"),
            Map.entry("CAP_MKNOD", "device nodes of a container are bind mounts instead, or its start fails"),
            Map.entry("CAP_SETFCAP", "file capabilities are lost while unpacking; no uid map that holds root"),
            Map.entry("CAP_PERFMON", "profilers based on perf events fail"),
            Map.entry("CAP_BPF", "no device filter on cgroup v2, unless CAP_SYS_ADMIN is there"));

    /**
     * Reads the sets of this process.
     *
     * @param root {@code /} but in tests
     * @throws IOException if {@code /proc/self/status} is unreadable or of another shape
     */
    public static Capabilities read(Path root) throws IOException {
        String effective = null;
        String euid = null;
        // The process's name stands there too, and may hold any byte: Latin-1 never fails to decode.
        for (String line : Files.readAllLines(root.resolve("proc/self/status"), StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split("\\s+");
            if (fields.length > 1 && fields[0].equals("CapEff:")) {
                effective = fields[1];
            } else if (fields.length > 2 && fields[0].equals("Uid:")) {
                euid = fields[2];
            }
        }
        if (effective == null || euid == null) {
            throw new IOException("/proc/self/status has no CapEff or Uid line");
        }
        Fact last = new FactFiles(root).number("/proc/sys/kernel/cap_last_cap");
        int highest = last.isKnown() ? ((Long) last.value()).intValue() : NAMES.size() - 1;
        try {
            return new Capabilities(new BigInteger(effective, 16).longValue(), Long.parseLong(euid), highest);
        } catch (NumberFormatException e) {
            throw new IOException("/proc/self/status is of another shape", e);
        }
    }

    /** Names of all capabilities that this class knows; the index is the capability's number. */
    public static List<String> names() {
        return NAMES;
    }

    /** Whether the effective user is root. */
    public boolean isRoot() {
        return euid == 0;
    }

    /**
     * Whether a capability is in the effective set.
     *
     * @param name as in capabilities(7), with {@code CAP_}
     * @throws IllegalArgumentException if there is no such capability
     */
    public boolean has(String name) {
        int number = NAMES.indexOf(name);
        if (number < 0) {
            throw new IllegalArgumentException("no such capability: " + name);
        }
        return has(number);
    }

    private boolean has(int number) {
        return (effective >>> number & 1) == 1;
    }

    /** Capabilities that this kernel has and this process has not, by number. Empty for an unrestricted root. */
    public List<Missing> missing() {
        List<Missing> missing = new ArrayList<>();
        for (int number = 0; number < NAMES.size() && number <= last; number++) {
            if (!has(number)) {
                String name = NAMES.get(number);
                missing.add(new Missing(name, BREAKS.getOrDefault(name, ONLY_CONTAINERS)));
            }
        }
        return missing;
    }
}
