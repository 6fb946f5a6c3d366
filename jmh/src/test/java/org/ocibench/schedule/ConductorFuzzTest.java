package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A fork that says anything does not disturb the one that speaks after it. */
class ConductorFuzzTest {

    /** Less than a socket holds, so that nobody waits. */
    private static final int MOST = 100_000;
    private static final String GOOD = "good/direct/exit/burst/default";

    @TempDir
    private Path folder;

    @FuzzTest
    void lines(byte[] content) throws IOException {
        Path socket = folder.resolve("s");
        try (Conductor conductor = new Conductor(socket)) {
            try (SocketChannel odd = connect(socket)) {
                odd.write(ByteBuffer.wrap(content, 0, Math.min(content.length, MOST)));
            }
            try (SocketChannel good = connect(socket)) {
                good.write(ByteBuffer.wrap(("hello " + GOOD + " 99\nready\n").getBytes(StandardCharsets.US_ASCII)));
                long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                assertTrue(conductor.awaitHellos(List.of(GOOD), deadline, () -> false));
                Conductor.Fork fork = conductor.fork(GOOD).orElseThrow();
                while (!conductor.await(fork, deadline, () -> false).orElse("ready").equals("ready")) {
                    assertFalse(System.nanoTime() > deadline);
                }
            }
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    private static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }
}
