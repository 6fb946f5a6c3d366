package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupLayoutTest {

    private static final String CPU = "/sys/fs/cgroup/cpu,cpuacct";
    private static final String CPUSET = "/sys/fs/cgroup/cpuset";
    private static final String UNIFIED = "/sys/fs/cgroup/unified";
    private static final String WHOLE = "/sys/fs/cgroup";
    private static final String ARM = "/ocibench/ocib-3fa2b1/0d4e5f";

    @TempDir
    private Path root;
    private FakeHost host;

    @BeforeEach
    void host() {
        host = new FakeHost(root);
    }

    private CgroupLayout layout() throws IOException {
        return CgroupLayout.read(root);
    }

    private void v1() {
        host.mount(CPU, "cgroup", "rw,nosuid", "rw,cpu,cpuacct").mount(CPUSET, "cgroup", "rw", "rw,cpuset");
        host.mount("/sys/fs/cgroup/memory", "cgroup", "rw", "rw,memory").mount("/sys/fs/cgroup/systemd", "cgroup", "rw",
                "rw,xattr,name=systemd");
    }

    private void v2(String controllers) {
        host.mount(WHOLE, "cgroup2", "rw,nsdelegate", "rw").file(WHOLE + "/cgroup.controllers", controllers + "\n");
    }

    @Test
    void nothingMounted() throws IOException {
        assertEquals(CgroupLayout.Mode.NONE, layout().mode());
        assertEquals(List.of(), layout().hierarchies());
        assertEquals(List.of(), layout().missingControllers());
        assertEquals(Set.of(), layout().processes(ARM));
        layout().create(ARM);
        assertEquals(0, layout().destroy(ARM));
    }

    @Test
    void versionOne() throws IOException {
        v1();
        assertEquals(CgroupLayout.Mode.V1, layout().mode());
        assertEquals("v1", layout().mode().label());
        CgroupLayout.Hierarchy cpuacct = layout().controller("cpuacct").orElseThrow();
        assertEquals(host.at(CPU), cpuacct.mount());
        assertFalse(cpuacct.unified());
        assertEquals(Set.of("cpu", "cpuacct"), cpuacct.controllers());
        assertTrue(layout().controller("pids").isEmpty());
        assertEquals(List.of(), layout().missingControllers(), "only a pure v2 host can lack what nothing else offers");
    }

    @Test
    void versionTwo() throws IOException {
        v2("cpuset cpu io memory pids");
        assertEquals(CgroupLayout.Mode.V2, layout().mode());
        assertEquals(Set.of("cpuset", "cpu", "io", "memory", "pids"), layout().hierarchies().get(0).controllers());
        assertTrue(layout().controller("memory").orElseThrow().unified());
        assertEquals(List.of(), layout().missingControllers());
        host.file(WHOLE + "/cgroup.controllers", "io pids\n");
        assertEquals(List.of("cpu", "memory"), layout().missingControllers());
        host.file(WHOLE + "/cgroup.controllers", "\n");
        assertEquals(List.of("cpu", "memory", "pids"), layout().missingControllers());
    }

    @Test
    void bothVersions() throws IOException {
        v1();
        host.mount(UNIFIED, "cgroup2", "rw", "rw").file(UNIFIED + "/cgroup.controllers", "hugetlb\n");
        assertEquals(CgroupLayout.Mode.HYBRID, layout().mode());
        assertEquals("hybrid", layout().mode().label());
        assertEquals(List.of(), layout().missingControllers());
        assertEquals(host.at(UNIFIED), layout().controller("hugetlb").orElseThrow().mount());
    }

    @Test
    void oddMountTablesAreRead() throws IOException {
        host.file("/proc/self/mountinfo", """
                30 20 0:30 / /sys/fs/cgroup/my\\040groups rw shared:1 master:2 - cgroup cgroup rw,memory
                31 20 0:31 / /mnt/a\\040-\\040b rw - tmpfs tmpfs rw
                a line of another shape
                """);
        assertEquals(List.of(host.at("/sys/fs/cgroup/my groups")),
                layout().hierarchies().stream().map(CgroupLayout.Hierarchy::mount).toList());
    }

    @Test
    void withoutAMountTableThereIsAnError(@TempDir Path empty) {
        assertThrows(NoSuchFileException.class, () -> CgroupLayout.read(empty));
    }

    @Test
    void aCgroupIsMadeInEveryHierarchyAndCpusetsInherit() throws IOException {
        v1();
        host.file(CPUSET + "/cpuset.cpus", "0-3\n").file(CPUSET + "/cpuset.mems", "0\n");
        // The kernel makes these with the folder.
        host.file(CPUSET + "/ocibench/cpuset.cpus", "\n").file(CPUSET + "/ocibench/cpuset.mems", "1\n");
        layout().create(ARM);
        assertTrue(Files.isDirectory(host.at(CPU + ARM)));
        assertTrue(Files.isDirectory(host.at("/sys/fs/cgroup/systemd" + ARM)));
        assertEquals("0-3", Files.readString(host.at(CPUSET + "/ocibench/cpuset.cpus")));
        assertEquals("1\n", Files.readString(host.at(CPUSET + "/ocibench/cpuset.mems")), "what is set stays");
        layout().create(ARM);
    }

    @Test
    void versionTwoHandsControllersDown() throws IOException {
        v2("cpu");
        layout().create(ARM);
        assertEquals("+cpu", Files.readString(host.at(WHOLE + "/cgroup.subtree_control")));
        assertEquals("+cpu", Files.readString(host.at(WHOLE + "/ocibench/ocib-3fa2b1/cgroup.subtree_control")));
        assertFalse(Files.exists(host.at(WHOLE + ARM + "/cgroup.subtree_control")));
        layout().delegate(ARM);
        assertEquals("+cpu", Files.readString(host.at(WHOLE + ARM + "/cgroup.subtree_control")));
    }

    @Test
    void processesOfAllHierarchiesAndBelow() throws IOException {
        v1();
        layout().create(ARM + "/containers/x");
        host.file(CPU + ARM + "/cgroup.procs", "11\n12\n").file(CPU + ARM + "/containers/x/cgroup.procs", "13\n");
        host.file("/sys/fs/cgroup/memory" + ARM + "/containers/cgroup.procs", "12\n14\n");
        assertEquals(Set.of(11L, 12L, 13L, 14L), layout().processes(ARM));
        assertEquals(Set.of(12L, 13L, 14L), layout().processes(ARM + "/containers"));
    }

    @Test
    void destroyingRemovesTheTreeAndOnlyIt() throws IOException {
        v1();
        layout().create(ARM + "/containers/x");
        layout().create(ARM + "/containers/y/z");
        layout().create("/ocibench/ocib-ffffff");
        layout().destroyChildren(ARM + "/containers");
        assertTrue(Files.isDirectory(host.at(CPU + ARM + "/containers")));
        assertFalse(Files.exists(host.at(CPU + ARM + "/containers/y")));
        assertEquals(0, layout().destroy(ARM));
        assertFalse(Files.exists(host.at(CPU + ARM)));
        assertFalse(Files.exists(host.at("/sys/fs/cgroup/memory" + ARM)));
        assertTrue(Files.isDirectory(host.at(CPU + "/ocibench/ocib-ffffff")));
        assertEquals(0, layout().destroy(ARM), "what is not there is fine");
        layout().destroyChildren(ARM);
    }

    /** As in a container: what is mounted is a cgroup of the hierarchy, and names begin above it. */
    private CgroupLayout.Hierarchy ofAContainer() throws IOException {
        host.file("/proc/self/mountinfo", "30 20 0:30 /docker/x %s ro shared:1 - cgroup cgroup rw,cpuacct\n".formatted(CPU));
        host.folder(CPU + ARM + "/containers");
        return layout().hierarchies().get(0);
    }

    @Test
    void namesAreThoseThatTheKernelTells() throws IOException {
        CgroupLayout.Hierarchy part = ofAContainer();
        assertEquals("/docker/x" + ARM, part.nameOf(host.at(CPU + ARM)));
        assertEquals(host.at(CPU + ARM), part.folderOf("/docker/x" + ARM));
        assertEquals(host.at(CPU), part.folderOf("/docker/x"));
        v1();
        CgroupLayout.Hierarchy whole = layout().hierarchies().get(0);
        assertEquals(ARM, whole.nameOf(host.at(CPU + ARM)));
        assertEquals(host.at(CPU + ARM), whole.folderOf(ARM));
        assertEquals(host.at(CPU), whole.folderOf("/"));
    }

    @Test
    void onlyWhatTheKernelPutsInACgroupIsKilled() throws Exception {
        CgroupLayout.Hierarchy part = ofAContainer();
        Process inside = new ProcessBuilder("sleep", "60").start();
        Process outside = new ProcessBuilder("sleep", "60").start();
        try {
            host.file(CPU + ARM + "/cgroup.procs", inside.pid() + "\n" + outside.pid() + "\n");
            host.file("/proc/" + inside.pid() + "/cgroup", "4:cpuacct:/docker/x" + ARM + "/containers\n");
            host.file("/proc/" + outside.pid() + "/cgroup", "4:cpuacct:" + ARM + "\n");
            assertEquals(1, new CgroupRemover(root, part).kill(host.at(CPU + ARM)));
            assertTrue(inside.waitFor(5, TimeUnit.SECONDS));
            assertTrue(outside.isAlive());
        } finally {
            inside.destroyForcibly();
            outside.destroyForcibly();
        }
    }

    @Test
    void inAContainerABenchGoesBackToItsOwnCgroup() throws IOException {
        ofAContainer();
        host.folder(CPU + "/shell");
        layout().leave("/docker/x/shell");
        assertEquals(Long.toString(ProcessHandle.current().pid()), Files.readString(host.at(CPU + "/shell/cgroup.procs")));
    }

    @Test
    void adoptingWritesWhereCpuTimeIsCounted() throws IOException {
        v1();
        layout().create(ARM);
        layout().adopt(ARM, 4711);
        assertEquals("4711", Files.readString(host.at(CPU + ARM + "/cgroup.procs")));
        assertFalse(Files.exists(host.at(CPUSET + ARM + "/cgroup.procs")));
        layout().leave("/");
        assertEquals(Long.toString(ProcessHandle.current().pid()), Files.readString(host.at(CPU + "/cgroup.procs")));
    }
}
