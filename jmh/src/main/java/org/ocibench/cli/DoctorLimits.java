package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ocibench.host.Capabilities;
import org.ocibench.host.CgroupLayout;

/** Finds what cannot be measured on a host, whatever is installed. */
final class DoctorLimits {

    private static final List<String> WANTED = List.of("cpu", "memory", "pids");

    private final Path root;
    private final List<DoctorLimit> found = new ArrayList<>();

    /**
     * @param root {@code /} but in tests
     */
    DoctorLimits(Path root) {
        this.root = root;
    }

    /**
     * Looks.
     *
     * @param kernelObstacle why kernel=quiet is not possible, or null
     */
    List<DoctorLimit> find(Capabilities capabilities, CgroupLayout cgroups, String kernelObstacle) throws IOException {
        if (capabilities.isRoot()) {
            capabilities(capabilities);
            if (kernelObstacle != null) {
                add("kernel=quiet", kernelObstacle, "measure with kernel=default; ab then needs more blocks");
            }
        } else {
            add("anything in a container", "not root", "sudo");
        }
        cgroups(cgroups);
        if (Files.notExists(root.resolve("run/systemd/system"))) {
            add("cgroup manager systemd", "systemd does not run here, so every arm uses cgroupfs",
                    "use a host that systemd booted");
        }
        return found;
    }

    private void capabilities(Capabilities capabilities) {
        Map<String, List<String>> byEffect = new LinkedHashMap<>();
        capabilities.missing().forEach(missing ->
                byEffect.computeIfAbsent(missing.breaks(), effect -> new ArrayList<>()).add(missing.name()));
        byEffect.forEach((effect, names) -> add(String.join(", ", names), "missing: " + effect,
                "give it to the container or unit that the bench runs in (docker run --cap-add, CapabilityBoundingSet=)"));
    }

    private void cgroups(CgroupLayout cgroups) throws IOException {
        List<String> onV1 = boundToV1();
        List<String> notOnV2 = cgroups.mode() == CgroupLayout.Mode.V2 ? cgroups.missingControllers()
                : WANTED.stream().filter(onV1::contains).toList();
        if (!notOnV2.isEmpty()) {
            add("cgroup v2", "lacks the controllers " + String.join(", ", notOnV2)
                    + (onV1.containsAll(notOnV2) ? ", which v1 has taken" : "")
                    + ": with --cgroup v2 there is no limit and no memory figure, ctr and runsc fail",
                    onV1.containsAll(notOnV2) ? "boot with cgroup_no_v1=all" : "hand these controllers down to this cgroup");
        }
        boolean v2Only = cgroups.mode() == CgroupLayout.Mode.V2 || cgroups.mode() == CgroupLayout.Mode.NONE;
        if (v2Only && onV1.isEmpty()) {
            add("cgroup v1", "this host has no v1 hierarchies", "use a host booted with systemd.unified_cgroup_hierarchy=0");
        }
        if (!v2Only && cgroups.controller("memory").isEmpty()) {
            add("memory per start", "no memory controller", "boot with cgroup_enable=memory");
        }
    }

    /** Controllers that sit in a hierarchy of v1: 0 is that of v2, or none. */
    private List<String> boundToV1() throws IOException {
        Path table = root.resolve("proc/cgroups");
        return Files.notExists(table) ? List.of() : Files.readAllLines(table).stream().map(line -> line.split("\\s+"))
                .filter(field -> field.length > 1 && !field[0].startsWith("#") && !field[1].equals("0"))
                .map(field -> field[0]).toList();
    }

    private void add(String what, String why, String remedy) {
        found.add(new DoctorLimit(what, why, remedy));
    }
}
