package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomKillsTest {

    private static final String ARM = "/ocibench/a/containers";

    @TempDir
    private Path root;

    private OptionalLong count() throws IOException {
        return new OomKills(root, CgroupLayout.read(root), ARM).count();
    }

    @Test
    void versionTwoCountsBelowACgroup() throws IOException {
        new FakeHost(root).mount("/sys/fs/cgroup", "cgroup2", "rw", "rw").file("/sys/fs/cgroup/cgroup.controllers", "memory pids\n")
                .file("/sys/fs/cgroup" + ARM + "/memory.events", "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n");
        assertEquals(OptionalLong.of(2), count());
    }

    @Test
    void versionOneCountsTheHosts() throws IOException {
        new FakeHost(root).mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory")
                .file("/proc/vmstat", "nr_free_pages 1\noom_kill 7\n");
        assertEquals(OptionalLong.of(7), count());
    }

    @Test
    void anOldKernelHasNoCount() throws IOException {
        new FakeHost(root).mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory").file("/proc/vmstat", "nr_free_pages 1\n");
        assertEquals(OptionalLong.empty(), count());
    }
}
