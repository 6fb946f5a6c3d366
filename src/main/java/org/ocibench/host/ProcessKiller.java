package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Path;

/** Kills processes. */
@FunctionalInterface
public interface ProcessKiller {

    /**
     * Sends SIGKILL to this very process; does nothing if it has ended or its number belongs to another by now.
     *
     * @throws IOException if it may not be killed by us
     */
    void kill(ProcessKey process) throws IOException;

    /** Kills processes of this host. */
    static ProcessKiller real() {
        Path root = Path.of("/");
        return process -> {
            ProcessHandle handle = ProcessHandle.of(process.pid()).orElse(null);
            // After the handle is taken: it remembers its process, so a number reused later is not hit.
            if (handle != null && process.isAlive(root) && !handle.destroyForcibly() && process.isAlive(root)) {
                throw new IOException("not permitted to kill it");
            }
        };
    }
}
