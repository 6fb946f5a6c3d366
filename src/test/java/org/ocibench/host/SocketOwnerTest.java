package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketOwnerTest {

    @TempDir
    Path folder;

    @Test
    void whoListens() throws IOException {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertEquals(ProcessHandle.current().pid(), SocketOwner.of(socket));
        }
    }

    @Test
    void nobody() {
        Path socket = folder.resolve("s");
        String told = assertThrows(IOException.class, () -> SocketOwner.of(socket)).getMessage();
        assertTrue(told.contains(socket.toString()), told);
    }

    @Test
    void aPathThatNoSocketCanHave() {
        Path socket = folder.resolve("s".repeat(200));
        assertTrue(assertThrows(IOException.class, () -> SocketOwner.of(socket)).getMessage().startsWith("too long"));
    }
}
