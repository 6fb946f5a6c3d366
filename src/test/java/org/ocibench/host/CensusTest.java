package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CensusTest {

    private static final String TOKEN = "ocib-3fa2b1";
    private static final String ID = TOKEN + "-crun-direct-7";

    @TempDir
    private Path root;
    private FakeHost host;

    @BeforeEach
    void host() {
        host = new FakeHost(root);
        host.process(1, 1, "init", "/", "/sbin/init");
    }

    private Snapshot take(Long... ignore) throws IOException {
        return new Census(root, Set.of(ignore)).take(TOKEN::equals);
    }

    private static List<String> where(Snapshot snapshot) {
        return snapshot.leftovers().stream().map(Leftover::where).sorted().toList();
    }

    @Test
    void anIdleHostHasNothing() throws IOException {
        host.process(9, 90, "kthreadd", "/").process(10, 91, "cron", "/system", "cron", "-f");
        assertTrue(take().isEmpty());
    }

    @Test
    void processesAreFoundByEverythingThatNamesTheCampaign() throws IOException {
        host.process(10, 100, "youki", "/", "youki", "run", ID);
        host.process(11, 101, "a) b (", "/ocibench/" + TOKEN + "/" + ID, "sleep", "1");
        host.process(12, 102, "sh", "/", "sh").file("/proc/12/environ", "A=b\0STATE=/run/ocibench/" + TOKEN + "/x\0");
        host.process(13, 103, "sh", "/", "sh");
        Files.createSymbolicLink(host.at("/proc/13/cwd"), Path.of("/var/lib/ocibench/" + TOKEN));
        host.process(14, 104, "other", "/", "youki", "run", "ocib-ffffff-crun");
        host.process(15, 105, "dead", 'Z', 1, 15, 0, "/ocibench/" + TOKEN, "youki", ID);
        List<Leftover> found = take().leftovers();
        assertEquals(List.of(new Leftover(Leftover.Kind.PROCESS, "10:100", ID, "youki, by command line"),
                new Leftover(Leftover.Kind.PROCESS, "11:101", ID, "a) b (, by cgroup /ocibench/ocib-3fa2b1/" + ID),
                new Leftover(Leftover.Kind.PROCESS, "12:102", TOKEN, "sh, by environment"),
                new Leftover(Leftover.Kind.PROCESS, "13:103", TOKEN, "sh, by working folder")), found);
        assertEquals(TOKEN, found.get(0).token());
    }

    @Test
    void theBenchAndItsAncestorsAreNoLeftoversButItsChildrenAre() throws IOException {
        host.process(20, 200, "bash", 'S', 1, 20, 5, "/", "bash", "-c", "java clean " + TOKEN);
        host.process(21, 201, "java", 'S', 20, 20, 5, "/", "java", "clean", TOKEN);
        host.process(22, 202, "youki", 'S', 21, 20, 5, "/", "youki", "run", ID);
        assertEquals(List.of("22:202"), where(take(21L)));
    }

    @Test
    void anIgnoredNumberThatBelongsToAnotherProcessNowCountsAgain() throws IOException {
        host.process(21, 201, "java", "/", "java", TOKEN);
        Census census = new Census(root, Set.of(21L));
        assertTrue(census.take(TOKEN::equals).isEmpty());
        host.process(21, 999, "youki", "/", "youki", ID);
        assertEquals(List.of("21:999"), where(census.take(TOKEN::equals)));
    }

    @Test
    void aUserWhoLooksAtTheCampaignIsNotPartOfIt() throws IOException {
        host.process(30, 300, "sshd", "/", "sshd");
        host.process(31, 301, "bash", 'S', 30, 31, 5, "/", "bash");
        Files.createSymbolicLink(host.at("/proc/31/cwd"), Path.of("/run/ocibench/" + TOKEN));
        host.process(32, 302, "less", 'S', 31, 31, 5, "/", "less", "/run/ocibench/" + TOKEN + "/stderr");
        assertTrue(take().isEmpty());
        host.process(33, 303, "sleep", 'S', 31, 31, 5, "/ocibench/" + TOKEN, "sleep", "9");
        assertEquals(List.of("33:303"), where(take()), "its cgroup leaves no doubt");
    }

    @Test
    void mountsAndNetworkNamespaces() throws IOException {
        host.mount("/run/containerd/task/ns/" + ID + "/rootfs", "overlay", "rw", "rw,lowerdir=/x");
        host.mount("/mnt/other", "overlay", "rw", "rw,lowerdir=/var/lib/ocibench/" + TOKEN);
        host.mount("/run/netns/" + ID, "nsfs", "rw", "rw").file("/run/netns/" + ID, "").file("/run/netns/" + TOKEN + "-2", "");
        Snapshot found = take();
        assertEquals(List.of("/run/containerd/task/ns/" + ID + "/rootfs"), where(new Snapshot(found.of(Leftover.Kind.MOUNT))));
        assertEquals(List.of("/run/netns/" + TOKEN + "-2", "/run/netns/" + ID),
                where(new Snapshot(found.of(Leftover.Kind.NETNS))));
    }

    @Test
    void cgroupsInEveryHierarchyWhereverARuntimePutThem() throws IOException {
        host.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory").mount("/sys/fs/cgroup/unified", "cgroup2", "rw", "rw");
        host.folder("/sys/fs/cgroup/memory/ocibench/" + TOKEN + "/" + ID + "/child").folder("/sys/fs/cgroup/unified/" + ID);
        host.folder("/sys/fs/cgroup/notmounted/" + ID).folder("/sys/fs/cgroup/memory/ocibench/ocib-000000");
        assertEquals(List.of("/sys/fs/cgroup/memory/ocibench/" + TOKEN, "/sys/fs/cgroup/memory/ocibench/" + TOKEN + "/" + ID,
                "/sys/fs/cgroup/memory/ocibench/" + TOKEN + "/" + ID + "/child", "/sys/fs/cgroup/unified/" + ID), where(take()));
    }

    @Test
    void stateFoldersOfCampaignAndContainers() throws IOException {
        String state = "/run/ocibench/" + TOKEN;
        host.folder(state + "/containerd/state/io.containerd.runtime.v2.task/ns/" + ID + "/rootfs/" + TOKEN);
        host.folder("/run/runc/" + ID).folder("/run/user/0").folder("/var/lib/ocibench/" + TOKEN);
        host.folder("/run/user/0/fuse/" + ID).mount("/run/user/0/fuse", "fuse.gvfsd", "rw", "rw");
        Files.createSymbolicLink(host.at("/run/linked"), host.at(state));
        assertEquals(List.of(state, state + "/containerd/state/io.containerd.runtime.v2.task/ns/" + ID, "/run/runc/" + ID,
                "/var/lib/ocibench/" + TOKEN), where(take()));
    }

    @Test
    void theDifferenceHasOnlyWhatIsNewEvenIfAProcessChangedItsName() throws IOException {
        host.process(10, 100, "runc", "/", "runc", ID).folder("/run/ocibench/" + TOKEN);
        Snapshot before = take();
        host.process(10, 100, "sh", "/", "sh", ID).process(11, 101, "sh", "/", "sh", ID);
        host.folder("/run/ocibench/" + TOKEN + "/crun/" + ID);
        assertEquals(List.of("/run/ocibench/" + TOKEN + "/crun/" + ID, "11:101"), where(take().since(before)));
        assertTrue(take().since(take()).isEmpty());
    }

    @Test
    void theCheapCensusSeesProcessesAndOwnCgroups() throws IOException {
        host.process(10, 100, "youki", "/", "youki", ID).folder("/run/ocibench/" + TOKEN);
        host.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory");
        host.folder("/sys/fs/cgroup/memory/ocibench/" + TOKEN + "/" + ID).folder("/sys/fs/cgroup/memory/" + ID);
        assertEquals(List.of("/sys/fs/cgroup/memory/ocibench/" + TOKEN, "/sys/fs/cgroup/memory/ocibench/" + TOKEN + "/" + ID,
                "10:100"), where(new Census(root, Set.of()).takeCheap(TOKEN)));
    }

    @Test
    void findsARealProcessOfOursAndForgetsItOnceItIsGone() throws Exception {
        String token = Tokens.fresh();
        Process process = new ProcessBuilder("sh", "-c", "read line # " + token + "-test").start();
        try {
            Census census = new Census(Path.of("/"));
            Snapshot found = census.takeCheap(token);
            assertEquals(1, found.leftovers().size(), found::toString);
            assertEquals(token + "-test", found.leftovers().get(0).owner());
            assertTrue(found.leftovers().get(0).where().startsWith(process.pid() + ":"));
            assertEquals(where(found), where(census.take(token::equals)));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(new Census(Path.of("/")).takeCheap(token).isEmpty());
        assertFalse(Campaigns.all(Path.of("/")).contains(token));
    }
}
