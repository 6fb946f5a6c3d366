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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /** A fork waits for an answer after each line but one; what it says without being asked is kept to this length. */
    private static final int MAX_WAITING_CHARS = 1 << 20;
    private static final Pattern GREETING = Pattern.compile(Messages.HELLO + " (\\S{1,1000}) ([1-9][0-9]{0,9})");

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
        private int waiting;
        private long pid;
        private boolean gone;

        private Fork(SocketChannel channel) {
            this.channel = channel;
        }

        boolean isGone() {
            return gone;
        }

        void kill() {
            // The number is only what a line says: nobody but a process of ours is killed for it.
            ProcessHandle.current().descendants().filter(process -> process.pid() == pid).findFirst().ifPresent(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            });
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
        String line = fork.lines.removeFirst();
        fork.waiting -= line.length() + 1;
        return Optional.of(line);
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
        boolean ended;
        try {
            ended = fork.channel.read(fork.buffer) < 0;
        } catch (IOException e) {
            ended = true;
        }
        takeLines(fork);
        if (ended || fork.gone || !fork.buffer.hasRemaining() || fork.waiting > MAX_WAITING_CHARS) {
            lose(key, fork);
        }
    }

    // Its end of the socket is closed too, so that a fork that was given up ends by itself.
    private static void lose(SelectionKey key, Fork fork) {
        fork.gone = true;
        key.cancel();
        try {
            fork.channel.close();
        } catch (IOException e) {
            // What cannot be closed is as lost.
            return;
        }
    }

    private void greet(Fork fork, String line) {
        Matcher greeting = GREETING.matcher(line);
        if (greeting.matches()) {
            fork.pid = Long.parseLong(greeting.group(2));
            forks.put(greeting.group(1), fork);
        } else {
            fork.gone = true;
        }
    }

    private void takeLines(Fork fork) {
        ByteBuffer buffer = fork.buffer.flip();
        int start = 0;
        for (int i = 0; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n') {
                String line = new String(buffer.array(), start, i - start, StandardCharsets.UTF_8);
                start = i + 1;
                if (line.startsWith(Messages.HELLO + " ")) {
                    greet(fork, line);
                } else {
                    fork.lines.add(line);
                    fork.waiting += line.length() + 1;
                }
            }
        }
        buffer.position(start);
        buffer.compact();
    }
}
