package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Told;

/** The same text stands in every file that is parsed: each parser meets its own shape and that of all others. */
class HostFactsFuzzTest {

    private static final List<String> FILES = List.of("/proc/self/cgroup", "/proc/self/status", "/proc/loadavg",
            "/proc/pressure/cpu", "/proc/meminfo", "/proc/cpuinfo", "/proc/cmdline", "/proc/sys/kernel/version",
            "/proc/sys/kernel/cap_last_cap", "/proc/config.gz", "/sys/kernel/mm/transparent_hugepage/enabled",
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/unified/cpu.max", "/sys/fs/cgroup/unified/cgroup.stat",
            "/sys/fs/cgroup/unified/cgroup.controllers", "/sys/fs/cgroup/unified/memory.max");

    @TempDir
    private Path root;

    private FakeHost host;

    @BeforeEach
    void host() {
        host = new FakeHost(root).mount("/sys/fs/cgroup/cpu", "cgroup", "rw", "rw,cpu,cpuacct,memory")
                .mount("/sys/fs/cgroup/unified", "cgroup2", "rw", "rw");
        host.file("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        FILES.forEach(file -> host.file(file, ""));
    }

    @FuzzTest
    void read(byte[] content) throws IOException {
        for (String file : FILES) {
            Files.write(host.at(file), content);
        }
        HostFacts facts = new HostFacts(root);
        JsonNode json = new ObjectMapper().valueToTree(List.of(facts.machine(), facts.kernel(), facts.cpufreq(), facts.cgroup(),
                facts.lsm(), facts.memory(), facts.load()));
        assertFinite(json);
        assertTrue((facts.machineId() + facts.environmentId()).matches("[0-9a-f]{16}"));

        String text = new String(content, StandardCharsets.ISO_8859_1);
        assertTrue(CgroupLayout.cpuacctPath(text).startsWith("/"));
        CgroupLayout.read(root).missingControllers();
        ProcStat stat = ProcStat.parse(text);
        assertTrue(stat == null || text.contains("(" + stat.name() + ")"));
        try {
            Capabilities.read(root).missing();
        } catch (IOException e) {
            Told.of(e);
        }
    }

    private static void assertFinite(JsonNode node) {
        assertTrue(!node.isDouble() || Double.isFinite(node.asDouble()), node::toString);
        node.forEach(HostFactsFuzzTest::assertFinite);
    }
}
