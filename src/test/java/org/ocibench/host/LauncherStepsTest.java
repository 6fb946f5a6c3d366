package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.exec.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sequences of steps, with shells in the place of runtimes and containers. */
@Timeout(60)
class LauncherStepsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    private Path folder;
    private final Launcher launcher = new Launcher();

    @AfterEach
    void close() throws IOException {
        launcher.close();
    }

    private Step.Command shell(String name, String script, Path stdout, int expected) {
        return new Step.Command(name, List.of("/bin/sh", "-c", "cd " + folder + "; " + script), PATH, stdout, null, expected);
    }

    private Step.Command shell(String name, String script) {
        return shell(name, script, null, 0);
    }

    /** What {@code create} does: leaves a process behind and its number in a file. */
    private Step.Command leave(String script) {
        return shell("create", "sh -c '" + script + "' & echo $! > pid", Step.PIPE, 0);
    }

    private Step.Orphan orphan(int expected) {
        return new Step.Orphan(folder.resolve("pid"), expected);
    }

    private Launcher.Exit run(Duration limit, Step... steps) throws IOException {
        launcher.forget();
        Sequence sequence = launcher.ready(List.of(steps));
        launcher.arm(limit);
        try {
            return launcher.launch(sequence);
        } finally {
            launcher.disarm();
        }
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    }

    @Test
    void stepsFollowEachOtherAndTheirTimesAddUp() throws IOException {
        Launcher.Exit exit = run(AMPLE, shell("one", "echo 1 >> order; exit 3", null, 3), shell("two", "echo 2 >> order"));
        assertTrue(exit.asMeant());
        assertNull(exit.step());
        assertEquals(0, exit.code());
        assertEquals(List.of("1", "2"), Files.readAllLines(folder.resolve("order")));
        assertTrue(exit.cpuMicros() > 0);
        assertTrue(exit.wallNanos() / 1000 >= exit.cpuMicros() / 2, exit.toString());
    }

    @Test
    void theFirstStepThatFailsIsToldAndIsTheLast() throws IOException {
        Step.Command second = shell("two", "exit 7");
        Launcher.Exit exit = run(AMPLE, shell("one", "true"), second, shell("three", "touch never"));
        assertFalse(exit.asMeant());
        assertSame(second, exit.step());
        assertEquals(7, exit.code());
        assertFalse(Files.exists(folder.resolve("never")));
    }

    @Test
    void anOrphanIsWaitedForWithItsOwnExitCode() throws IOException {
        Launcher.Exit exit = run(AMPLE, leave("sleep .3; exit 42"), orphan(42), shell("delete", "! kill -0 $(cat pid)"));
        assertTrue(exit.asMeant(), exit.toString());
        assertTrue(exit.wallNanos() > 250_000_000, exit.toString());
        Launcher.Exit killed = run(AMPLE, leave("exec sleep 300"), shell("kill", "kill -9 $(cat pid)"), orphan(137));
        assertTrue(killed.asMeant(), killed.toString());
        Launcher.Exit other = run(AMPLE, leave("sleep .1; exit 3"), orphan(42));
        assertEquals(3, other.code());
        assertEquals("wait", other.step().name());
    }

    @Test
    void furtherOrphansAreTakenInWhileTheFirstIsWaitedFor() throws IOException {
        Step.Command create = shell("create", "sleep .2 & echo $! > other; sh -c 'sleep .1; exit 42' & echo $! > pid");
        Step.Command delete = shell("delete", "while kill -0 $(cat other); do sleep .02; done");
        for (int i = 0; i < 3; i++) {
            Launcher.Exit exit = run(AMPLE, create, orphan(42), delete);
            assertTrue(exit.asMeant(), exit.toString());
        }
        Launcher.Exit exit = run(AMPLE, create, new Step.TakeOrphans(folder.resolve("pid")), orphan(42), delete, new Step.OrphansGone());
        assertTrue(exit.asMeant(), exit.toString());
    }

    /** The orphans are looked for beside the next steps, and must not be confused with what these start. */
    @Test
    void whatTheNextStepStartsIsNoOrphan() throws IOException {
        Step.Command create = shell("create", "sleep .1 & sh -c 'sleep .01; exit 42' & echo $! > pid");
        Step.Command next = shell("next", "exit 7", null, 7);
        for (int i = 0; i < 30; i++) {
            Launcher.Exit exit = run(AMPLE, create, shell("pause", "sleep .03"), orphan(42), next, next, next);
            assertTrue(exit.asMeant(), exit.toString());
        }
    }

    @Test
    void withoutAProcessIdNothingIsWaitedFor() throws IOException {
        Launcher.Exit none = run(AMPLE, shell("create", "true"), orphan(42));
        assertEquals("no process id was left in pid", none.said());
        assertEquals("wait", none.step().name());
        Launcher.Exit stranger = run(AMPLE, shell("create", "echo 1 > pid"), orphan(42));
        assertEquals("the container's process is no child of its starter", stranger.said());
    }

    @Test
    void orphansThatSomebodyElseEndsAreTakenIn() throws IOException {
        Launcher.Exit exit = run(AMPLE, leave("exec sleep 300"), new Step.TakeOrphans(null),
                shell("delete", "kill -9 $(cat pid); while kill -0 $(cat pid); do sleep .02; done"), new Step.OrphansGone());
        assertTrue(exit.asMeant(), exit.toString());
        assertFalse(ProcessHandle.of(pid()).isPresent());
    }

    @Test
    void theFirstByteEndsTheWaitAndTheRestIsWaitedForAfterwards() throws IOException {
        Step.Begin begin = new Step.Begin(shell("run", "echo hello; sleep .3; exit 42", Step.PIPE, 42));
        launcher.arm(AMPLE);
        Sequence timed = launcher.ready(List.of(begin, new Step.FirstByte("hello")));
        Sequence after = launcher.ready(List.of(new Step.Rest(42)));
        Launcher.Exit first = launcher.launch(timed);
        Launcher.Exit rest = launcher.launch(after);
        launcher.disarm();
        assertTrue(first.asMeant(), first.toString());
        assertTrue(rest.asMeant(), rest.toString());
        assertTrue(rest.wallNanos() > 200_000_000, "the byte was there long before the end: " + first + " " + rest);
    }

    @Test
    void theFirstByteMayComeFromWhatWasLeftBehind() throws IOException {
        Launcher.Exit exit = run(AMPLE, leave("sleep .1; echo hello; exec sleep 300"), new Step.FirstByte("hello"),
                shell("kill", "kill -9 $(cat pid)"), orphan(137));
        assertTrue(exit.asMeant(), exit.toString());
    }

    @Test
    void whatEndsWithoutAWordIsNotWaitedForUntilTheTimeOut() throws IOException {
        Step.FirstByte first = new Step.FirstByte("hello");
        Launcher.Exit failed = run(AMPLE, new Step.Begin(shell("run", "exit 5", Step.PIPE, 42)), first);
        assertEquals(List.of(5, first), List.of(failed.code(), failed.step()));
        Launcher.Exit silent = run(AMPLE, new Step.Begin(shell("run", "exit 0", Step.PIPE, 0)), first);
        assertEquals(first, silent.step(), "an exit code that looks like success is none here");
        Launcher.Exit other = run(AMPLE, new Step.Begin(shell("run", "echo bye; exit 42", Step.PIPE, 42)), first);
        assertEquals("the container did not write its mark", other.said());
        Launcher.Exit left = run(AMPLE, leave("sleep .1; exit 42"), first, orphan(42));
        assertEquals(first, left.step());
    }

    @Test
    void oneTimeOutIsOverAllStepsAndEndsTheOrphansToo() throws Exception {
        long start = System.nanoTime();
        Launcher.Exit exit = run(Duration.ofMillis(700), leave("exec sleep 300"), shell("start", "true"),
                new Step.FirstByte("hello"), shell("never", "touch never"), orphan(137));
        assertTrue(exit.timedOut());
        assertEquals("first byte", exit.step().name());
        assertEquals(Executor.INVALID_EXITVALUE, exit.code());
        assertTrue(System.nanoTime() - start < AMPLE.toNanos());
        assertFalse(Files.exists(folder.resolve("never")));
        launcher.takeOrphans();
        for (int tries = 0; tries < 500 && ProcessHandle.of(pid()).isPresent(); tries++) {
            Thread.sleep(20);
        }
        assertFalse(ProcessHandle.of(pid()).isPresent(), "killed and taken in");
    }

    @Test
    void javasOwnChildrenAreLeftToJava() throws Exception {
        Process own = new ProcessBuilder("/bin/sh", "-c", "sleep .3; exit 9").start();
        run(AMPLE, leave("exec sleep 300"), new Step.TakeOrphans(null), shell("kill", "kill -9 $(cat pid)"), new Step.OrphansGone());
        assertEquals(9, own.waitFor());
    }
}
