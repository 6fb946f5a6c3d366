package org.ocibench.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The hardware card. */
final class MachineFacts {

    private static final String CPUS = "/sys/devices/system/cpu";
    private static final Pattern CPU = Pattern.compile("cpu[0-9]+");
    private static final Pattern NODE = Pattern.compile("node[0-9]+");
    private static final Pattern NO_DISK = Pattern.compile("(loop|ram|zram|dm-|md|sr|fd|nbd).*");

    private final FactFiles files;

    MachineFacts(FactFiles files) {
        this.files = files;
    }

    Map<String, Object> card() {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("architecture", files.text("/proc/sys/kernel/arch").or(Fact.of(System.getProperty("os.arch"))).json());
        Fact info = files.text("/proc/cpuinfo");
        card.put("cpu", cpu(info));
        Set<String> sockets = new TreeSet<>();
        Set<String> cores = new TreeSet<>();
        int threads = 0;
        for (String cpu : files.names(CPUS)) {
            String topology = CPUS + "/" + cpu + "/topology/";
            Fact socket = files.text(topology + "physical_package_id");
            if (CPU.matcher(cpu).matches() && socket.isKnown()) {
                threads++;
                sockets.add(socket.text(""));
                cores.add(socket.text("") + "/" + files.text(topology + "die_id").text("") + "/"
                        + files.text(topology + "core_id").text(""));
            }
        }
        Fact topology = threads > 0 ? Fact.of(threads) : Fact.missing(CPUS + ": no topology");
        card.put("sockets", topology.isKnown() ? sockets.size() : topology.json());
        card.put("cores", topology.isKnown() ? cores.size() : topology.json());
        card.put("threads", topology.json());
        card.put("smt", files.text(CPUS + "/smt/active").map("1"::equals).json());
        int nodes = (int) files.names("/sys/devices/system/node").stream().filter(n -> NODE.matcher(n).matches()).count();
        card.put("numaNodes", nodes > 0 ? nodes : Fact.missing("/sys/devices/system/node: no such file").json());
        card.put("ramBytes", memory(files, "MemTotal").json());
        card.put("virtualisation", virtualisation(info));
        card.put("disks", disks());
        return card;
    }

    private static Map<String, Object> cpu(Fact info) {
        Map<String, Object> cpu = new LinkedHashMap<>();
        cpu.put("vendor", cpuField(info, "vendor_id").or(cpuField(info, "CPU implementer")).json());
        cpu.put("model", cpuField(info, "model name").or(cpuField(info, "CPU part")).json());
        cpu.put("family", cpuField(info, "cpu family").or(cpuField(info, "CPU architecture")).json());
        cpu.put("modelNumber", cpuField(info, "model").or(cpuField(info, "CPU variant")).json());
        cpu.put("stepping", cpuField(info, "stepping").or(cpuField(info, "CPU revision")).json());
        cpu.put("microcode", cpuField(info, "microcode").json());
        return cpu;
    }

    private Map<String, Object> virtualisation(Fact info) {
        Map<String, Object> virtualisation = new LinkedHashMap<>();
        virtualisation.put("hypervisorFlag",
                cpuField(info, "flags").map(flags -> List.of(flags.split(" ")).contains("hypervisor")).json());
        virtualisation.put("vendor", files.text("/sys/class/dmi/id/sys_vendor").json());
        virtualisation.put("product", files.text("/sys/class/dmi/id/product_name").json());
        return virtualisation;
    }

    private List<Object> disks() {
        List<Object> disks = new ArrayList<>();
        for (String name : files.names("/sys/block")) {
            boolean removable = files.text("/sys/block/" + name + "/removable").text("0").equals("1");
            if (!removable && !NO_DISK.matcher(name).matches()) {
                Map<String, Object> disk = new LinkedHashMap<>();
                disk.put("device", name);
                disk.put("model", files.text("/sys/block/" + name + "/device/model").json());
                disk.put("rotational", files.text("/sys/block/" + name + "/queue/rotational").map("1"::equals).json());
                disks.add(disk);
            }
        }
        return disks;
    }

    /** Distinct models in a list of disks, sorted. */
    static Set<String> diskModels(Object disks) {
        Set<String> models = new TreeSet<>();
        if (disks instanceof List<?> list) {
            for (Object disk : list) {
                models.add(disk instanceof Map<?, ?> facts && facts.get("model") instanceof String model ? model : "unknown");
            }
        }
        return models;
    }

    private static Fact cpuField(Fact info, String name) {
        return KernelFacts.field(info, name, "/proc/cpuinfo");
    }

    /** A line of {@code /proc/meminfo} in bytes. */
    static Fact memory(FactFiles files, String name) {
        Fact kib = KernelFacts.field(files.text("/proc/meminfo"), name, "/proc/meminfo");
        String text = kib.text("");
        if (kib.isKnown() && !text.matches("[0-9]{1,15} kB")) {
            return Fact.missing("/proc/meminfo: " + name + " is not in kB");
        }
        return kib.map(value -> Long.parseLong(value.substring(0, value.length() - 3)) * 1024);
    }
}
