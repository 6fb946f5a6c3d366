package org.ocibench.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ocibench.host.Sha256;

/**
 * The OCI runtime-spec configuration of the measured containers: what {@code runc spec} and ctr give by default, without
 * terminal, seccomp and hooks, and with an explicit cgroup.
 *
 * @param rootfs          absolute path of the shared rootfs, mounted read-only
 * @param cgroupNamespace true to give the container a cgroup namespace: usual with cgroup v2, not with v1
 * @param option          what is changed of that; empty for the plain spec
 * @param limits          what containers may use
 */
public record RuntimeSpec(Path rootfs, boolean cgroupNamespace, Optional<SpecOption> option, Resources limits) {

    /** Stands for {@code linux.cgroupsPath} in {@link #canonical}; no valid cgroup path has an at sign. */
    static final String CGROUP_PLACEHOLDER = "/@cgroupsPath@";
    private static final String ROOTFS_PLACEHOLDER = "/@rootfs@";

    /** {@code PATH} of containers, in specs and in images. */
    static final String PATH_VARIABLE = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern CGROUP = Pattern.compile("(/[A-Za-z0-9_~+-][A-Za-z0-9._~+-]*)+");

    private static final List<String> CAPABILITIES = List.of("CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE");

    /** Without "ambient": runc 1.5 and later warn about ambient capabilities that are not inheritable. */
    private static final List<String> CAPABILITY_SETS = List.of("bounding", "effective", "permitted");

    /** Hard limits cannot be raised without CAP_SYS_RESOURCE; 1024 is below what hosts give. */
    private static final int OPEN_FILES = 1024;

    private static final List<String> MASKED_PATHS = List.of("/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys",
            "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware",
            "/proc/scsi");

    private static final List<String> READONLY_PATHS =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /**
     * gVisor's own shim waits for ever without it; the others ignore it. It stands in the spec because ctr drops its option
     * {@code --annotation} when it is given a spec.
     */
    private static final Map<String, String> ANNOTATIONS = Map.of("io.kubernetes.cri.container-type", "sandbox");

    private record Mount(String destination, String type, String source, List<String> options) {
    }

    /**
     * No cgroup mount, although {@code runc spec} has one: ctr's default spec has none, and on v1 it is a tmpfs plus a bind
     * mount per hierarchy, which would be paid on the direct rung of the ladder only.
     */
    private static final List<Mount> MOUNTS = List.of(
            new Mount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
            new Mount("/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")),
            new Mount("/dev/pts", "devpts", "devpts",
                    List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")),
            new Mount("/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777", "size=65536k")),
            new Mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")),
            new Mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro")));

    public RuntimeSpec {
        if (!rootfs.isAbsolute()) {
            throw new IllegalArgumentException("rootfs is not absolute: " + rootfs);
        }
    }

    /** The plain spec, of containers without limits. */
    public RuntimeSpec(Path rootfs, boolean cgroupNamespace) {
        this(rootfs, cgroupNamespace, Optional.empty(), Resources.UNLIMITED);
    }

    /** The spec with this option and no other. */
    public RuntimeSpec with(SpecOption change) {
        return new RuntimeSpec(rootfs, cgroupNamespace, Optional.of(change), limits);
    }

    /** The spec of containers within these limits. */
    public RuntimeSpec within(Resources other) {
        return new RuntimeSpec(rootfs, cgroupNamespace, option, other);
    }

    /**
     * The configuration as JSON text.
     *
     * @param cgroupsPath {@code linux.cgroupsPath} for the cgroupfs manager: absolute below the root of every hierarchy
     * @throws IllegalArgumentException if {@code cgroupsPath} is not absolute or has other than plain characters
     */
    public String render(Workload workload, String cgroupsPath) {
        return json(workload.args(), rootfs.toString(), requireCgroup(cgroupsPath));
    }

    /** The configuration with fixed words for what differs per host or container: the paths of rootfs and cgroup. */
    public String canonical(Workload workload) {
        return json(workload.args(), ROOTFS_PLACEHOLDER, CGROUP_PLACEHOLDER);
    }

    /** SHA-256, in hex, of {@link #canonical}: two measurements are comparable only if it is the same. */
    public String digest(Workload workload) {
        return Sha256.of(canonical(workload).getBytes(StandardCharsets.UTF_8));
    }

    /** The configuration of a container that runs {@code args}, with the placeholder for the cgroup. */
    String template(List<String> args) {
        return json(args, rootfs.toString(), CGROUP_PLACEHOLDER);
    }

    static String requireCgroup(String cgroupsPath) {
        if (!CGROUP.matcher(cgroupsPath).matches()) {
            throw new IllegalArgumentException("not an absolute cgroup path of plain names: '" + cgroupsPath + "'");
        }
        return cgroupsPath;
    }

    private String json(List<String> args, String root, String cgroupsPath) {
        ObjectNode spec = JSON.createObjectNode().put("ociVersion", "1.0.2");
        spec.set("process", process(args));
        spec.putObject("root").put("path", root).put("readonly", true);
        spec.put("hostname", "ocibench");
        spec.set("mounts", mounts());
        spec.set("linux", linux(cgroupsPath));
        ObjectNode annotations = spec.putObject("annotations");
        ANNOTATIONS.forEach(annotations::put);
        option.ifPresent(change -> change.apply(spec));
        try {
            return JSON.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot fail to serialise", e);
        }
    }

    private static ObjectNode process(List<String> args) {
        ObjectNode process = JSON.createObjectNode().put("terminal", false);
        process.putObject("user").put("uid", 0).put("gid", 0);
        process.set("args", strings(args));
        process.set("env", strings(List.of(PATH_VARIABLE)));
        process.put("cwd", "/");
        ObjectNode capabilities = process.putObject("capabilities");
        CAPABILITY_SETS.forEach(set -> capabilities.set(set, strings(CAPABILITIES)));
        process.putArray("rlimits").addObject()
                .put("type", "RLIMIT_NOFILE").put("hard", OPEN_FILES).put("soft", OPEN_FILES);
        return process.put("noNewPrivileges", true);
    }

    private static ArrayNode mounts() {
        ArrayNode mounts = JSON.createArrayNode();
        for (Mount mount : MOUNTS) {
            mounts.addObject().put("destination", mount.destination()).put("type", mount.type())
                    .put("source", mount.source()).set("options", strings(mount.options()));
        }
        return mounts;
    }

    private ObjectNode linux(String cgroupsPath) {
        ObjectNode linux = JSON.createObjectNode();
        ObjectNode resources = linux.putObject("resources");
        resources.putArray("devices").addObject().put("allow", false).put("access", "rwm");
        limits.apply(resources);
        linux.put("cgroupsPath", cgroupsPath);
        ArrayNode namespaces = linux.putArray("namespaces");
        for (String type : List.of("pid", "network", "ipc", "uts", "mount")) {
            namespaces.addObject().put("type", type);
        }
        if (cgroupNamespace) {
            namespaces.addObject().put("type", "cgroup");
        }
        linux.set("maskedPaths", strings(MASKED_PATHS));
        linux.set("readonlyPaths", strings(READONLY_PATHS));
        return linux;
    }

    private static ArrayNode strings(Collection<String> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::add);
        return array;
    }
}
