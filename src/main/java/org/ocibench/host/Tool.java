package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a helper command outside every timed region and gives back what it wrote. */
public final class Tool {

    /** Longest output that is kept; a version text or an error message is far below. */
    private static final int MAX_BYTES = 256 * 1024;

    /**
     * What the runtimes and clients get as environment; nothing of the user's is handed on. ctr would otherwise warn of cgroup
     * v1 on stderr at every call.
     */
    public static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/nonexistent", "LC_ALL", "C",
                    "CONTAINERD_SUPPRESS_DEPRECATION_WARNINGS", "1");

    private Tool() {
    }

    /** What came back: exit code, whether the time-out ended it, and the beginnings of both outputs. */
    public record Answer(int code, boolean timedOut, String stdout, String stderr) {
        /** True for exit code 0. */
        public boolean ok() {
            return code == 0 && !timedOut;
        }

        /** One sentence for an error message: what came back. */
        public String told() {
            String said = stderr.isBlank() ? stdout : stderr;
            return (timedOut ? "no answer within its time-out" : "exit code " + code)
                    + (said.isBlank() ? "" : ": " + said.strip());
        }
    }

    /**
     * Runs a command to its end.
     *
     * @throws IOException if it cannot be started
     */
    public static Answer run(List<String> argv, Map<String, String> environment, Duration limit) throws IOException {
        Path stdout = Files.createTempFile("ocibench-", ".out");
        Path stderr = Files.createTempFile("ocibench-", ".err");
        try (Launcher launcher = new Launcher()) {
            Launcher.Exit exit = launcher.run(new Launcher.Command(argv, environment, stdout, stderr), limit);
            return new Answer(exit.code(), exit.timedOut(), beginning(stdout), beginning(stderr));
        } finally {
            Files.deleteIfExists(stdout);
            Files.deleteIfExists(stderr);
        }
    }

    private static String beginning(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
