package org.ocibench.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Listens to the kernel's taskstats: it sends what a thread has used when the thread ends. This is the only place that tells the
 * bytes written of a process that has ended. The kernel speaks only to listeners in its first process and user namespaces.
 */
public final class ExitListener implements AutoCloseable {

    private static final int AF_NETLINK = 16;
    /** {@code SOCK_RAW | SOCK_CLOEXEC}. */
    private static final int RAW = 3 | 0x8_0000;
    private static final int NETLINK_GENERIC = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EAGAIN = 11;
    private static final int EINVAL = 22;
    private static final int ENOBUFS = 105;
    /** Room for the ends of some 10,000 threads. */
    private static final int ROOM_BYTES = 16 << 20;
    private static final int LONGEST_BYTES = 64 << 10;
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");

    private final int socket;
    private final Memory buffer = new Memory(LONGEST_BYTES);
    private boolean overflowed;

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native int socket(int domain, int type, int protocol) throws LastErrorException;

        static native int setsockopt(int fd, int level, int name, Pointer value, int length) throws LastErrorException;

        static native long send(int fd, Pointer bytes, long length, int flags) throws LastErrorException;

        static native long recv(int fd, Pointer bytes, long length, int flags) throws LastErrorException;

        static native int close(int fd) throws LastErrorException;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the kernel does not speak to us, with the reason
     */
    public ExitListener() throws IOException {
        boolean listens = false;
        try {
            socket = C.socket(AF_NETLINK, RAW, NETLINK_GENERIC);
        } catch (LastErrorException e) {
            throw new IOException("exit accounting (taskstats): no netlink socket: " + e.getMessage(), e);
        }
        try {
            Memory room = new Memory(Integer.BYTES);
            room.setInt(0, ROOM_BYTES);
            C.setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, room, Integer.BYTES);
            int family = ExitMessages.family(answer(ExitMessages.askFamily("TASKSTATS")))
                    .orElseThrow(() -> new IOException("exit accounting: this kernel has no taskstats"));
            String cpus = Files.readString(POSSIBLE, StandardCharsets.US_ASCII).strip();
            int error = ExitMessages.error(answer(ExitMessages.register(family, cpus)));
            if (error != 0) {
                throw new IOException(error == EINVAL
                        ? "exit accounting (taskstats) is told only to the first process and user namespaces, and this is another one"
                        : "exit accounting (taskstats) is refused: errno " + error);
            }
            listens = true;
        } catch (LastErrorException e) {
            throw new IOException("exit accounting (taskstats) is refused: " + e.getMessage(), e);
        } finally {
            if (!listens) {
                C.close(socket);
            }
        }
    }

    private ByteBuffer answer(byte[] message) {
        buffer.write(0, message, 0, message.length);
        C.send(socket, buffer, message.length, 0);
        return buffer.getByteBuffer(0, C.recv(socket, buffer, LONGEST_BYTES, 0));
    }

    /** The threads that have ended since the last call. */
    public List<TaskExit> drain() throws IOException {
        List<TaskExit> exits = new ArrayList<>();
        for (long length = receive(); length > 0; length = receive()) {
            exits.addAll(ExitMessages.exits(buffer.getByteBuffer(0, length)));
        }
        return exits;
    }

    private long receive() throws IOException {
        while (true) {
            try {
                return C.recv(socket, buffer, LONGEST_BYTES, MSG_DONTWAIT);
            } catch (LastErrorException e) {
                if (e.getErrorCode() == EAGAIN) {
                    return 0;
                }
                if (e.getErrorCode() != ENOBUFS) {
                    throw new IOException("reading exit accounting (taskstats) failed: " + e.getMessage(), e);
                }
                overflowed = true;
            }
        }
    }

    /** Whether ends were lost because nobody drained for too long; forgets it. */
    public boolean takeOverflow() {
        boolean was = overflowed;
        overflowed = false;
        return was;
    }

    @Override
    public void close() {
        C.close(socket);
    }
}
