package org.ocibench.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a helper command outside every timed region and gives back what it wrote. */
public final class Tool {

    /** Longest output that is kept; a version text or an error message is far below. */
    private static final int MAX_BYTES = 256 * 1024;
    private static final long POLL_MILLIS = 2;

    /**
     * System property with the number of bytes by which the environment of started programs is lengthened. It moves their stack, which
     * by itself changes how fast a program is (T. Mytkowicz et al., Producing Wrong Data Without Doing Anything Obviously Wrong!,
     * ASPLOS 2009): drawn afresh for every block and the same for all of its arms, it is no property of any of them.
     */
    public static final String PADDING = "ocibench.padding";

    /**
     * What the runtimes and clients get as environment; nothing of the user's is handed on. ctr would otherwise warn of cgroup
     * v1 on stderr at every call.
     */
    public static final Map<String, String> ENVIRONMENT = environment(Integer.getInteger(PADDING, 0));

    private Tool() {
    }

    static Map<String, String> environment(int padding) {
        return Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/nonexistent", "LC_ALL", "C",
                "CONTAINERD_SUPPRESS_DEPRECATION_WARNINGS", "1", "OCIBENCH_PADDING", "x".repeat(padding));
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
        try (Launcher launcher = new Launcher(); OutputPipe stdout = new OutputPipe(MAX_BYTES);
                OutputPipe stderr = new OutputPipe(MAX_BYTES)) {
            Thread reader = new Thread(() -> read(stdout, stderr), "output of " + argv.get(0));
            reader.setDaemon(true);
            reader.start();
            Launcher.Exit exit;
            try {
                exit = launcher.run(new Step.Command(argv, environment, stdout.writingEnd(), stderr.writingEnd()), limit);
            } finally {
                reader.interrupt();
            }
            stdout.drain();
            stderr.drain();
            return new Answer(exit.code(), exit.timedOut(), stdout.text(), stderr.text());
        }
    }

    // Whoever prints more than a pipe holds would wait for ever for a reader.
    private static void read(OutputPipe stdout, OutputPipe stderr) {
        try {
            while (!Thread.interrupted()) {
                if (!(stdout.drain() | stderr.drain())) {
                    Thread.sleep(POLL_MILLIS);
                }
            }
        } catch (InterruptedException | IOException e) {
            // The command has ended, or what cannot be read here cannot be read after its end either, and is told then.
            return;
        }
    }
}
