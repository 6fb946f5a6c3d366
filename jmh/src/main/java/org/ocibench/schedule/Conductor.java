package org.ocibench.schedule;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.ocibench.benchmark.Messages;

/**
 * The conductor's end of the socket: knows which arm's fork is there, passes lines to and fro, and notices forks that died.
 * Used by one thread.
 */
final class Conductor implements AutoCloseable {

    /** How often a wait looks whether it should give up for a reason that no message tells. */
    private static final long GLANCE_MILLIS = 200;
    /** Longest line: a stderr digest's text in base64 is far below. */
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Map<String, Fork> forks = new LinkedHashMap<>();

    Conductor(Path socket) throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** One arm's fork, as the conductor sees it. */
    static final class Fork {
        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(MAX_LINE_BYTES);
        private final Deque<String> lines = new ArrayDeque<>();
        private String arm;
        private long pid;
        private boolean gone;

        private Fork(SocketChannel channel) {
            this.channel = channel;
        }

        boolean isGone() {
            return gone;
        }

        void kill() {
            if (pid > 0) {
                ProcessHandle.of(pid).ifPresent(process -> {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                });
            }
        }
    }

    /** The fork of an arm, if it has said hello. */
    Optional<Fork> fork(String arm) {
        return Optional.ofNullable(forks.get(arm));
    }

    /** The processes of the forks that have said hello. */
    Set<Long> pids() {
        return forks.values().stream().map(fork -> fork.pid).collect(Collectors.toSet());
    }

    /** Forgets the forks of the last block. */
    void forgetForks() throws IOException {
        for (Fork fork : forks.values()) {
            fork.channel.close();
        }
        forks.clear();
    }

    /**
     * Waits until every one of these arms has said hello, or {@code giveUp} holds.
     *
     * @return true if all are there
     */
    boolean awaitHellos(Collection<String> arms, long deadlineNanos, BooleanSupplier giveUp) throws IOException {
        while (!forks.keySet().containsAll(arms)) {
            if (System.nanoTime() > deadlineNanos || giveUp.getAsBoolean()) {
                return false;
            }
            poll(GLANCE_MILLIS);
        }
        return true;
    }

    /**
     * The next line of a fork.
     *
     * @return empty if the deadline passed, {@code giveUp} holds, or the fork is gone and has nothing more to say
     */
    Optional<String> await(Fork fork, long deadlineNanos, BooleanSupplier giveUp) throws IOException {
        while (fork.lines.isEmpty()) {
            long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (fork.gone || left <= 0 || giveUp.getAsBoolean()) {
                return Optional.empty();
            }
            poll(Math.min(left, GLANCE_MILLIS));
        }
        return Optional.of(fork.lines.removeFirst());
    }

    /** Sends a line; a fork that cannot take it is gone. */
    void send(Fork fork, String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                fork.channel.write(bytes);
            }
        } catch (IOException e) {
            fork.gone = true;
        }
    }

    @Override
    public void close() throws IOException {
        forgetForks();
        server.close();
        selector.close();
    }

    private void poll(long millis) throws IOException {
        selector.select(Math.max(1, millis));
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isAcceptable()) {
                SocketChannel channel = server.accept();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Fork(channel));
            } else if (key.isReadable()) {
                read(key, (Fork) key.attachment());
            }
        }
    }

    private void read(SelectionKey key, Fork fork) {
        try {
            if (fork.channel.read(fork.buffer) < 0) {
                lose(key, fork);
            }
        } catch (IOException e) {
            lose(key, fork);
        }
        takeLines(fork);
        if (!fork.buffer.hasRemaining()) {
            lose(key, fork);
        }
    }

    private static void lose(SelectionKey key, Fork fork) {
        fork.gone = true;
        key.cancel();
    }

    private void takeLines(Fork fork) {
        ByteBuffer buffer = fork.buffer.flip();
        int start = 0;
        for (int i = 0; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n') {
                String line = new String(buffer.array(), start, i - start, StandardCharsets.UTF_8);
                start = i + 1;
                if (line.startsWith(Messages.HELLO + " ")) {
                    String[] field = line.split(" ");
                    fork.arm = field[1];
                    fork.pid = Long.parseLong(field[2]);
                    forks.put(fork.arm, fork);
                } else {
                    fork.lines.add(line);
                }
            }
        }
        buffer.position(start);
        buffer.compact();
    }
}
