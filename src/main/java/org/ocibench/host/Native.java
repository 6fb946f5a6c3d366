package org.ocibench.host;

import com.sun.jna.LastErrorException;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The system calls for which Java has no method. Every failing call becomes an {@link IOException} that names the call,
 * its object and the errno text.
 */
public final class Native {

    /** {@code CLONE_NEWNS} of sched.h. */
    private static final int CLONE_NEWNS = 0x0002_0000;
    /** {@code MS_REC | MS_PRIVATE} of sys/mount.h. */
    private static final long MS_REC_PRIVATE = 0x4000 | 0x4_0000;
    /** {@code MS_BIND} of sys/mount.h. */
    private static final long MS_BIND = 0x1000;
    /** {@code MNT_DETACH} of sys/mount.h. */
    private static final int MNT_DETACH = 2;
    /** {@code PR_SET_CHILD_SUBREAPER} of sys/prctl.h. */
    private static final int PR_SET_CHILD_SUBREAPER = 36;

    private Native() {
    }

    private static final class C {
        static {
            com.sun.jna.Native.register(C.class, Platform.C_LIBRARY_NAME);
        }

        private C() {
        }

        static native int unshare(int flags) throws LastErrorException;

        static native int mount(String source, String target, String type, long flags, String data)
                throws LastErrorException;

        static native int umount2(String target, int flags) throws LastErrorException;

        static native int execve(String path, com.sun.jna.Pointer argv, com.sun.jna.Pointer env)
                throws LastErrorException;

        static native int gettid() throws LastErrorException;

        static native int prctl(int option, long first, long second, long third, long fourth) throws LastErrorException;
    }

    /** Gives the calling thread, and what it starts or becomes by exec, a mount namespace of its own. */
    static void unshareMounts() throws IOException {
        call("unshare(CLONE_NEWNS)", () -> C.unshare(CLONE_NEWNS));
        call("make mounts private", () -> C.mount("none", "/", null, MS_REC_PRIVATE, null));
    }

    /** Mounts a file system of {@code type} on {@code target}. */
    static void mount(String type, Path target, String options) throws IOException {
        call("mount " + type + " on " + target, () -> C.mount("ocibench", target.toString(), type, 0, options));
    }

    /** Lets {@code target} show what is in {@code source}. */
    static void bind(Path source, Path target) throws IOException {
        call("bind " + source + " to " + target, () -> C.mount(source.toString(), target.toString(), null, MS_BIND, null));
    }

    /** Unmounts {@code target} lazily. */
    public static void unmount(Path target) throws IOException {
        call("unmount " + target, () -> C.umount2(target.toString(), MNT_DETACH));
    }

    /** Replaces this process by another program; returns only by throwing. */
    static void exec(Path program, List<String> argv, List<String> env) throws IOException {
        var arguments = new com.sun.jna.StringArray(argv.toArray(String[]::new));
        var environment = new com.sun.jna.StringArray(env.toArray(String[]::new));
        call("exec " + program, () -> C.execve(program.toString(), arguments, environment));
    }

    /** Kernel's id of the calling thread. */
    public static int threadId() {
        return C.gettid();
    }

    /** Whether what loses its parent below this process becomes a child of this process, and not of process 1. */
    static void becomeSubreaper(boolean wanted) throws IOException {
        call("prctl(PR_SET_CHILD_SUBREAPER)", () -> C.prctl(PR_SET_CHILD_SUBREAPER, wanted ? 1 : 0, 0, 0, 0));
    }

    private interface Call {
        int run() throws LastErrorException;
    }

    private static void call(String what, Call call) throws IOException {
        try {
            call.run();
        } catch (LastErrorException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        }
    }
}
