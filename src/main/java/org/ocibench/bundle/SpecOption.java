package org.ocibench.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.ocibench.host.Nearest;
import org.ocibench.host.Printable;

/**
 * A small change of the plain spec ({@link RuntimeSpec}), made to see what it costs. Each is one thing that orchestrators set
 * or leave out; what the plain spec has can only be left out, what it has not only be added.
 */
public enum SpecOption {
    SECCOMP("a seccomp profile like containerd's default, some 350 system calls allowed",
            spec -> SpecEdit.of(spec, "linux").set("seccomp", SeccompProfile.defaults())),
    SECCOMP_1("a seccomp profile of one rule", spec -> SpecEdit.of(spec, "linux").set("seccomp", SeccompProfile.oneRule())),
    NO_NETNS("no network namespace", spec -> SpecEdit.removeNamespace(spec, "network")),
    NO_IPCNS("no IPC namespace", spec -> SpecEdit.removeNamespace(spec, "ipc")),
    NO_UTSNS("no UTS namespace, and so no host name", spec -> {
        SpecEdit.removeNamespace(spec, "uts");
        spec.remove("hostname");
    }),
    NO_PIDNS("no PID namespace", spec -> SpecEdit.removeNamespace(spec, "pid")),
    CGROUPNS("a cgroup namespace, which the plain spec has on cgroup v2 only", "cgroup",
            spec -> SpecEdit.addNamespace(spec, "cgroup")),
    NO_CGROUPNS("no cgroup namespace, which the plain spec has on cgroup v2 only",
            spec -> SpecEdit.removeNamespace(spec, "cgroup")),
    USERNS("a user namespace whose ids 0 to 65535 are the host's", "user",
            SpecEdit::addUserNamespace),
    TIMENS("a time namespace without offsets", "time", spec -> SpecEdit.addNamespace(spec, "time")),
    RW_ROOTFS("a writable root file system instead of a read-only one",
            spec -> SpecEdit.of(spec, "root").put("readonly", false)),
    MOUNTS_10("10 more mounts, read-only bind mounts", spec -> SpecEdit.addMounts(spec, 10)),
    MOUNTS_100("100 more mounts, read-only bind mounts", spec -> SpecEdit.addMounts(spec, Rootfs.MOUNT_POINTS)),
    CGROUP_MOUNT("the cgroup file systems on /sys/fs/cgroup, read-only", SpecEdit::addCgroupMount),
    HOOK_CREATE_RUNTIME("a createRuntime hook, a static program that does nothing",
            spec -> SpecEdit.addHook(spec, "createRuntime", true)),
    HOOK_CREATE_CONTAINER("a createContainer hook, a static program that does nothing",
            spec -> SpecEdit.addHook(spec, "createContainer", true)),
    HOOK_START_CONTAINER("a startContainer hook, a static program that does nothing",
            spec -> SpecEdit.addHook(spec, "startContainer", false)),
    HOOK_POSTSTART("a poststart hook, a static program that does nothing", spec -> SpecEdit.addHook(spec, "poststart", true)),
    HOOK_POSTSTOP("a poststop hook, a static program that does nothing",
            spec -> SpecEdit.addHook(spec, "poststop", true)),
    MEMORY_LIMIT("a memory limit of 256 MiB", spec -> SpecEdit.of(spec, "linux", "resources", "memory").put("limit", 256L << 20)),
    CPU_LIMIT("shares, and a quota of ten CPUs", spec -> SpecEdit.of(spec, "linux", "resources", "cpu")
            .put("shares", 1024).put("quota", 1_000_000).put("period", 100_000)),
    PIDS_LIMIT("a limit of 1024 processes", spec -> SpecEdit.of(spec, "linux", "resources", "pids").put("limit", 1024)),
    NO_CAPS("no capabilities instead of three", spec -> SpecEdit.setCapabilities(spec, List.of())),
    CAPS_ALL("all capabilities that the bench itself has instead of three",
            spec -> SpecEdit.setCapabilities(spec, SpecEdit.ownCapabilities())),
    NO_NNP("without no_new_privs", spec -> SpecEdit.of(spec, "process").put("noNewPrivileges", false)),
    NO_MASKED_PATHS("none of the 10 masked and 5 read-only paths", spec -> SpecEdit.of(spec, "linux")
            .remove(List.of("maskedPaths", "readonlyPaths"))),
    NO_RLIMITS("no rlimit instead of one", spec -> SpecEdit.of(spec, "process").remove("rlimits")),
    OOM_SCORE_ADJ("oomScoreAdj 1000, which needs no privilege", spec -> SpecEdit.of(spec, "process").put("oomScoreAdj", 1000));

    private final String sentence;
    private final String namespace;
    private final Consumer<ObjectNode> change;

    SpecOption(String sentence, Consumer<ObjectNode> change) {
        this(sentence, null, change);
    }

    /** @param namespace file in /proc/self/ns without which the kernel cannot do it */
    SpecOption(String sentence, String namespace, Consumer<ObjectNode> change) {
        this.sentence = sentence;
        this.namespace = namespace;
        this.change = change;
    }

    /** Name in the parameter {@code via}, after {@code direct+}: {@code no-netns}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it changes, in a few words. */
    public String sentence() {
        return sentence;
    }

    /** Changes a spec that was made by {@link RuntimeSpec}. */
    public void apply(ObjectNode spec) {
        change.accept(spec);
    }

    /**
     * Why it cannot be tried on this host; empty if that is not known beforehand.
     *
     * @param root  {@code /} but in tests
     * @param plain the spec without options
     */
    public Optional<String> obstacle(Path root, RuntimeSpec plain) {
        if (namespace != null && Files.notExists(root.resolve("proc/self/ns").resolve(namespace))) {
            return Optional.of("this kernel has no " + namespace + " namespaces");
        }
        return plain.with(this).canonical(Workload.EXIT).equals(plain.canonical(Workload.EXIT))
                ? Optional.of("the plain spec is so already: " + label() + " would change nothing") : Optional.empty();
    }

    /** The labels of all options. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(SpecOption::label).toList();
    }

    /**
     * The option with this label.
     *
     * @throws IllegalArgumentException naming the nearest one, if there is none
     */
    public static SpecOption ofLabel(String label) {
        return Arrays.stream(values()).filter(option -> option.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown option of the spec " + Printable.quoted(label)
                        + Nearest.hint(label, labels()) + " Known: " + String.join(", ", labels())));
    }
}
