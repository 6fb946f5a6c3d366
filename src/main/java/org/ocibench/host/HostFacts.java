package org.ocibench.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a reader of results must know about the host. Every map is ready for JSON; what cannot be read stands there as
 * {@link Fact#json()} with its reason. There is no host name, serial number or user path in any of them.
 */
public final class HostFacts {

    private static final ObjectMapper CANONICAL =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final int ID_BYTES = 4;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");

    private final FactFiles files;
    private final Path root;

    /** Facts of the host whose {@code /proc}, {@code /sys} and {@code /boot} lie below {@code root}: {@code /} but in tests. */
    public HostFacts(Path root) {
        this.root = root;
        this.files = new FactFiles(root);
    }

    /** The hardware card: architecture, cpu, sockets, cores, threads, smt, numaNodes, ramBytes, virtualisation, disks. */
    public Map<String, Object> machine() {
        return new MachineFacts(files).card();
    }

    /** Kernel: release, version, cmdline, mitigations, preemption, hz, thp, aslr, swappiness, clocksource, rcu. */
    public Map<String, Object> kernel() {
        return new KernelFacts(files).kernel();
    }

    /** Frequency scaling, idle states, isolated processors, and the processors that this process may use. */
    public Map<String, Object> cpufreq() {
        return new KernelFacts(files).cpufreq();
    }

    /** Cgroup version ({@code v1}, {@code hybrid}, {@code v2}, {@code none}), controllers, favordynmods, limits on ourselves. */
    public Map<String, Object> cgroup() {
        return new CgroupFacts(root, files).facts();
    }

    /** Security modules: list, AppArmor, SELinux, and the seccomp mode of this process. */
    public Map<String, Object> lsm() {
        Map<String, Object> lsm = new LinkedHashMap<>();
        lsm.put("list", files.text("/sys/kernel/security/lsm").map(text -> List.of(text.split(","))).json());
        lsm.put("apparmor", files.text("/sys/module/apparmor/parameters/mode")
                .or(files.text("/sys/module/apparmor/parameters/enabled")).json());
        lsm.put("selinux", files.text("/sys/fs/selinux/enforce")
                .map(flag -> flag.equals("1") ? "enforcing" : "permissive").json());
        lsm.put("seccompMode", KernelFacts.field(files.text("/proc/self/status"), "Seccomp", "/proc/self/status").json());
        return lsm;
    }

    /** Swap in bytes and zswap. */
    public Map<String, Object> memory() {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("swapTotalBytes", MachineFacts.memory(files, "SwapTotal").json());
        Map<String, Object> zswap = new LinkedHashMap<>();
        zswap.put("enabled", files.text("/sys/module/zswap/parameters/enabled").map("Y"::equals).json());
        zswap.put("compressor", files.text("/sys/module/zswap/parameters/compressor").json());
        memory.put("zswap", zswap);
        return memory;
    }

    /** How busy the host is now: load averages (1, 5, 15 min), stall shares over 10 s in percent, dying cgroups (v2). */
    public Map<String, Object> load() {
        Map<String, Object> load = new LinkedHashMap<>();
        load.put("average", files.text("/proc/loadavg").map(HostFacts::averages).json());
        Map<String, Object> psi = new LinkedHashMap<>();
        for (String resource : List.of("cpu", "io", "memory")) {
            psi.put(resource, files.text("/proc/pressure/" + resource).map(HostFacts::someAverage10).json());
        }
        load.put("psiSomeAvg10", psi);
        load.put("dyingCgroups", new CgroupFacts(root, files).dying().json());
        return load;
    }

    private static Object averages(String text) {
        List<String> words = Arrays.stream(text.split(" ")).limit(3).toList();
        return words.stream().allMatch(word -> DECIMAL.matcher(word).matches()) ? words.stream().map(Double::valueOf).toList()
                : Fact.missing("/proc/loadavg: not numbers").json();
    }

    private static Object someAverage10(String text) {
        for (String word : text.split("\\s+")) {
            String value = word.startsWith("avg10=") ? word.substring("avg10=".length()) : "";
            if (DECIMAL.matcher(value).matches()) {
                return Double.valueOf(value);
            }
        }
        return Fact.missing("no avg10 in /proc/pressure").json();
    }

    /**
     * Eight hex digits that name the machine. Memory enters in steps of a sixteenth, since what a kernel reserves of it changes
     * with the kernel, not with the machine.
     */
    public String machineId() {
        Map<String, Object> card = new LinkedHashMap<>(machine());
        if (card.get("ramBytes") instanceof Long bytes) {
            long step = Math.max(1, Long.highestOneBit(bytes) / 16);
            card.put("ramBytes", (bytes + step - 1) / step * step);
        }
        // Device names may be swapped at the next boot.
        card.put("disks", MachineFacts.diskModels(card.get("disks")));
        return digest(card);
    }

    /**
     * Eight hex digits over kernel, frequency, cgroup and LSM. Take it before the bench changes {@code rcu_expedited} and
     * always on the same side of the private world: both are part of what it covers.
     */
    public String environmentId() {
        return digest(Map.of("kernel", kernel(), "cpufreq", cpufreq(), "cgroup", cgroup(), "lsm", lsm()));
    }

    private static String digest(Map<String, Object> facts) {
        try {
            byte[] json = CANONICAL.writeValueAsString(facts).getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
            return HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("facts are not hashable", e);
        }
    }
}
