package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanerTest {

    private static final String TOKEN = "ocib-3fa2b1";
    private static final String ID = TOKEN + "-crun-direct-7";
    private static final String STATE = "/run/ocibench/" + TOKEN;

    @TempDir
    private Path root;
    private FakeHost host;
    private final List<String> actions = new ArrayList<>();

    @BeforeEach
    void host() {
        host = new FakeHost(root);
        host.process(1, 1, "init", "/", "/sbin/init");
    }

    private Cleaner cleaner() {
        return new Cleaner(root, point -> {
            actions.add("unmount /" + root.relativize(point));
            host.unmount(point);
        }, process -> {
            actions.add("kill " + process);
            Files.delete(host.at("/proc/" + process.pid() + "/stat"));
        }, Duration.ofMillis(50));
    }

    private Census census() {
        return new Census(root, Set.of());
    }

    private boolean exists(String path) {
        return Files.exists(host.at(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void removesEverythingInTheRightOrderAndNothingElse() throws IOException {
        host.process(10, 100, "youki", "/ocibench/" + TOKEN, "youki", ID);
        host.process(11, 101, "youki", "/ocibench/ocib-ffffff", "youki", "ocib-ffffff-x");
        host.mount(STATE + "/b", "overlay", "rw", "rw").mount(STATE + "/b/rootfs", "tmpfs", "rw", "rw");
        host.mount(STATE + "/b", "overlay", "rw", "rw");
        host.mount("/run/netns/" + ID, "nsfs", "rw", "rw").file("/run/netns/" + ID, "").file("/run/netns/mine", "");
        host.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory");
        host.folder("/sys/fs/cgroup/memory/ocibench/" + TOKEN + "/" + ID).folder("/sys/fs/cgroup/memory/ocibench/ocib-ffffff");
        host.folder(STATE + "/b/rootfs").file("/var/lib/ocibench/" + TOKEN + "/image/layer.tar", "x").folder("/run/crun/" + ID);
        host.file("/run/ocibench/ocib-ffffff/owner.json", "{}");

        CleanReport report = cleaner().clean(census(), TOKEN::equals);

        assertEquals(List.of(), report.kept());
        assertTrue(report.isComplete());
        assertEquals(List.of("kill 10:100", "unmount " + STATE + "/b/rootfs", "unmount " + STATE + "/b", "unmount " + STATE + "/b",
                "unmount /run/netns/" + ID), actions);
        assertTrue(census().take(TOKEN::equals).isEmpty());
        for (String stays : List.of("/run/netns/mine", "/sys/fs/cgroup/memory/ocibench/ocib-ffffff", "/run/crun",
                "/run/ocibench/ocib-ffffff/owner.json", "/proc/11/stat")) {
            assertTrue(exists(stays), stays);
        }
    }

    @Test
    void linksAreRemovedAndNotFollowed() throws IOException {
        host.file("/srv/me/thesis", "years").folder(STATE + "/x");
        Files.createSymbolicLink(host.at(STATE + "/x/home"), host.at("/srv/me"));
        Files.createSymbolicLink(host.at(STATE + "/file"), host.at("/srv/me/thesis"));
        assertTrue(cleaner().clean(census(), TOKEN::equals).isComplete());
        assertFalse(exists(STATE));
        assertTrue(exists("/srv/me/thesis"));
    }

    @Test
    void aStateFolderThatIsALinkIsNoLeftover() throws IOException {
        host.file("/srv/me/thesis", "years").folder("/run/ocibench");
        Files.createSymbolicLink(host.at(STATE), host.at("/srv/me"));
        assertTrue(census().take(TOKEN::equals).isEmpty());
        CleanReport report = cleaner().clean(new Snapshot(List.of(new Leftover(Leftover.Kind.STATE_DIR, STATE, TOKEN, ""))));
        assertEquals("not a folder", report.kept().get(0).reason());
        assertTrue(exists("/srv/me/thesis"));
    }

    @Test
    void whatIsMountedBelowAStateFolderStays() throws IOException {
        host.file(STATE + "/disk/data", "precious").file(STATE + "/log", "x").mount(STATE + "/disk", "ext4", "rw", "rw");
        Snapshot onlyFolder = new Snapshot(census().take(TOKEN::equals).of(Leftover.Kind.STATE_DIR));
        CleanReport report = cleaner().clean(onlyFolder);
        assertEquals(List.of(STATE + "/disk is a mount point"), report.kept().stream().map(CleanReport.Kept::reason).toList());
        assertTrue(exists(STATE + "/disk/data"));
        assertFalse(exists(STATE + "/log"));
    }

    @Test
    void nothingWithoutTheTokenIsTouched() throws IOException {
        host.file("/etc/passwd", "root").folder("/run/runc/others").file("/run/netns/others", "");
        host.folder("/home/" + TOKEN).folder("/run/" + TOKEN);
        host.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory").folder("/sys/fs/cgroup/memory/system.slice");
        host.mount("/mnt", "ext4", "rw", "rw");
        List<Leftover> wrong = List.of(
                new Leftover(Leftover.Kind.STATE_DIR, "/etc", TOKEN, ""),
                new Leftover(Leftover.Kind.STATE_DIR, "/run/runc/others", TOKEN, ""),
                new Leftover(Leftover.Kind.STATE_DIR, "/run/" + TOKEN + "/../../etc", TOKEN, ""),
                new Leftover(Leftover.Kind.STATE_DIR, "/home/" + TOKEN, TOKEN, ""),
                new Leftover(Leftover.Kind.STATE_DIR, "/run/ocib-ffffff", TOKEN, ""),
                new Leftover(Leftover.Kind.CGROUP, "/sys/fs/cgroup/memory/system.slice", TOKEN, ""),
                new Leftover(Leftover.Kind.CGROUP, "/run/" + TOKEN, TOKEN, ""),
                new Leftover(Leftover.Kind.MOUNT, "/mnt", TOKEN, ""),
                new Leftover(Leftover.Kind.NETNS, "/run/netns/others", TOKEN, ""),
                new Leftover(Leftover.Kind.PROCESS, "1:1", TOKEN, ""),
                new Leftover(Leftover.Kind.PROCESS, "nonsense", TOKEN, ""),
                new Leftover(Leftover.Kind.PROCESS, ProcessHandle.current().pid() + ":5", TOKEN, ""));
        CleanReport report = cleaner().clean(new Snapshot(wrong));
        assertEquals(List.of(), report.removed());
        assertEquals(wrong.size(), report.kept().size());
        assertEquals(List.of(), actions);
        for (String stays : List.of("/etc/passwd", "/run/runc/others", "/home/" + TOKEN, "/sys/fs/cgroup/memory/system.slice",
                "/run/netns/others", "/run/" + TOKEN)) {
            assertTrue(exists(stays), stays);
        }
    }

    @Test
    void whatCannotBeRemovedHasAReason() throws IOException {
        host.process(10, 100, "stuck", "/", "youki", ID);
        host.mount(STATE + "/m", "tmpfs", "rw", "rw").mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory");
        host.file("/sys/fs/cgroup/memory/ocibench/" + TOKEN + "/cgroup.procs", "10\n");
        Cleaner powerless = new Cleaner(root, point -> {
            throw new IOException("unmount " + point.getFileName() + ": EBUSY");
        }, process -> { }, Duration.ofMillis(20));
        CleanReport report = powerless.clean(census().take(TOKEN::equals));
        assertEquals(List.of(), report.removed());
        List<String> reasons = report.kept().stream().map(CleanReport.Kept::reason).toList();
        assertEquals("still there 20 ms after SIGKILL", reasons.get(0));
        assertEquals("unmount m: EBUSY", reasons.get(1));
        assertTrue(reasons.get(2).startsWith("cannot remove cgroup "), reasons::toString);
    }

    @Test
    void frozenCgroupsAreThawedSoThatTheirProcessesDie() throws IOException {
        host.mount("/sys/fs/cgroup/freezer", "cgroup", "rw", "rw,freezer");
        String state = "/sys/fs/cgroup/freezer/ocibench/" + TOKEN + "/freezer.state";
        host.file(state, "FROZEN");
        cleaner().clean(census().take(TOKEN::equals));
        assertEquals("THAWED", Files.readString(host.at(state)));
    }

    @Test
    void cgroupsOfVersionTwoAreThawedToo() throws IOException {
        host.mount("/sys/fs/cgroup", "cgroup2", "rw", "rw");
        String state = "/sys/fs/cgroup/ocibench/" + TOKEN + "/" + ID + "/cgroup.freeze";
        host.file(state, "1");
        cleaner().clean(census().take(TOKEN::equals));
        assertEquals("0", Files.readString(host.at(state)));
    }

    @Test
    void whatIsInThePlaceOfACgroupIsNotEntered() throws IOException {
        host.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory").folder("/srv/me/data");
        String place = "/sys/fs/cgroup/memory/ocibench/" + TOKEN;
        Files.createSymbolicLink(host.folder("/sys/fs/cgroup/memory/ocibench").at(place), host.at("/srv/me"));
        Leftover leftover = new Leftover(Leftover.Kind.CGROUP, place, TOKEN, "");
        assertEquals(List.of(new CleanReport.Kept(leftover, "something else is in the place of a cgroup")),
                cleaner().clean(new Snapshot(List.of(leftover))).kept());
        assertTrue(exists("/srv/me/data"));
    }

    @Test
    void aProcessThatIsGoneOrAnotherByNowIsNotKilled() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessKey key = ProcessKey.parse(sleeper.pid() + ":" + start(sleeper)).orElseThrow();
            ProcessKiller.real().kill(new ProcessKey(key.pid(), key.start() - 1));
            assertTrue(key.isAlive(Path.of("/")));
            assertFalse(sleeper.waitFor(100, TimeUnit.MILLISECONDS));

            Leftover leftover = new Leftover(Leftover.Kind.PROCESS, key.toString(), TOKEN, "sleep");
            CleanReport report = new Cleaner(point -> { }).clean(new Snapshot(List.of(leftover)));
            assertEquals(List.of(leftover), report.removed());
            assertTrue(sleeper.waitFor(5, TimeUnit.SECONDS));
            ProcessKiller.real().kill(key);
        } finally {
            sleeper.destroyForcibly();
        }
    }

    private static long start(Process process) {
        return new ProcFiles(Path.of("/")).stat(process.pid()).start();
    }
}
