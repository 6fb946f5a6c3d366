package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapLimitTest {

    private static final String HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

    @TempDir
    private Path root;

    private SwapLimit read() throws IOException {
        return SwapLimit.read(root, CgroupLayout.read(root), "/ocibench");
    }

    @Test
    void versionOneWithAccounting() throws IOException {
        new FakeHost(root).mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory").file("/proc/swaps", HEADER)
                .file("/sys/fs/cgroup/memory/ocibench/memory.memsw.limit_in_bytes", "0\n");
        assertEquals(new SwapLimit(true, 0), read());
        assertTrue(read().told().startsWith("Swap is pinned"));
    }

    @Test
    void versionTwoWithAccounting() throws IOException {
        new FakeHost(root).mount("/sys/fs/cgroup", "cgroup2", "rw", "rw").file("/sys/fs/cgroup/cgroup.controllers", "memory\n")
                .file("/sys/fs/cgroup/ocibench/memory.swap.max", "max\n");
        assertTrue(read().possible());
    }

    @Test
    void withoutAccountingSwapIsAWarning() throws IOException {
        new FakeHost(root).mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory")
                .file("/proc/swaps", HEADER + "/dev/vda2 partition\t1000\t0\t-2\n/swapfile file\t24\t0\t-3\n");
        assertEquals(new SwapLimit(false, 1024), read());
        assertTrue(read().told().contains("1024 KiB"));
    }

    @Test
    void withoutSwapNothingNeedsAccounting() throws IOException {
        new FakeHost(root).mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory");
        assertTrue(read().told().endsWith("has none"));
    }
}
