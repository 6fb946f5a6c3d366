package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {

    private static final String CPU = "/sys/devices/system/cpu";

    @TempDir
    private Path root;
    private FakeHost host;

    @BeforeEach
    void host() throws IOException {
        host = new FakeHost(root);
        host.file("/proc/cpuinfo", """
                processor\t: 0
                vendor_id\t: GenuineIntel
                cpu family\t: 6
                model\t\t: 167
                model name\t: Some Xeon
                stepping\t: 1
                microcode\t: 0x1
                flags\t\t: fpu hypervisor lm
                """);
        host.file("/proc/meminfo", "MemTotal:       24683656 kB\nSwapTotal:             0 kB\n");
        for (int cpu = 0; cpu < 4; cpu++) {
            host.file(CPU + "/cpu" + cpu + "/topology/physical_package_id", "0\n");
            host.file(CPU + "/cpu" + cpu + "/topology/core_id", cpu / 2 + "\n");
            host.file(CPU + "/cpu" + cpu + "/cpufreq/scaling_governor", cpu < 3 ? "performance\n" : "powersave\n");
        }
        host.file(CPU + "/smt/active", "1\n").folder(CPU + "/cpufreq").folder("/sys/devices/system/node/node0");
        host.file("/sys/class/dmi/id/sys_vendor", "QEMU\n").file("/sys/class/dmi/id/product_serial", "SERIAL\n");
        host.file("/sys/block/nvme0n1/device/model", "Fast Disk   \n").folder("/sys/block/loop0/device");
        host.file("/sys/block/nvme0n1/device/serial", "SERIAL\n");
        host.file("/proc/sys/kernel/osrelease", "6.18.1\n").file("/proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC x\n");
        host.file("/proc/version", "Linux version 6.18.1 (me@buildhost)\n").file("/proc/sys/kernel/hostname", "buildhost\n");
        host.file("/proc/cmdline", "BOOT_IMAGE=/boot/vmlinuz root=UUID=12-34 mitigations=auto,nosmt rcupdate.rcu_expedited=1"
                + " quiet systemd.machine_id=0123456789abcdef console=ttyS0 -- --addr buildhost\n");
        host.file(CPU + "/vulnerabilities/meltdown", "Mitigation: PTI\n").file(CPU + "/vulnerabilities/mds", "Not affected\n");
        host.file("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        host.file("/sys/kernel/rcu_expedited", "0\n").file("/sys/kernel/rcu_normal", "0\n");
        config("CONFIG_PREEMPT_NONE=y\n# CONFIG_PREEMPT is not set\nCONFIG_HZ=250\nCONFIG_RCU_LAZY=y\n");
        host.mount("/sys/fs/cgroup/cpu,cpuacct", "cgroup", "rw", "rw,cpu,cpuacct,favordynmods");
        host.mount("/sys/fs/cgroup/systemd", "cgroup", "rw", "rw,name=systemd");
        host.mount("/sys/fs/cgroup/unified", "cgroup2", "rw", "rw,nsdelegate");
        host.file("/sys/fs/cgroup/unified/cgroup.controllers", "hugetlb memory\n");
        host.file("/sys/fs/cgroup/unified/cgroup.stat", "nr_descendants 3\nnr_dying_descendants 2\n");
        host.file("/proc/self/cgroup", "3:cpu,cpuacct:/user/deep\n1:name=systemd:/\n0::/a\n");
        host.file("/sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_quota_us", "150000\n");
        host.file("/sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_period_us", "100000\n");
        host.file("/sys/fs/cgroup/cpu,cpuacct/user/deep/cpu.cfs_quota_us", "-1\n");
        host.file("/sys/fs/cgroup/unified/a/memory.max", "max\n");
        host.file("/proc/self/status", "Cpus_allowed_list:\t0-1\nSeccomp:\t2\n");
        host.file("/sys/kernel/security/lsm", "lockdown,apparmor\n");
        host.file("/proc/loadavg", "0.50 1.25 2.00 3/100 4242\n");
        host.file("/proc/pressure/io", "some avg10=1.50 avg60=0.19 avg300=0.14 total=3\nfull avg10=9.00 avg60=0 avg300=0 total=0\n");
    }

    private void config(String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(host.at("/proc/config.gz")))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private HostFacts facts() {
        return new HostFacts(root);
    }

    private static JsonNode json(Object facts) {
        return new ObjectMapper().valueToTree(facts);
    }

    @Test
    void theCardOfTheMachine() {
        JsonNode machine = json(facts().machine());
        assertEquals("Some Xeon", machine.at("/cpu/model").asText());
        assertEquals("167", machine.at("/cpu/modelNumber").asText());
        assertEquals(List.of(1, 2, 4), List.of(machine.get("sockets").asInt(), machine.get("cores").asInt(),
                machine.get("threads").asInt()));
        assertTrue(machine.get("smt").asBoolean());
        assertEquals(1, machine.get("numaNodes").asInt());
        assertEquals(24683656L * 1024, machine.get("ramBytes").asLong());
        assertTrue(machine.at("/virtualisation/hypervisorFlag").asBoolean());
        assertEquals("QEMU", machine.at("/virtualisation/vendor").asText());
        assertEquals("/sys/class/dmi/id/product_name: no such file", machine.at("/virtualisation/product/reason").asText());
        assertEquals(1, machine.get("disks").size());
        assertEquals("Fast Disk", machine.at("/disks/0/model").asText());
    }

    @Test
    void theKernelAndItsSettings() {
        JsonNode kernel = json(facts().kernel());
        assertEquals("6.18.1", kernel.get("release").asText());
        assertEquals("BOOT_IMAGE=* root=* mitigations=auto,nosmt rcupdate.rcu_expedited=1 quiet systemd.machine_id=* console=*",
                kernel.get("cmdline").asText());
        assertEquals(Map.of("mds", "Not affected", "meltdown", "Mitigation: PTI"),
                new ObjectMapper().convertValue(kernel.get("mitigations"), Map.class));
        assertEquals("PREEMPT_DYNAMIC", kernel.at("/preemption/build").asText());
        assertEquals("none", kernel.at("/preemption/mode").asText());
        assertEquals("madvise", kernel.get("thp").asText());
        assertEquals("y", kernel.at("/rcu/lazy").asText());
        assertEquals("n", kernel.at("/rcu/lazyDefaultOff").asText());
        assertEquals(0, kernel.at("/rcu/expedited").asInt(-1));
        assertTrue(kernel.at("/swappiness/value").isNull());
    }

    @Test
    void theRunningPreemptionModeWinsOverTheConfigured() {
        host.file("/sys/kernel/debug/sched/preempt", "none voluntary (full) lazy\n");
        assertEquals("full", json(facts().kernel()).at("/preemption/mode").asText());
    }

    @Test
    void frequencyScalingOfAllProcessors() {
        host.file(CPU + "/intel_pstate/no_turbo", "1\n");
        JsonNode cpufreq = json(facts().cpufreq());
        assertEquals("performance,powersave", cpufreq.get("governor").asText());
        assertFalse(cpufreq.get("turbo").asBoolean(true));
        assertTrue(cpufreq.at("/driver/reason").asText().contains("scaling_driver"));
        assertEquals("0-1", cpufreq.get("affinity").asText());
    }

    @Test
    void hybridCgroups() {
        JsonNode cgroup = json(facts().cgroup());
        assertEquals("hybrid", cgroup.get("version").asText());
        assertEquals("[\"cpu\",\"cpuacct\"]", cgroup.get("v1Controllers").toString());
        assertEquals("[\"hugetlb\",\"memory\"]", cgroup.get("v2Controllers").toString());
        assertEquals("[\"cpu,cpuacct\"]", cgroup.get("favordynmods").toString());
        assertEquals(1.5, cgroup.at("/limits/cpus").asDouble(), "an ancestor's limit holds too");
        assertEquals("unlimited", cgroup.at("/limits/memoryBytes").asText());
    }

    @Test
    void pureCgroupVersions(@TempDir Path other) {
        FakeHost two = new FakeHost(other).mount("/sys/fs/cgroup", "cgroup2", "rw", "rw,favordynmods");
        assertEquals("v2", new HostFacts(other).cgroup().get("version"));
        assertEquals(List.of("v2"), new HostFacts(other).cgroup().get("favordynmods"));
        two.unmount(two.at("/sys/fs/cgroup"));
        assertEquals("none", new HostFacts(other).cgroup().get("version"));
        two.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory");
        assertEquals("v1", new HostFacts(other).cgroup().get("version"));
    }

    @Test
    void securityMemoryAndLoad() {
        assertEquals(List.of("lockdown", "apparmor"), facts().lsm().get("list"));
        assertEquals("2", facts().lsm().get("seccompMode"));
        assertEquals(0L, facts().memory().get("swapTotalBytes"));
        JsonNode load = json(facts().load());
        assertEquals("[0.5,1.25,2.0]", load.get("average").toString());
        assertEquals(1.5, load.at("/psiSomeAvg10/io").asDouble());
        assertTrue(load.at("/psiSomeAvg10/cpu/value").isNull());
        assertEquals(2, load.get("dyingCgroups").asInt());
    }

    @Test
    void nothingIdentifiesTheHost() throws Exception {
        String all = new ObjectMapper().writeValueAsString(List.of(facts().machine(), facts().kernel(), facts().cpufreq(),
                facts().cgroup(), facts().lsm(), facts().memory(), facts().load()));
        for (String secret : List.of("SERIAL", "buildhost", "12-34", "0123456789abcdef", "vmlinuz", root.toString())) {
            assertFalse(all.contains(secret), secret);
        }
    }

    @Test
    void theMachineIdFollowsTheHardwareOnly() {
        String id = facts().machineId();
        assertTrue(id.matches("[0-9a-f]{8}"), id);
        host.file("/proc/meminfo", "MemTotal:       24683000 kB\nSwapTotal:             0 kB\n");
        host.file("/proc/sys/kernel/osrelease", "6.19.0\n").file("/proc/loadavg", "9 9 9 1/1 1\n");
        assertEquals(id, facts().machineId());
        host.file("/sys/block/nvme0n1/device/model", "Slow Disk\n");
        assertNotEquals(id, facts().machineId());
    }

    @Test
    void theEnvironmentIdFollowsTheKernelOnly() {
        String id = facts().environmentId();
        assertTrue(id.matches("[0-9a-f]{8}"), id);
        host.file("/proc/loadavg", "9 9 9 1/1 1\n").file("/sys/block/nvme0n1/device/model", "Slow Disk\n");
        assertEquals(id, facts().environmentId());
        host.file("/proc/sys/kernel/osrelease", "6.19.0\n");
        assertNotEquals(id, facts().environmentId());
    }

    @Test
    void anEmptyHostGivesReasonsAndNoErrors(@TempDir Path empty) {
        HostFacts nothing = new HostFacts(empty);
        assertTrue(json(nothing.cgroup()).at("/version/value").isNull());
        assertTrue(json(nothing.machine()).at("/ramBytes/value").isNull());
        assertTrue(json(nothing.load()).at("/average/value").isNull());
        assertEquals(nothing.environmentId(), new HostFacts(empty).environmentId());
    }

    @Test
    void readsThisHost() {
        HostFacts real = new HostFacts(Path.of("/"));
        assertTrue((Long) real.machine().get("ramBytes") > 100_000_000L);
        assertEquals(System.getProperty("os.version"), real.kernel().get("release"));
        assertEquals(real.machineId(), real.machineId());
    }
}
