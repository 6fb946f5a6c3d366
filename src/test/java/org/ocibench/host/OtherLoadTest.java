package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherLoadTest {

    private static final String CGROUP = "/ocibench/ocib-123456";
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path root;
    private OtherLoad load;

    @BeforeEach
    void host() throws IOException {
        Path cpuacct = root.resolve("sys/fs/cgroup/cpuacct");
        Files.createDirectories(cpuacct.resolve(CGROUP.substring(1)));
        write("proc/self/mountinfo", "30 29 0:26 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct\n");
        CgroupLayout layout = CgroupLayout.read(root);
        assertTrue(layout.controller("cpuacct").isPresent(), "the layout has the hierarchy");
        load = new OtherLoad(root, layout, CGROUP);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private void now(long user, long system, long steal, long idle, long campaignNanos, long benchTicks) throws IOException {
        write("proc/stat", "cpu  %d 0 %d %d 5 0 0 %d 0 0\ncpu0 1 2 3\n".formatted(user, system, idle, steal));
        write("sys/fs/cgroup/cpuacct" + CGROUP + "/cpuacct.usage", campaignNanos + "\n");
        write("proc/7/stat", "7 (java) S 1 7 7 0 -1 0 0 0 0 0 %d 0 900 900 20 0 1 0 42 0\n".formatted(benchTicks));
    }

    @Test
    void whatIsNotTheCampaignsIsOther() throws IOException {
        now(1000, 500, 10, 100, 5 * SECOND, 300);
        assertTrue(load.sinceLast(Set.of(7L), 10 * SECOND).isEmpty(), "the first time there is nothing to compare with");
        // In 2 s the host was busy for 3 s, stolen time among them; 1 s was the campaign's and .5 s the bench's own.
        now(1150, 600, 60, 200, 6 * SECOND, 350);
        assertEquals(.75, load.sinceLast(Set.of(7L), 12 * SECOND).orElseThrow(), 1e-9);
    }

    @Test
    void neverBelowNothing() throws IOException {
        now(1000, 500, 0, 100, 0, 0);
        load.sinceLast(Set.of(7L), SECOND);
        now(1000, 510, 0, 100, SECOND, 0);
        assertEquals(0, load.sinceLast(Set.of(7L), 2 * SECOND).orElseThrow());
    }

    @Test
    void aProcessThatIsNewMayBeOlderThanTheInterval() throws IOException {
        now(1000, 500, 0, 100, 0, 0);
        load.sinceLast(Set.of(), SECOND);
        now(1100, 500, 0, 100, 0, 5000);
        assertEquals(1, load.sinceLast(Set.of(7L), 2 * SECOND).orElseThrow(), 1e-9);
    }
}
