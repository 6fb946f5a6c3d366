package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.host.CgroupLayout;
import org.ocibench.runtime.FakeRuntimes;
import org.ocibench.runtime.ResolvedRuntime;

/** The direct way with a shell script as the runtime, on a host without cgroups: what needs no root. */
class BurstStarterTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final int TOGETHER = 4;
    private static final Arm ARM =
            new Arm("fake", "direct", "exit", "burst", "default").with(new Burst(TOGETHER, HostState.NONE));

    @TempDir
    private Path folder;
    private Operations bursts;
    private String prefix;

    @BeforeEach
    void open() throws IOException {
        Path proc = Files.createDirectories(folder.resolve("host/proc/self"));
        Files.writeString(proc.resolve("mountinfo"), "20 1 0:20 / / rw - ext4 src rw\n");
        Path binary = FakeRuntimes.script(folder.resolve("bin/fake"), """
                cd "$(dirname "$0")"
                case " $* " in
                *" run "*) id=$6 bundle=$5; . ./run;;
                *" delete "*) echo "$5" >> deleted;;
                esac""");
        ResolvedRuntime runtime = new ResolvedRuntime("fake", "fake@1", binary.toString(), List.of(), List.of(1, 255), null,
                Map.of(), List.of(), false);
        World world = new World("ocib-3fa2b1", folder.resolve("scratch"), folder.resolve("state"),
                Files.createDirectories(folder.resolve("rootfs")), false, false, null, Map.of("fake", runtime), null);
        prefix = "ocib-3fa2b1-" + World.shortName(ARM.key()) + "-007-";
        bursts = Operations.of(world, ARM, CgroupLayout.read(folder.resolve("host")), 7);
    }

    @AfterEach
    void close() throws IOException {
        bursts.close();
    }

    /** What the runtime does for {@code run}. */
    private Measurement run(String script, Duration limit, boolean marked) throws IOException {
        Files.writeString(folder.resolve("bin/run"), script + "\n");
        return bursts.run(limit, marked);
    }

    private Measurement run(String script) throws IOException {
        return run(script, AMPLE, false);
    }

    private static boolean succeeded(Measurement measured) {
        return measured.outcome().fold(ok -> true, bad -> false, late -> false);
    }

    private static Outcome.Failed failed(Measurement measured) {
        return measured.outcome().fold(BurstStarterTest::unexpected, failed -> failed, BurstStarterTest::unexpected);
    }

    private static <T> T unexpected(Outcome outcome) {
        throw new AssertionError("not expected: " + outcome);
    }

    private List<FailureClass> failures(Measurement measured) {
        return measured.together().stream().map(Measurement.Together::failure).toList();
    }

    @Test
    void allRunAtTheSameTime() throws IOException {
        // Each waits until all have come: one after the other they would wait for ever.
        Measurement measured = run("touch here.$id; while [ $(ls here.* | wc -l) -lt 4 ]; do sleep .01; done; exit 42");
        assertEquals(42, measured.outcome().<Integer>fold(Outcome.Completed::exit, bad -> -1, late -> -2));
        assertEquals(TOGETHER, measured.together().size());
        assertTrue(measured.together().stream().allMatch(one -> one.failure() == null && one.exit() == 42 && one.wallNanos() > 0));
    }

    @Test
    void theMakespanIsFromTheFirstLaunchToTheLastEnd() throws IOException {
        Measurement measured = run("exit 42");
        long first = measured.together().stream().mapToLong(Measurement.Together::startNanos).min().orElseThrow();
        long last = measured.together().stream().mapToLong(one -> one.startNanos() + one.wallNanos()).max().orElseThrow();
        assertEquals(last - first, measured.outcome().wallNanos());
    }

    @Test
    void everyContainerHasAnIdABundleAndACgroupOfItsOwnAndAllOneRoot() throws IOException {
        run("echo $2 $bundle $id >> seen; cp $bundle/config.json $id.json; exit 42");
        run("echo $2 $bundle $id >> seen; exit 42");
        List<String[]> seen = Files.readAllLines(folder.resolve("bin/seen")).stream().map(line -> line.split(" ")).toList();
        assertEquals(2 * TOGETHER, seen.size());
        assertEquals(1, seen.stream().map(line -> line[0]).distinct().count(), "one --root");
        assertEquals(TOGETHER, seen.stream().map(line -> line[1]).distinct().count(), "bundles, which are used again");
        assertEquals(Stream.iterate(1, i -> i + 1).limit(2 * TOGETHER).map(i -> prefix + String.format("%06d", i)).toList(),
                seen.stream().map(line -> line[2]).sorted().toList());
        String config = Files.readString(folder.resolve("bin/" + prefix + "000003.json"));
        assertTrue(config.contains("/containers/" + prefix + "000003\""), config);
    }

    @Test
    void whatOneContainerFailsTheOthersDoNot() throws IOException {
        Measurement measured = run("case $id in *3) echo no room >&2; exit 1;; esac; exit 42");
        assertEquals(1, failures(measured).stream().filter(FailureClass.RUNTIME::equals).count());
        assertEquals(3, failures(measured).stream().filter(failure -> failure == null).count());
        Outcome.Failed failed = failed(measured);
        assertEquals(List.of(FailureClass.RUNTIME, Layer.RUNTIME, 1, "1 of 4 containers failed: no room"),
                List.of(failed.failure(), failed.layer(), failed.exit(), failed.stderr()));
        assertEquals(List.of(prefix + "000003"), Files.readAllLines(folder.resolve("bin/deleted")), "only what failed is cleaned up");
        assertTrue(succeeded(run("exit 42")), "the next burst is whole");
    }

    @Test
    void oneThatHangsIsEndedAndTheOthersAreNot() throws Exception {
        Measurement measured = run("case $id in *2) echo $$ > pid; sleep 300;; esac; exit 42", Duration.ofMillis(900), false);
        Outcome.TimedOut late = measured.outcome().fold(BurstStarterTest::unexpected, BurstStarterTest::unexpected, timedOut -> timedOut);
        assertEquals(List.of(Duration.ofMillis(900), "1 of 4 containers failed"), List.of(late.limit(), late.stderr()));
        assertEquals(1, failures(measured).stream().filter(FailureClass.TIMEOUT::equals).count());
        assertEquals(3, failures(measured).stream().filter(failure -> failure == null).count());
        long pid = Long.parseLong(Files.readString(folder.resolve("bin/pid")).strip());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void whereThereAreMarksEachContainerMustHaveWrittenOne() throws IOException {
        String honest = "grep -q ocibench-container-ran $bundle/config.json && echo ocibench-container-ran; ";
        assertTrue(succeeded(run(honest + "exit 42", AMPLE, true)));
        Measurement measured = run("case $id in *6) exit 42;; *7) exit 1;; esac; " + honest + "exit 42", AMPLE, true);
        assertEquals(FailureClass.NOT_RUN, failed(measured).failure(), "a lie goes before every other failure");
        assertEquals(1, failures(measured).stream().filter(FailureClass.NOT_RUN::equals).count());
        assertEquals(1, failures(measured).stream().filter(FailureClass.RUNTIME::equals).count());
    }

    @Test
    void aMissingBinaryIsTheBenchsOwnFailureOfEachContainer() throws IOException {
        Files.delete(folder.resolve("bin/fake"));
        Measurement measured = bursts.run(AMPLE, false);
        assertEquals(List.of(FailureClass.HARNESS, FailureClass.HARNESS, FailureClass.HARNESS, FailureClass.HARNESS), failures(measured));
        assertTrue(failed(measured).stderr().startsWith("4 of 4 containers failed: "), failed(measured).stderr());
    }

    @Test
    void primingStartsNoContainer() throws IOException {
        Files.writeString(folder.resolve("bin/run"), "touch started; exit 42\n");
        bursts.prime(Path.of("/bin/true"));
        assertFalse(Files.exists(folder.resolve("bin/started")));
        assertTrue(succeeded(bursts.run(AMPLE, false)));
    }
}
