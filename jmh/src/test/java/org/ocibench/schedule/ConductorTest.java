package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ConductorTest {

    private static final String CRUN = "crun/direct/exit/burst/default";
    private static final String RUNC = "runc/direct/exit/burst/default";

    @TempDir
    private Path folder;
    private Conductor conductor;

    @BeforeEach
    void open() throws IOException {
        conductor = new Conductor(folder.resolve("s"));
    }

    @AfterEach
    void close() throws IOException {
        conductor.close();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve("s")));
        return channel;
    }

    private SocketChannel hello(String arm, long pid) throws IOException {
        SocketChannel channel = connect();
        say(channel, "hello " + arm + " " + pid + "\n");
        return channel;
    }

    private static void say(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String heard(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        while (bytes.position() == 0 || bytes.get(bytes.position() - 1) != '\n') {
            if (channel.read(bytes) < 0) {
                break;
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static long in(long millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Conductor.Fork fork(String arm) throws IOException {
        assertTrue(conductor.awaitHellos(List.of(arm), in(20_000), () -> false));
        return conductor.fork(arm).orElseThrow();
    }

    private Optional<String> next(Conductor.Fork fork) throws IOException {
        return conductor.await(fork, in(20_000), () -> false);
    }

    @Test
    void aForkIsKnownByItsHelloAndTakesTurns() throws Exception {
        AtomicReference<Throwable> broken = new AtomicReference<>();
        Thread crun = new Thread(() -> {
            try (SocketChannel channel = hello(CRUN, 1)) {
                for (int i = 0; i < 3; i++) {
                    say(channel, "ready\n");
                    assertEquals("go TIMED 2000\n", heard(channel));
                    say(channel, "done " + i + "\n");
                }
                say(channel, "finished\n");
                assertEquals("end\n", heard(channel));
            } catch (IOException | AssertionError e) {
                broken.set(e);
            }
        });
        crun.start();
        Conductor.Fork fork = fork(CRUN);
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.of("ready"), next(fork));
            conductor.send(fork, "go TIMED 2000");
            assertEquals(Optional.of("done " + i), next(fork));
        }
        assertEquals(Optional.of("finished"), next(fork));
        conductor.send(fork, "end");
        crun.join();
        assertEquals(null, broken.get());
    }

    @Test
    void linesOfSeveralForksAreKeptApart() throws IOException {
        try (SocketChannel crun = hello(CRUN, 1); SocketChannel runc = hello(RUNC, 2)) {
            assertTrue(conductor.awaitHellos(List.of(CRUN, RUNC), in(20_000), () -> false));
            say(runc, "ready\n");
            say(crun, "done crun\n");
            assertEquals(Optional.of("done crun"), next(fork(CRUN)));
            assertEquals(Optional.of("ready"), next(fork(RUNC)));
            conductor.send(fork(RUNC), "stop");
            assertEquals("stop\n", heard(runc));
        }
    }

    @Test
    void linesMayArriveInPiecesOrTogether() throws IOException {
        try (SocketChannel crun = connect()) {
            say(crun, "hel");
            assertFalse(conductor.awaitHellos(List.of(CRUN), in(100), () -> false));
            say(crun, "lo " + CRUN + " 1\nrea");
            Conductor.Fork fork = fork(CRUN);
            assertEquals(Optional.empty(), conductor.await(fork, in(100), () -> false));
            say(crun, "dy\ndone \u00e4 1\ndone 2\nfin");
            assertEquals(List.of("ready", "done \u00e4 1", "done 2"),
                    List.of(next(fork).orElseThrow(), next(fork).orElseThrow(), next(fork).orElseThrow()));
            assertEquals(Optional.empty(), conductor.await(fork, in(100), () -> false));
            assertFalse(fork.isGone());
        }
    }

    @Test
    void aForkThatDiesIsGoneOnceItsLastWordsAreHeard() throws IOException {
        Conductor.Fork fork;
        try (SocketChannel crun = hello(CRUN, 1)) {
            fork = fork(CRUN);
            say(crun, "done 1\nhalf a li");
        }
        assertEquals(Optional.of("done 1"), next(fork));
        assertEquals(Optional.empty(), next(fork), "long before the deadline");
        assertTrue(fork.isGone());
        conductor.send(fork, "go TIMED 2000");
        try (SocketChannel runc = hello(RUNC, 2)) {
            say(runc, "ready\n");
            assertEquals(Optional.of("ready"), next(fork(RUNC)), "the others go on");
        }
    }

    @Test
    void aForkThatSaysNothingEndsTheWaitAtItsDeadline() throws IOException {
        try (SocketChannel crun = hello(CRUN, 1)) {
            Conductor.Fork fork = fork(CRUN);
            assertEquals(Optional.empty(), conductor.await(fork, in(50), () -> false));
            assertEquals(Optional.empty(), conductor.await(fork, in(-50), () -> false));
            assertFalse(fork.isGone());
            say(crun, "ready\n");
            assertEquals(Optional.of("ready"), next(fork), "it may still come");
        }
    }

    @Test
    void aWaitCanBeGivenUp() throws IOException {
        try (SocketChannel crun = hello(CRUN, 1)) {
            Conductor.Fork fork = fork(CRUN);
            assertEquals(Optional.empty(), conductor.await(fork, in(1_000_000), () -> true));
            assertFalse(conductor.awaitHellos(List.of(CRUN, RUNC), in(1_000_000), () -> true));
        }
    }

    @Test
    void manyLinesAtOnceAreNotADeath() throws Exception {
        String line = "done " + "x".repeat(1018) + "\n";
        try (SocketChannel crun = hello(CRUN, 1)) {
            Conductor.Fork fork = fork(CRUN);
            Thread speaker = new Thread(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        say(crun, line);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            speaker.start();
            for (int i = 0; i < 200; i++) {
                assertEquals(Optional.of(line.strip()), next(fork));
                Thread.sleep(i < 3 ? 50 : 0);
            }
            speaker.join();
            assertFalse(fork.isGone());
        }
    }

    @Test
    void aLineWithoutEndIsNoFork() throws IOException {
        try (SocketChannel crun = hello(CRUN, 1)) {
            Conductor.Fork fork = fork(CRUN);
            Thread speaker = new Thread(() -> {
                try {
                    say(crun, "x".repeat(1 << 20));
                } catch (IOException closed) {
                    return;
                }
            });
            speaker.setDaemon(true);
            speaker.start();
            assertEquals(Optional.empty(), next(fork));
            assertTrue(fork.isGone());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello ", "hello x", "hello x y", "hello x -1", "hello x 0", "hello x 1 2",
        "hello x 99999999999999999999"})
    void whoeverDoesNotSayWhoItIsIsSentAway(String line) throws IOException {
        try (SocketChannel odd = connect(); SocketChannel crun = hello(CRUN, 1)) {
            say(odd, line + "\n");
            fork(CRUN);
            assertFalse(conductor.awaitHellos(List.of("x"), in(300), () -> false));
            assertEquals(-1, odd.read(ByteBuffer.allocate(1)));
            say(crun, "ready\n");
            assertEquals(Optional.of("ready"), next(fork(CRUN)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void aForkThatNeverStopsTalkingIsGivenUp(int length) throws Exception {
        try (SocketChannel crun = hello(CRUN, 1); SocketChannel runc = hello(RUNC, 2)) {
            Conductor.Fork fork = fork(CRUN);
            Thread speaker = new Thread(() -> {
                try {
                    while (true) {
                        say(crun, ("x".repeat(length) + "\n").repeat(1000));
                    }
                } catch (IOException sentAway) {
                    return;
                }
            });
            speaker.setDaemon(true);
            speaker.start();
            for (int i = 0; i < 50 && speaker.isAlive(); i++) {
                conductor.awaitHellos(List.of("nobody"), in(100), () -> false);
            }
            assertTrue(fork.isGone());
            assertFalse(speaker.isAlive());
            say(runc, "ready\n");
            assertEquals(Optional.of("ready"), next(fork(RUNC)));
        }
    }

    @Test
    void aProcessOfSomebodyElseIsNotKilledForALine() throws Exception {
        // Its parent ends at once, so that it is nobody's below us.
        Process shell = new ProcessBuilder("/bin/sh", "-c", "sleep 300 > /dev/null 2>&1 & echo $!").start();
        long pid = Long.parseLong(new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
        shell.waitFor();
        ProcessHandle stranger = ProcessHandle.of(pid).orElseThrow();
        try (SocketChannel crun = hello(CRUN, pid)) {
            fork(CRUN).kill();
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void theNextBlocksForksReplaceTheLast() throws IOException {
        try (SocketChannel first = hello(CRUN, 1)) {
            fork(CRUN);
            conductor.forgetForks();
            assertEquals(Optional.empty(), conductor.fork(CRUN));
            assertEquals(-1, first.read(ByteBuffer.allocate(1)));
        }
        try (SocketChannel second = hello(CRUN, 2)) {
            say(second, "ready\n");
            assertEquals(Optional.of("ready"), next(fork(CRUN)));
        }
    }

    @Test
    void killingAForkEndsItAndWhatItStarted() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 300 & wait").start();
        while (process.descendants().findAny().isEmpty()) {
            Thread.sleep(10);
        }
        ProcessHandle child = process.descendants().findAny().orElseThrow();
        try (SocketChannel crun = hello(CRUN, process.pid())) {
            fork(CRUN).kill();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            child.onExit().get(20, TimeUnit.SECONDS);
        } finally {
            child.destroyForcibly();
            process.destroyForcibly();
        }
    }
}
