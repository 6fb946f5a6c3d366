package org.ocibench.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ocibench.host.HostFacts;

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
}
