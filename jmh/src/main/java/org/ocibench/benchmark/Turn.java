package org.ocibench.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.ocibench.engine.OperationKind;

/**
 * The fork's side of taking turns: asks the conductor for leave before each operation and reports each one after it. Without a
 * conductor leave is given at once, so that the benchmark runs under the stock JMH main.
 */
interface Turn extends AutoCloseable {

    /** Waits for leave. Returns null when no further operation is to be run. */
    Go await() throws IOException;

    /** What the fork does at the end of each of its turns; without a conductor its turn lasts until its own end. */
    @FunctionalInterface
    interface Rest {
        void take() throws IOException;
    }

    /** Reports an operation. */
    void done(Messages.Done done) throws IOException;

    /** Waits, after the last operation, until the fork may end without disturbing another arm's operation. */
    @Override
    void close() throws IOException;

    /** A turn given by the conductor at this socket. */
    static Turn conducted(Path socket, String armKey, Rest rest) throws IOException {
        return new Conducted(socket, armKey, rest);
    }

    /** A turn without a conductor, of operations of one kind. */
    static Turn free(OperationKind kind, Duration limit) {
        return new Turn() {
            @Override
            public Go await() {
                return new Go(kind, limit);
            }

            @Override
            public void done(Messages.Done done) {
                // Nobody keeps a log here.
            }

            @Override
            public void close() {
                // Nobody else could be disturbed.
            }
        };
    }

    /** Talks to the conductor over its Unix domain socket. */
    final class Conducted implements Turn {

        private final SocketChannel channel;
        private final BufferedReader in;
        private final Rest rest;

        private Conducted(Path socket, String armKey, Rest rest) throws IOException {
            this.rest = rest;
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            send(Messages.HELLO + " " + armKey + " " + ProcessHandle.current().pid());
        }

        @Override
        public Go await() throws IOException {
            send(Messages.READY);
            String line = receive();
            while (line.equals(Messages.REST)) {
                rest.take();
                send(Messages.READY);
                line = receive();
            }
            return line.startsWith(Messages.GO + " ") ? Messages.parseGo(line) : null;
        }

        @Override
        public void done(Messages.Done done) throws IOException {
            send(done.line());
        }

        @Override
        public void close() throws IOException {
            send(Messages.FINISHED);
            String line = receive();
            while (!line.equals(Messages.END)) {
                line = receive();
            }
            channel.close();
        }

        private void send(String line) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        private String receive() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the conductor is gone");
            }
            return line;
        }
    }
}
