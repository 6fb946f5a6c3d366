package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMeterTest {

    private static final String PATH = "/ocibench/x";
    private static final String CPU = "/sys/fs/cgroup/cpuacct";
    private static final String MEMORY = "/sys/fs/cgroup/memory";
    private static final String PEAK = MEMORY + PATH + "/memory.max_usage_in_bytes";

    @TempDir
    private Path root;
    private FakeHost host;

    @BeforeEach
    void host() {
        host = new FakeHost(root);
    }

    private CgroupMeter meter() throws IOException {
        return new CgroupMeter(CgroupLayout.read(root), PATH);
    }

    @Test
    void versionOneTellsCpuTimeAndAPeakThatResets() throws IOException {
        host.mount(CPU, "cgroup", "rw", "rw,cpuacct").mount(MEMORY, "cgroup", "rw", "rw,memory");
        host.file(CPU + PATH + "/cpuacct.usage", "8412999\n").file(PEAK, "1363149\n");
        CgroupMeter meter = meter();
        assertEquals(OptionalLong.of(8412), meter.cpuMicros());
        assertEquals(OptionalLong.of(1_363_149), meter.peakBytes());
        meter.resetPeak();
        assertEquals("0", Files.readString(host.at(PEAK)));
        host.file(CPU + PATH + "/cpuacct.usage", "9412999\n");
        assertEquals(OptionalLong.of(9412), meter.cpuMicros(), "read anew each time");
    }

    @Test
    void versionOneTellsWhichPartWasSpentInTheKernel() throws IOException {
        host.mount(CPU, "cgroup", "rw", "rw,cpuacct");
        assertEquals(OptionalDouble.empty(), meter().systemShare(), "an old kernel has no such files");
        host.file(CPU + PATH + "/cpuacct.usage_user", "0\n").file(CPU + PATH + "/cpuacct.usage_sys", "0\n");
        assertEquals(OptionalDouble.empty(), meter().systemShare());
        host.file(CPU + PATH + "/cpuacct.usage_user", "1000\n").file(CPU + PATH + "/cpuacct.usage_sys", "3000\n");
        assertEquals(OptionalDouble.of(.75), meter().systemShare());
    }

    @Test
    void versionTwoTellsCpuTimeWithoutAnyControllerAndNoPeak() throws IOException {
        host.mount("/sys/fs/cgroup", "cgroup2", "rw", "rw").file("/sys/fs/cgroup/cgroup.controllers", "memory\n");
        host.file("/sys/fs/cgroup" + PATH + "/cpu.stat", "usage_usec 6200\nuser_usec 4000\nsystem_usec 2200\n");
        host.file("/sys/fs/cgroup" + PATH + "/memory.peak", "1363149\n");
        CgroupMeter meter = meter();
        assertEquals(OptionalLong.of(6200), meter.cpuMicros());
        assertEquals(OptionalLong.empty(), meter.peakBytes(), "a peak since the cgroup was made is not one of a start");
        meter.resetPeak();
        assertEquals("1363149\n", Files.readString(host.at("/sys/fs/cgroup" + PATH + "/memory.peak")));
    }

    @Test
    void aHybridHostIsReadFromVersionOne() throws IOException {
        host.mount(CPU, "cgroup", "rw", "rw,cpuacct").mount("/sys/fs/cgroup/unified", "cgroup2", "rw", "rw");
        host.file(CPU + PATH + "/cpuacct.usage", "1000\n");
        host.file("/sys/fs/cgroup/unified" + PATH + "/cpu.stat", "usage_usec 6200\n");
        assertEquals(OptionalLong.of(1), meter().cpuMicros());
    }

    @Test
    void whereNothingTellsItIsEmptyAndNeverZero() throws IOException {
        CgroupMeter meter = meter();
        assertEquals(OptionalLong.empty(), meter.cpuMicros());
        assertEquals(OptionalLong.empty(), meter.peakBytes());
        meter.resetPeak();
        host.mount(MEMORY, "cgroup", "rw", "rw,memory");
        assertEquals(OptionalLong.empty(), meter().peakBytes(), "a kernel without the file");
    }

    @Test
    void aVanishedCgroupIsAnError() throws IOException {
        host.mount(CPU, "cgroup", "rw", "rw,cpuacct");
        CgroupMeter meter = meter();
        assertThrows(IOException.class, meter::cpuMicros);
    }
}
