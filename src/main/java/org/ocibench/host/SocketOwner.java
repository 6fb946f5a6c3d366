package org.ocibench.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Finds the process that listens on a Unix socket, by what the kernel tells to those who connect. */
public final class SocketOwner {

    private static final short AF_UNIX = 1;
    /** {@code SOCK_STREAM | SOCK_CLOEXEC}. */
    private static final int STREAM = 1 | 0x8_0000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    /** Bytes of struct ucred: pid, uid, gid. */
    private static final int CREDENTIALS_BYTES = 12;
    /** Bytes of sun_path in struct sockaddr_un. */
    private static final int PATH_BYTES = 108;

    private SocketOwner() {
    }

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native int socket(int domain, int type, int protocol) throws LastErrorException;

        static native int connect(int fd, Pointer address, int length) throws LastErrorException;

        static native int getsockopt(int fd, int level, int name, Pointer value, Pointer length) throws LastErrorException;

        static native int close(int fd) throws LastErrorException;
    }

    /**
     * The number of the process that listens.
     *
     * @throws IOException if nobody does, or not in a process namespace that is seen from here
     */
    public static int of(Path socket) throws IOException {
        byte[] path = socket.toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= PATH_BYTES) {
            throw new IOException("too long for the path of a socket: " + socket);
        }
        Memory address = new Memory(Short.BYTES + PATH_BYTES);
        address.clear();
        address.setShort(0, AF_UNIX);
        address.write(Short.BYTES, path, 0, path.length);
        int pid = connected(socket, address);
        if (pid <= 0) {
            throw new IOException("who listens on " + socket + " is not seen from here");
        }
        return pid;
    }

    private static int connected(Path socket, Memory address) throws IOException {
        try {
            int fd = C.socket(AF_UNIX, STREAM, 0);
            try {
                C.connect(fd, address, (int) address.size());
                Memory credentials = new Memory(CREDENTIALS_BYTES);
                Memory length = new Memory(Integer.BYTES);
                length.setInt(0, CREDENTIALS_BYTES);
                C.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length);
                return credentials.getInt(0);
            } finally {
                C.close(fd);
            }
        } catch (LastErrorException e) {
            throw new IOException("nobody answers on " + socket + ": " + e.getMessage(), e);
        }
    }
}
