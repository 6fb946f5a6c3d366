package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.bundle.Workload;
import org.ocibench.host.CgroupLayout;
import org.ocibench.runtime.FakeRuntimes;
import org.ocibench.runtime.ResolvedRuntime;

/** The direct way with a shell script as the runtime, on a host without cgroups: what needs no root. */
class StarterTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final String KEY = "fake/direct/exit/burst/default";

    @TempDir
    private Path folder;
    private CgroupLayout cgroups;
    private Path binary;
    private Starter starter;

    @BeforeEach
    void open() throws IOException {
        Path proc = Files.createDirectories(folder.resolve("host/proc/self"));
        Files.writeString(proc.resolve("mountinfo"), "20 1 0:20 / / rw - ext4 src rw\n");
        cgroups = CgroupLayout.read(folder.resolve("host"));
        binary = FakeRuntimes.script(folder.resolve("bin/fake"), """
                cd "$(dirname "$0")"
                echo "$@" >> calls
                case " $* " in *" run "*) . ./run;; esac""");
        starter = starter("fake", "direct");
    }

    @AfterEach
    void close() throws IOException {
        starter.close();
    }

    private World world() throws IOException {
        ResolvedRuntime runtime = new ResolvedRuntime("fake", "fake@1", binary.toString(), List.of("--flag"), List.of(1, 255), null,
                Map.of(), List.of(), false);
        return new World("ocib-3fa2b1", folder.resolve("scratch"), folder.resolve("state"),
                Files.createDirectories(folder.resolve("rootfs")), false, false, null, Map.of("fake", runtime), null);
    }

    private Starter starter(String runtime, String via) throws IOException {
        return new Starter(world(), new Arm(runtime, via, "exit", "burst", "default"), cgroups, 2);
    }

    /** What the runtime does for {@code run}. */
    private Measurement run(String script, Duration limit) throws IOException {
        Files.writeString(folder.resolve("bin/run"), script + "\n");
        return starter.run(limit, false);
    }

    private static boolean succeeded(Measurement measured) {
        return measured.outcome().fold(ok -> true, failed -> false, late -> false);
    }

    private static Outcome.Failed failed(Measurement measured) {
        return measured.outcome().fold(ok -> unexpected(ok), failed -> failed, late -> unexpected(late));
    }

    private static Outcome.Failed unexpected(Outcome outcome) {
        throw new AssertionError("not failed: " + outcome);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("bin/calls"));
    }

    @Test
    void theSentinelMeansThatTheContainerRan() throws IOException {
        Measurement measured = run("echo a warning >&2; exit 42", AMPLE);
        assertEquals(42, measured.outcome().<Integer>fold(Outcome.Completed::exit, failed -> -1, late -> -2));
        assertTrue(measured.outcome().wallNanos() > 0);
        assertEquals(AMPLE.toMillis(), measured.limitMillis());
        assertTrue(measured.rusageMicros().isPresent());
        assertEquals(measured.rusageMicros(), measured.cpuMicros(), "without cgroups the direct way has what was waited for");
        assertEquals(OptionalLong.empty(), measured.peakBytes());
        assertEquals(1, calls().size(), "a success needs no cleaning up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "exit 0                              | WORKLOAD | CONTAINER | 0   | ''",
        "exit 7                              | WORKLOAD | CONTAINER | 7   | ''",
        "exit 1                              | RUNTIME  | RUNTIME   | 1   | ''",
        "exit 255                            | RUNTIME  | RUNTIME   | 255 | ''",
        "echo 'no such file' >&2; exit 7     | RUNTIME  | RUNTIME   | 7   | no such file",
        "kill -9 $$                          | WORKLOAD | CONTAINER | 137 | ''"})
    void otherwiseCodeAndWordsTellWhoFailed(String script, FailureClass failure, Layer layer, int code, String said)
            throws IOException {
        Outcome.Failed failed = failed(run(script, AMPLE));
        assertEquals(List.of(failure, layer, code, said), List.of(failed.failure(), failed.layer(), failed.exit(), failed.stderr()));
        assertEquals("--flag --root " + folder.resolve("state").resolve(World.shortName(KEY)) + " delete --force " + starter.id(),
                calls().get(1));
    }

    @Test
    void onlyTheHarmlessEndOfWhatWasSaidIsKept() throws IOException {
        String said = failed(run("head -c 5000 /dev/zero | tr '\\0' x >&2; printf '\\n\\033[31mred\\r\\n' >&2; exit 1", AMPLE))
                .stderr();
        assertTrue(said.endsWith("x [31mred"), said);
        assertTrue(said.length() <= 2000);
        assertEquals("", failed(run("exit 1", AMPLE)).stderr(), "words of an earlier start are gone");
    }

    @Test
    void aStartThatHangsIsEndedAndCleaned() throws Exception {
        Measurement measured = run("trap '' TERM; echo $$ > pid; echo still here >&2; sleep 300", Duration.ofMillis(700));
        Outcome.TimedOut late = measured.outcome().fold(ok -> null, failed -> null, timedOut -> timedOut);
        assertEquals(Duration.ofMillis(700), late.limit());
        assertEquals(Layer.RUNTIME, late.layer());
        assertEquals("still here", late.stderr());
        long pid = Long.parseLong(Files.readString(folder.resolve("bin/pid")).strip());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        assertTrue(calls().get(1).endsWith(" delete --force " + starter.id()), calls()::toString);
        assertTrue(succeeded(run("exit 42", AMPLE)), "the next start is whole");
    }

    @Test
    void aMissingBinaryIsTheBenchsOwnFailure() throws IOException {
        Files.delete(binary);
        Outcome.Failed failed = failed(run("", AMPLE));
        assertEquals(List.of(FailureClass.HARNESS, Layer.BENCH, Outcome.NO_EXIT),
                List.of(failed.failure(), failed.layer(), failed.exit()));
        assertTrue(failed.stderr().contains(binary.toString()), failed.stderr());
    }

    @Test
    void everyStartHasAnIdAndACgroupOfItsOwn() throws IOException {
        run("cp \"$6/config.json\" first; exit 42", AMPLE);
        String first = starter.id();
        run("cp \"$6/config.json\" second; exit 42", AMPLE);
        assertEquals("ocib-3fa2b1-" + World.shortName(KEY) + "-002-000001", first);
        assertEquals("ocib-3fa2b1-" + World.shortName(KEY) + "-002-000002", starter.id());
        assertTrue(calls().get(0).matches("--flag --root \\S+ run --bundle \\S+ " + first), calls().get(0));
        String cgroup = "\"cgroupsPath\":\"" + world().containersCgroup(KEY) + "/";
        assertTrue(Files.readString(folder.resolve("bin/first")).contains(cgroup + first + "\""));
        assertTrue(Files.readString(folder.resolve("bin/second")).contains(cgroup + starter.id() + "\""));
    }

    @Test
    void aControlRunsTheContainersOwnProgram() throws IOException {
        FakeRuntimes.script(folder.resolve("rootfs/bin/busybox"), "echo \"$@\" > \"$(dirname \"$0\")/asked\"\n[ \"$1\" = true ]");
        try (Starter spawn = starter("spawn", "control")) {
            assertTrue(succeeded(spawn.run(AMPLE, false)));
            assertEquals("true\n", Files.readString(folder.resolve("rootfs/bin/asked")));
            assertEquals(folder.resolve("rootfs/bin/busybox") + " true", spawn.commandLine());
            FakeRuntimes.script(folder.resolve("rootfs/bin/busybox"), "exit 3");
            assertEquals(FailureClass.HARNESS, failed(spawn.run(AMPLE, false)).failure());
        }
    }

    @Test
    void aMarkThatDoesNotComeIsALieWhereTheRuntimeIsRunDirectly() throws IOException {
        Files.writeString(folder.resolve("bin/run"), "exit 42\n");
        Outcome.Failed lie = failed(starter.run(AMPLE, true));
        assertEquals(List.of(FailureClass.NOT_RUN, Layer.RUNTIME), List.of(lie.failure(), lie.layer()));
        Files.writeString(folder.resolve("bin/run"), "echo " + Workload.MARK + "; exit 42\n");
        assertTrue(succeeded(starter.run(AMPLE, true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctr", "nerdctl"})
    void throughContainerdTheClientMayHaveLostIt(String via) throws IOException {
        Path client = FakeRuntimes.script(folder.resolve("bin/client"), "[ -e " + folder.resolve("copies") + " ] && echo "
                + Workload.MARK + "; exit 42");
        World.Containerd containerd = new World.Containerd("/none", "ocib-3fa2b1", client, client, folder, "image", null, folder);
        World world = new World("ocib-3fa2b1", folder.resolve("scratch"), folder.resolve("state"), folder, false, false, containerd,
                world().runtimes(), null);
        try (Starter through = new Starter(world, new Arm("fake", via, "exit", "burst", "default"), cgroups, 2)) {
            Outcome.Failed lost = failed(through.run(AMPLE, true));
            assertEquals(List.of(FailureClass.LOST_OUTPUT, Layer.CLIENT, 42), List.of(lost.failure(), lost.layer(), lost.exit()));
            assertTrue(succeeded(through.run(AMPLE, false)), "only of a marked start a mark is wanted");
            Files.createFile(folder.resolve("copies"));
            assertTrue(succeeded(through.run(AMPLE, true)));
        }
    }

    @Test
    void unknownNamesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> starter("other", "direct"));
        assertThrows(IllegalArgumentException.class, () -> starter("fake", "teleport"));
    }

    @Test
    void whichWaysNeedWhat() {
        List<Arm> arms = Stream.concat(Engines.WAYS.stream().map(via -> new Arm("fake", via, "exit", "burst", "default")),
                Engines.CONTROLS.stream().map(name -> new Arm(name, Arm.CONTROL, "true", "burst", "default"))).toList();
        assertEquals(List.of("fake/ctr", "fake/ctr-seccomp", "fake/nerdctl", "fake/nerdctl-default", "ctr-version/control",
                "nerdctl-version/control"), names(arms, Engines::needsContainerd));
        assertEquals(List.of("fake/nerdctl", "fake/nerdctl-default", "nerdctl-version/control"), names(arms, Engines::needsNerdctl));
        assertEquals("nerdctl", Engines.plain("nerdctl+pids-3"));
        assertEquals("direct", Engines.plain("direct"));
    }

    private static List<String> names(List<Arm> arms, Predicate<Arm> which) {
        return arms.stream().filter(which).map(arm -> arm.runtime() + "/" + arm.via()).toList();
    }
}
