package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.host.Capabilities;
import org.ocibench.host.CgroupLayout;

class DoctorLimitsTest {

    private static final long ALL = (1L << 41) - 1;
    private static final Capabilities ROOT = new Capabilities(ALL, 0, 40);

    @TempDir
    private Path host;

    private void write(String path, String content) throws IOException {
        Files.createDirectories(host.resolve(path).getParent());
        Files.writeString(host.resolve(path), content);
    }

    private CgroupLayout v1() throws IOException {
        write("proc/self/mountinfo", "20 1 0:20 / /c/memory rw - cgroup cgroup rw,memory\n");
        return CgroupLayout.read(host);
    }

    private CgroupLayout v2(String controllers) throws IOException {
        write("proc/self/mountinfo", "20 1 0:20 / /c rw - cgroup2 cgroup rw\n");
        write("c/cgroup.controllers", controllers);
        return CgroupLayout.read(host);
    }

    private List<String> find(Capabilities capabilities, CgroupLayout cgroups, String kernel) throws IOException {
        return new DoctorLimits(host).find(capabilities, cgroups, kernel).stream().map(DoctorLimit::what).toList();
    }

    @Test
    void onAHostWithEverythingOnlyTheOtherCgroupVersionIsMissing() throws IOException {
        write("run/systemd/system/x", "");
        assertEquals(List.of("cgroup v1"), find(ROOT, v2("cpu memory pids\n"), null));
    }

    @Test
    void controllersThatV1HasTakenAreMissingOnV2() throws IOException {
        write("run/systemd/system/x", "");
        write("proc/cgroups", "#subsys_name hierarchy num_cgroups enabled\ncpu\t1\t1\t1\nmemory\t4\t1\t1\nhugetlb\t0\t1\t1\n");
        List<DoctorLimit> limits = new DoctorLimits(host).find(ROOT, v1(), null);
        assertEquals(List.of("cgroup v2"), limits.stream().map(DoctorLimit::what).toList());
        assertTrue(limits.get(0).why().contains("cpu, memory, which v1 has taken"), limits.get(0).why());
    }

    @Test
    void controllersThatAreNotHandedDownAreMissing() throws IOException {
        write("run/systemd/system/x", "");
        List<DoctorLimit> limits = new DoctorLimits(host).find(ROOT, v2("pids\n"), null);
        assertTrue(limits.get(0).why().contains("cpu, memory"), limits.get(0).why());
        assertTrue(limits.get(0).remedy().contains("hand"), limits.get(0).remedy());
    }

    @Test
    void capabilitiesWithTheSameEffectAreOneThing() throws IOException {
        Capabilities few = new Capabilities(ALL & ~(1L << 24 | 1L << 35 | 1L << 36), 0, 40);
        assertEquals(List.of("CAP_SYS_RESOURCE", "CAP_WAKE_ALARM, CAP_BLOCK_SUSPEND", "kernel=quiet", "cgroup manager systemd"),
                find(few, v1(), "read-only"));
    }

    @Test
    void whoIsNotRootIsToldOnlyThat() throws IOException {
        assertEquals(List.of("anything in a container", "cgroup manager systemd"),
                find(new Capabilities(0, 1000, 40), v1(), "read-only"));
    }

    @Test
    void everyThingHasReasonAndRemedy() throws IOException {
        for (DoctorLimit limit : new DoctorLimits(host).find(new Capabilities(0, 0, 40), v2("\n"), "read-only")) {
            assertTrue(!limit.why().isBlank() && !limit.remedy().isBlank(), limit.what());
        }
    }
}
