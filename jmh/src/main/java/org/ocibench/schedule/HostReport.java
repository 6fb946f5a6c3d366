package org.ocibench.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.HostFacts;
import org.ocibench.host.PrivateWorld;

/**
 * What the host is, for meta.json and captions.
 *
 * @param machineId     identity of the hardware
 * @param environmentId identity of kernel, power management, cgroups and security modules
 * @param facts         the facts by section
 */
public record HostReport(String machineId, String environmentId, Map<String, Object> facts) {

    /** Reads the host. Before the kernel setting is changed and after the private world is entered. */
    public static HostReport read(HostFacts facts) {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("machine", facts.machine());
        sections.put("kernel", facts.kernel());
        sections.put("cpufreq", facts.cpufreq());
        sections.put("cgroup", facts.cgroup());
        sections.put("lsm", facts.lsm());
        sections.put("memory", facts.memory());
        sections.put("load", facts.load());
        return new HostReport(facts.machineId(), facts.environmentId(), sections);
    }

    /** Kernel, cgroups and private world in one line. */
    String caption(CgroupLayout cgroups) {
        return "linux " + ((Map<?, ?>) facts.get("kernel")).get("release") + ", cgroup " + cgroups.mode().label()
                + ", cgroup manager cgroupfs"
                + (PrivateWorld.description() == null ? "" : "; private world: " + PrivateWorld.description());
    }
}
