package org.ocibench.host;

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
import java.util.stream.Stream;
import org.apache.commons.exec.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

    /** Far above what any of the commands takes. */
    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    private Path folder;
    private final Launcher launcher = new Launcher();

    @AfterEach
    void close() throws IOException {
        launcher.close();
    }

    private Step.Command shell(String script, String... arguments) {
        List<String> argv = Stream.concat(Stream.of("/bin/sh", "-c", script, "sh"), Stream.of(arguments)).toList();
        return new Step.Command(argv, PATH, folder.resolve("out"), folder.resolve("err"));
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 255})
    void theExitCodePassesThrough(int code) throws IOException {
        Launcher.Exit exit = launcher.run(shell("exit " + code), AMPLE);
        assertEquals(code, exit.code());
        assertFalse(exit.timedOut());
        assertTrue(exit.wallNanos() > 0);
    }

    @Test
    void theTimeOutKillsAShellThatIgnoresSigtermAndItsGrandchildren() throws Exception {
        Launcher.Exit exit = launcher.run(shell("""
                trap '' TERM HUP INT
                sh -c 'sleep 300 & echo $!; exec sleep 300' &
                echo $! $$
                while :; do sleep 1; done
                """), Duration.ofMillis(1500));
        assertTrue(exit.timedOut());
        assertEquals(Executor.INVALID_EXITVALUE, exit.code());
        List<Long> pids = Stream.of(out().split("\\s+")).map(Long::parseLong).toList();
        assertEquals(3, pids.size(), "shell, child and grandchild have told their ids");
        for (long pid : pids) {
            awaitEnd(pid);
        }
    }

    @Test
    void muchOutputDoesNotBlock() throws IOException {
        Step.Command command = shell("head -c 200000 /dev/zero; head -c 200000 /dev/zero >&2");
        assertEquals(0, launcher.run(command, AMPLE).code());
        assertEquals(200_000, Files.size(folder.resolve("out")));
        assertEquals(200_000, Files.size(folder.resolve("err")));
        assertEquals(0, launcher.run(new Step.Command(command.argv(), PATH, null, null), AMPLE).code());
    }

    @Test
    void aGrandchildThatHoldsTheStreamsIsNotWaitedFor() throws IOException {
        Launcher.Exit exit = launcher.run(shell("sleep 300 & echo $!"), AMPLE);
        ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(out().strip())).orElseThrow();
        try {
            assertEquals(0, exit.code());
            assertFalse(exit.timedOut());
            assertTrue(grandchild.isAlive());
        } finally {
            grandchild.destroyForcibly();
        }
    }

    @Test
    void argumentsArriveAsTheyAre() throws IOException {
        String[] arguments = {"two words", "it's", "say \"hi\"", "", "$HOME", "*", "a\\b", "'quoted'", "--x=\"y z\"", "ä"};
        launcher.run(shell("printf '%s\\n' \"$@\"", arguments), AMPLE);
        assertEquals(List.of(arguments), out().lines().toList());
    }

    @Test
    void nothingOfTheEnvironmentIsHandedOn() throws IOException {
        launcher.run(new Step.Command(List.of("/usr/bin/env"), Map.of("A", "b c"), folder.resolve("out"), null), AMPLE);
        assertEquals("A=b c\n", out());
    }

    @Test
    void aMissingProgramIsAnErrorAndTheNextLaunchWorks() throws IOException {
        Step.Command missing = new Step.Command(List.of("/no/such/program", "x"), PATH, null, null);
        IOException thrown = assertThrows(IOException.class, () -> launcher.run(missing, AMPLE));
        assertTrue(thrown.getMessage().contains("/no/such/program"), thrown.getMessage());
        assertEquals(3, launcher.run(shell("exit 3"), AMPLE).code());
    }

    @Test
    void nothingOfThisProcessIsHandedOnButTheStreams() throws IOException {
        // ls lists its own look at the folder as the fourth.
        try (var open = Files.newInputStream(Path.of("/proc/self/status"))) {
            assertTrue(open.read() >= 0);
            launcher.run(new Step.Command(List.of("/bin/ls", "/proc/self/fd"), PATH, folder.resolve("out"), null), AMPLE);
        }
        assertEquals(List.of("0", "1", "2", "3"), out().lines().toList());
    }

    @Test
    void noSignalIsBlockedOrIgnoredInTheChild() throws IOException {
        launcher.run(new Step.Command(List.of("/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"), PATH,
                folder.resolve("out"), null), AMPLE);
        // Of glibc's own two, 32 and 33, no program can tell.
        List<Long> signals = out().lines().map(line -> Long.parseUnsignedLong(line.split("\t")[1], 16) & 0x7fff_ffff).toList();
        assertEquals(List.of(0L, 0L), signals);
    }

    @Test
    void aProcessEndedByASignalReports128PlusItsNumber() throws IOException {
        Launcher.Exit exit = launcher.run(shell("kill -TERM $$"), AMPLE);
        assertEquals(128 + 15, exit.code());
        assertFalse(exit.timedOut());
    }

    @Test
    void theCpuTimeIsThatOfTheProcessAndOfWhatItWaitedFor() throws IOException {
        Launcher.Exit busy = launcher.run(shell("sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'; :"), AMPLE);
        Launcher.Exit idle = launcher.run(shell("sleep .2"), AMPLE);
        assertTrue(busy.cpuMicros() > 2 * idle.cpuMicros(), busy + " " + idle);
        assertTrue(busy.cpuMicros() > busy.wallNanos() / 1000 / 10, busy.toString());
    }

    @Test
    void aTimeOutThatPassesBeforeTheLaunchHoldsForIt() throws Exception {
        launcher.arm(Duration.ofMillis(1));
        Thread.sleep(100);
        assertTrue(launcher.launch(launcher.ready(List.of(shell("sleep 300")))).timedOut());
        launcher.disarm();
    }

    @Test
    void aTimeOutDoesNotReachTheNextLaunch() throws IOException {
        assertTrue(launcher.run(shell("sleep 300"), Duration.ofMillis(50)).timedOut());
        Launcher.Exit next = launcher.run(shell("sleep .2; exit 5"), AMPLE);
        assertEquals(5, next.code());
        assertFalse(next.timedOut());
        assertFalse(launcher.run(shell("true"), Duration.ofSeconds(20)).timedOut());
    }

    @Test
    void aCommandNeedsAProgram() {
        assertThrows(IllegalArgumentException.class, () -> new Step.Command(List.of(), PATH, null, null));
    }

    /** Waits for the end of a process; a zombie, which process 1 may never take in, has ended. */
    private static void awaitEnd(long pid) throws InterruptedException {
        ProcFiles processes = new ProcFiles(Path.of("/"));
        for (int tries = 0; tries < 500; tries++) {
            ProcStat stat = processes.stat(pid);
            if (stat == null || stat.isDead()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("process " + pid + " still runs");
    }
}
