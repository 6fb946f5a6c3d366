package org.ocibench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ocibench.host.Capabilities;
import org.ocibench.host.CgroupLayout;

/** The section on the host. */
final class DoctorHost {

    private static final double BUSY_SHARE = 0.5;
    private static final long MIB = 1 << 20;

    private final DoctorText out;
    private final Map<String, Object> facts;

    /**
     * @param facts as in {@link org.ocibench.schedule.HostReport#facts()}
     */
    DoctorHost(DoctorText out, Map<String, Object> facts) {
        this.out = out;
        this.facts = facts;
    }

    /**
     * Prints the section.
     *
     * @param world what was made of the mounts, or null outside a private world
     */
    void print(Capabilities capabilities, CgroupLayout cgroups, String world) {
        out.section("Host", List.of("virtualisation"));
        out.fact("kernel", told("kernel", "release") + ", " + told("machine", "architecture"));
        out.fact("machine", told("machine", "threads") + " processors, " + mebibytes(at("machine", "ramBytes")) + " memory");
        out.fact("java", System.getProperty("java.version"));
        virtualisation();
        cgroups(cgroups, world);
        privileges(capabilities);
        swap();
        governor();
        load();
    }

    private void virtualisation() {
        if (!Boolean.TRUE.equals(at("machine", "virtualisation", "hypervisorFlag"))) {
            out.fact("virtualisation", "none seen");
            return;
        }
        String maker = List.of("vendor", "product").stream().map(name -> at("machine", "virtualisation", name))
                .filter(String.class::isInstance).map(String.class::cast).collect(Collectors.joining(" "));
        out.fact("virtualisation", "a guest" + (maker.isEmpty() ? "" : " (" + maker + ")")
                + ": other guests disturb what is measured");
        out.remedy("compare only what was measured interleaved; for absolute numbers use a machine of your own");
    }

    private void cgroups(CgroupLayout cgroups, String world) {
        String controllers = cgroups.hierarchies().stream().flatMap(h -> h.controllers().stream()).sorted().distinct()
                .collect(Collectors.joining(", "));
        out.fact("cgroup", cgroups.mode().label() + (controllers.isEmpty() ? "" : ": " + controllers));
        if (cgroups.mode() == CgroupLayout.Mode.NONE) {
            out.remedy("mount cgroup2 on /sys/fs/cgroup");
        }
        if (cgroups.mode() == CgroupLayout.Mode.HYBRID) {
            out.more("crun refuses a hybrid host");
            out.remedy("leave --cgroup at auto: a campaign then sees only v1");
        }
        if (world != null) {
            out.fact("private world", world);
        }
        List<String> limits = new ArrayList<>();
        if (at("cgroup", "limits", "cpus") instanceof Number cpus) {
            limits.add(String.format(Locale.ROOT, "%.2f processors", cpus.doubleValue()));
        }
        if (at("cgroup", "limits", "memoryBytes") instanceof Number bytes) {
            limits.add(mebibytes(bytes) + " memory");
        }
        if (!limits.isEmpty()) {
            out.fact("limits", "this process may use " + String.join(" and ", limits));
            out.remedy("start the bench outside this limit: it throttles what is measured");
        }
    }

    private void privileges(Capabilities capabilities) {
        if (!capabilities.isRoot()) {
            out.fact("root", "no (user id " + capabilities.euid() + "): no container can be started");
            out.remedy("sudo");
            return;
        }
        List<String> missing = capabilities.missing().stream().map(Capabilities.Missing::name).toList();
        out.fact("root", "yes");
        out.fact("capabilities", missing.isEmpty() ? "all" : "all but " + String.join(", ", missing) + " (see the last section)");
    }

    private void swap() {
        Object bytes = at("memory", "swapTotalBytes");
        out.fact("swap", bytes instanceof Number n && n.longValue() == 0 ? "off" : mebibytes(bytes));
        if (bytes instanceof Number n && n.longValue() > 0) {
            out.remedy("swapoff -a while measuring: a container whose pages are swapped measures the disk");
        }
    }

    private void governor() {
        Object governor = at("cpufreq", "governor");
        out.fact("governor", told("cpufreq", "governor"));
        if (governor instanceof String name && !name.equals("performance")) {
            out.remedy("cpupower frequency-set -g performance");
        }
    }

    private void load() {
        out.fact("load", told("load", "average"));
        if (at("load", "average") instanceof List<?> averages && !averages.isEmpty()
                && averages.get(0) instanceof Number now && at("machine", "threads") instanceof Number processors
                && now.doubleValue() > BUSY_SHARE * processors.doubleValue()) {
            out.remedy("wait until the host is idle: a campaign wants a quiet one");
        }
    }

    private Object at(String... path) {
        Object here = facts;
        for (String name : path) {
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return here;
    }

    private String told(String... path) {
        Object value = at(path);
        if (value instanceof Map<?, ?> unknown) {
            return "n/a (" + unknown.get("reason") + ")";
        }
        return value instanceof List<?> list ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    private static String mebibytes(Object bytes) {
        return bytes instanceof Number number ? number.longValue() / MIB + " MiB" : "n/a";
    }
}
