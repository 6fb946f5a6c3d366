package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Tool;

/**
 * A containerd that belongs to one campaign: own root, state, socket and cgroup. It runs in a session of its own, so that a
 * Ctrl-C meant for the bench does not end it before the bench has cleaned up.
 */
public final class PrivateContainerd implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;
    /** Where a containerd that is not ours keeps its state, unless its configuration says otherwise. */
    private static final Path DEFAULT_STATE = Path.of("/run/containerd");

    private final Process process;
    private final World.Containerd access;
    private final String versionText;

    private PrivateContainerd(Process process, World.Containerd access, String versionText) {
        this.process = process;
        this.access = access;
        this.versionText = versionText;
    }

    /** The programs of a containerd installation. */
    public record Programs(Path containerd, Path ctr, Path nerdctl, Path cniPath) {
    }

    /**
     * Starts it, waits until it answers, and imports the image.
     *
     * @param scratch    folder on a real disk, for its root
     * @param state      folder for its state and socket
     * @param searchPath folders in which it looks for shims, and the shims for their runtime, before the system's
     * @param image      OCI image archive to import
     * @throws IOException if it does not come up; the message has the end of its log
     */
    public static PrivateContainerd start(Programs programs, String token, Path scratch, Path state, List<Path> searchPath,
            CgroupLayout cgroups, Path image, String reference) throws IOException {
        Path root = Files.createDirectories(scratch.resolve("containerd"));
        Path socket = Files.createDirectories(state.resolve("containerd")).resolve("containerd.sock");
        Path config = root.resolve("config.toml");
        Path log = root.resolve("containerd.log");
        Files.writeString(config, config(root, socket));
        Map<String, String> environment = new HashMap<>(Tool.ENVIRONMENT);
        String first = searchPath.stream().map(Path::toString).reduce("", (a, b) -> a + b + ":");
        environment.put("PATH", first + environment.get("PATH"));
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/setsid", programs.containerd().toString(), "--config",
                config.toString()).redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String cgroup = World.CGROUP_ROOT + "/" + token + "/containerd";
        boolean up = false;
        try {
            cgroups.create(cgroup);
            cgroups.adopt(cgroup, process.pid());
            World.Containerd access = new World.Containerd(socket.toString(), token, programs.ctr(), programs.nerdctl(),
                    programs.cniPath(), reference, cgroup, socket.resolveSibling("state"));
            String version = started(process, access, log);
            call(access, List.of("images", "import", image.toString()));
            up = true;
            return new PrivateContainerd(process, access, version);
        } finally {
            if (!up) {
                process.destroyForcibly();
            }
        }
    }

    /**
     * Imports the image into a containerd that runs already.
     *
     * @throws IOException if it does not answer or refuses the image
     */
    static World.Containerd importInto(Programs programs, String address, String token, Path image, String reference)
            throws IOException {
        World.Containerd access = new World.Containerd(address, token, programs.ctr(), programs.nerdctl(),
                programs.cniPath(), reference, null, DEFAULT_STATE);
        call(access, List.of("images", "import", image.toString()));
        return access;
    }

    /** Removes the image, the snapshots and the namespace from a containerd that is not ours. */
    static void forget(World.Containerd access) throws IOException {
        Shims.kill(access.namespace());
        call(access, List.of("images", "remove", "--sync", access.image()));
        call(access, List.of("namespaces", "remove", access.namespace()));
    }

    /** How to reach it. */
    public World.Containerd access() {
        return access;
    }

    /** What {@code ctr version} printed. */
    public String versionText() {
        return versionText;
    }

    /** True while it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops it and the shims it left. */
    @Override
    public void close() throws IOException {
        Shims.kill(access.namespace());
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String started(Process process, World.Containerd access, Path log) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (Files.exists(Path.of(access.address()))) {
                Tool.Answer answer = ctr(access, List.of("version"));
                if (answer.ok()) {
                    return answer.stdout().strip();
                }
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while containerd was starting", e);
            }
        }
        List<String> lines = Files.readAllLines(log);
        throw new IOException("containerd did not come up: "
                + String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
    }

    private static void call(World.Containerd access, List<String> arguments) throws IOException {
        Tool.Answer answer = ctr(access, arguments);
        if (!answer.ok()) {
            throw new IOException("ctr " + String.join(" ", arguments) + ": " + answer.told());
        }
    }

    private static Tool.Answer ctr(World.Containerd access, List<String> arguments) throws IOException {
        List<String> argv = new java.util.ArrayList<>(List.of(access.ctr().toString(), "--address", access.address(),
                "--namespace", access.namespace()));
        argv.addAll(arguments);
        return Tool.run(argv, Tool.ENVIRONMENT, CALL_LIMIT);
    }

    // Plugins that neither ctr nor nerdctl asks for: CRI would open a network port, opt would write outside our folders.
    private static String config(Path root, Path socket) {
        return """
                version = 3
                root = "%s/root"
                state = "%s/state"
                imports = []
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime",
                  "io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri", "io.containerd.internal.v1.tracing",
                  "io.containerd.tracing.processor.v1.otlp",
                  "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
                  "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.blockfile",
                  "io.containerd.snapshotter.v1.erofs"]
                [grpc]
                  address = "%s"
                [ttrpc]
                  address = "%s.ttrpc"
                """.formatted(root, socket.getParent(), socket, socket);
    }
}
