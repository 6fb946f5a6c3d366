package org.ocibench.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.engine.OperationKind;

/** The fork's side, with the test as the conductor: what it will read is said before the fork asks. */
@Timeout(30)
class TurnTest {

    private static final String ARM = "crun/direct/exit/burst/default";
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Messages.Done DONE = new Messages.Done(1, 2, NONE, NONE, NONE, 42, null, null, 2000, "", List.of());

    @TempDir
    private Path folder;
    private ServerSocketChannel server;
    private Turn turn;
    private SocketChannel conductor;
    private BufferedReader heard;
    private int rests;

    @BeforeEach
    void connect() throws IOException {
        Path socket = folder.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        turn = Turn.conducted(socket, ARM, () -> rests++);
        conductor = server.accept();
        heard = new BufferedReader(Channels.newReader(conductor, StandardCharsets.UTF_8));
    }

    @AfterEach
    void disconnect() throws IOException {
        conductor.close();
        server.close();
    }

    private void say(String lines) throws IOException {
        conductor.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aForkSaysWhoItIsAndAsksBeforeEachOperation() throws IOException {
        Go go = new Go(OperationKind.LEAD_IN, Duration.ofSeconds(2));
        say(Messages.go(go) + "\nstop\n");
        assertEquals(go, turn.await());
        turn.done(DONE);
        assertNull(turn.await(), "nothing further is to be run");
        assertEquals("hello " + ARM + " " + ProcessHandle.current().pid(), heard.readLine());
        assertEquals("ready", heard.readLine());
        assertEquals(DONE, Messages.Done.parse(heard.readLine()));
        assertEquals("ready", heard.readLine());
    }

    @Test
    void aForkRestsWhenItsTurnIsOver() throws IOException {
        Go go = new Go(OperationKind.LEAD_IN, Duration.ofSeconds(2));
        say("rest\n" + Messages.go(go) + "\n");
        assertEquals(go, turn.await());
        assertEquals(1, rests);
        assertTrue(heard.readLine().startsWith("hello "));
        assertEquals("ready", heard.readLine());
        assertEquals("ready", heard.readLine());
    }

    @Test
    void aForkEndsWhenItMay() throws IOException {
        say("stop\nend\n");
        turn.close();
        assertTrue(heard.readLine().startsWith("hello "));
        assertEquals("finished", heard.readLine());
        assertNull(heard.readLine());
    }

    @Test
    void aForkWhoseConductorIsGoneStops() throws IOException {
        conductor.close();
        assertThrows(IOException.class, turn::await);
    }

    @Test
    void withoutAConductorLeaveIsGivenAtOnce() throws IOException {
        Turn free = Turn.free(OperationKind.TIMED, Duration.ofSeconds(30));
        Go go = new Go(OperationKind.TIMED, Duration.ofSeconds(30));
        assertEquals(go, free.await());
        free.done(DONE);
        assertEquals(go, free.await());
        free.close();
    }
}
