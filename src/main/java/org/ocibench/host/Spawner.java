package org.ocibench.host;

import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One command line made ready for posix_spawn: everything that can be laid out in memory beforehand is, so that {@link #start}
 * is one call.
 *
 * <p>Java's own ProcessBuilder looks at every descriptor in the child and hands the child's end from a reaper thread to the
 * waiting one: 0.1 ms more with a warm cache and 0.15 ms more as part of a campaign (medians, JDK 17, {@code jmh/harness-cost.sh}).
 */
final class Spawner {

    /** Bytes for posix_spawn_file_actions_t and posix_spawnattr_t, which have 80 and 336 in glibc on 64-bit Linux. */
    private static final int OPAQUE_BYTES = 512;
    /** Bytes for sigset_t, which has 128. */
    private static final int SIGNAL_SET_BYTES = 128;
    /** {@code POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK} of spawn.h. */
    private static final short DEFAULT_SIGNALS = 0x04 | 0x08;
    private static final int O_RDONLY = 0;
    /** {@code O_WRONLY | O_CREAT | O_TRUNC} of fcntl.h. */
    private static final int O_WRITE_ANEW = 1 | 0x40 | 0x200;
    private static final int PRIVATE_FILE = 0600;
    private static final String NULL = "/dev/null";
    private static final int FIRST_AFTER_STREAMS = 3;

    private final String program;
    private final Memory path;
    private final Memory actions = new Memory(OPAQUE_BYTES);
    private final Memory attributes = new Memory(OPAQUE_BYTES);
    private final Memory argv;
    private final Memory environment;
    private final Memory pid = new Memory(Integer.BYTES);
    // Native memory lives as long as its Java object.
    private final List<Memory> kept = new ArrayList<>();

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native int posix_spawn(Pointer pid, Pointer path, Pointer actions, Pointer attributes, Pointer argv, Pointer env);

        static native int posix_spawn_file_actions_init(Pointer actions);

        static native int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

        static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

        static native int posix_spawn_file_actions_destroy(Pointer actions);

        static native int posix_spawnattr_init(Pointer attributes);

        static native int posix_spawnattr_setflags(Pointer attributes, short flags);

        static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

        static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

        static native int sigemptyset(Pointer signals);

        static native int sigfillset(Pointer signals);

        static native String strerror(int errnum);
    }

    /**
     * Lays out the command. The child gets these streams and no other descriptor of this process, no signal blocked or ignored,
     * and nothing of this process's environment.
     *
     * @throws IOException if the C library is too old
     */
    Spawner(List<String> arguments, Map<String, String> variables, Path stdout, Path stderr) throws IOException {
        program = arguments.get(0);
        path = text(program);
        argv = texts(arguments);
        environment = texts(new TreeMap<>(variables).entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
        try {
            C.posix_spawn_file_actions_init(actions);
            C.posix_spawn_file_actions_addopen(actions, 0, NULL, O_RDONLY, 0);
            C.posix_spawn_file_actions_addopen(actions, 1, name(stdout), O_WRITE_ANEW, PRIVATE_FILE);
            C.posix_spawn_file_actions_addopen(actions, 2, name(stderr), O_WRITE_ANEW, PRIVATE_FILE);
            C.posix_spawn_file_actions_addclosefrom_np(actions, FIRST_AFTER_STREAMS);
            C.posix_spawnattr_init(attributes);
            Memory signals = new Memory(SIGNAL_SET_BYTES);
            C.sigemptyset(signals);
            C.posix_spawnattr_setsigmask(attributes, signals);
            C.sigfillset(signals);
            C.posix_spawnattr_setsigdefault(attributes, signals);
            C.posix_spawnattr_setflags(attributes, DEFAULT_SIGNALS);
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("the C library cannot start a program as the bench wants it (glibc 2.34 or newer is needed): "
                    + e.getMessage(), e);
        }
    }

    /**
     * Starts the program.
     *
     * @throws IOException naming the program and the reason, if it cannot be started
     */
    SpawnedProcess start() throws IOException {
        int error = C.posix_spawn(pid, path, actions, attributes, argv, environment);
        if (error != 0) {
            throw new IOException("cannot start " + program + ": " + C.strerror(error));
        }
        return new SpawnedProcess(pid.getInt(0));
    }

    /** Gives back what the C library allocated for it. */
    void close() {
        C.posix_spawn_file_actions_destroy(actions);
    }

    private static String name(Path file) {
        return file == null ? NULL : file.toString();
    }

    private Memory texts(List<String> strings) {
        Memory pointers = new Memory((long) com.sun.jna.Native.POINTER_SIZE * (strings.size() + 1));
        for (int i = 0; i < strings.size(); i++) {
            pointers.setPointer((long) com.sun.jna.Native.POINTER_SIZE * i, text(strings.get(i)));
        }
        pointers.setPointer((long) com.sun.jna.Native.POINTER_SIZE * strings.size(), Pointer.NULL);
        return pointers;
    }

    private Memory text(String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        kept.add(memory);
        return memory;
    }
}
