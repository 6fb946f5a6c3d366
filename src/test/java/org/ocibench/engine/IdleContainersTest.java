package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.host.CgroupLayout;
import org.ocibench.runtime.FakeRuntimes;
import org.ocibench.runtime.ResolvedRuntime;

/** A shell script as the runtime, on a host without cgroups. */
class IdleContainersTest {

    private static final String TOKEN = "ocib-3fa2b1";

    @TempDir
    private Path folder;
    private World world;
    private IdleContainers idle;

    @BeforeEach
    void open() throws IOException {
        Path proc = Files.createDirectories(folder.resolve("host/proc/self"));
        Files.writeString(proc.resolve("mountinfo"), "20 1 0:20 / / rw - ext4 src rw\n");
        Path binary = FakeRuntimes.script(folder.resolve("bin/crun"), """
                cd "$(dirname "$0")"
                echo "$@" >> calls
                mkdir "$3/$8"
                cp "$7/config.json" "$8.json"
                [ ! -e broken ] || { echo no more room >&2; exit 1; }""");
        world = new World(TOKEN, folder.resolve("scratch"), folder.resolve("state"),
                Files.createDirectories(folder.resolve("rootfs")), false, false, null, Map.of(), null);
        ResolvedRuntime crun = new ResolvedRuntime("crun", "crun@1", binary.toString(), List.of("--flag"), List.of(1), null,
                Map.of(), List.of(), false);
        idle = new IdleContainers(world, crun, CgroupLayout.read(folder.resolve("host")));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("bin/calls"));
    }

    @Test
    void eachIsStartedWithAnIdAndACgroupThatTellItsOwner() throws IOException {
        idle.set(2, () -> false);
        Path root = folder.resolve("state/idle");
        String id = TOKEN + "-idle-000002";
        assertEquals("--flag --root " + root + " run --detach --bundle "
                + folder.resolve("scratch/bundles/idle").toRealPath() + " " + id, calls().get(1));
        String config = Files.readString(folder.resolve("bin/" + id + ".json"));
        assertTrue(config.contains("\"cgroupsPath\":\"/ocibench/" + TOKEN + "/idle/" + id + "\""), config);
        assertTrue(config.contains("[\"/bin/sleep\",\"100000000\"]"), config);
        assertTrue(IdleContainers.owns(world, id, root.resolve(id).toString()));
        assertTrue(IdleContainers.owns(world, TOKEN, "/sys/fs/cgroup/pids/ocibench/" + TOKEN + "/idle"));
        assertFalse(IdleContainers.owns(world, TOKEN + "-a1b2c3-001-000002", "1:2"));
    }

    @Test
    void onlyWhatIsMissingIsStartedAndWhatIsTooMuchIsStartedAnew() throws IOException {
        idle.set(1, () -> false);
        idle.set(3, () -> false);
        idle.set(3, () -> false);
        assertEquals(3, calls().size());
        idle.set(2, () -> false);
        assertEquals(5, calls().size(), "all were removed, and two started");
        assertFalse(Files.exists(folder.resolve("state/idle/" + TOKEN + "-idle-000001")));
        idle.set(0, () -> false);
        assertFalse(Files.exists(folder.resolve("state/idle")));
        assertEquals(0, idle.living());
    }

    @Test
    void onceStoppedNoFurtherOneIsStarted() throws IOException {
        idle.set(5, () -> Files.exists(folder.resolve("state/idle/" + TOKEN + "-idle-000002")));
        assertEquals(2, calls().size());
        idle.set(0, () -> true);
        assertFalse(Files.exists(folder.resolve("state/idle")));
    }

    @Test
    void whatTheRuntimeSaidIsToldAndItsRestCanBeRemoved() throws IOException {
        Files.createFile(folder.resolve("bin/broken"));
        String told = assertThrows(IOException.class, () -> idle.set(2, () -> false)).getMessage();
        assertEquals("an idle container could not be started with crun@1: exit code 1: no more room", told);
        idle.set(0, () -> false);
        assertFalse(Files.exists(folder.resolve("state/idle")));
    }
}
