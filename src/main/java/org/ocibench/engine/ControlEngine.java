package org.ocibench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.host.Launcher;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;

/**
 * The arms that are no runtime. {@code spawn} and {@code namespaces} run the very same static busybox program as the containers do: as
 * a plain process, the floor of any launch; with chroot in new namespaces, the kernel's floor. {@code ctr-version} and
 * {@code nerdctl-version} are the clients' floors: a client that asks containerd one question.
 */
final class ControlEngine implements Engine {

    static final String SPAWN = "spawn";
    static final String NAMESPACES = "namespaces";
    static final String CTR_VERSION = "ctr-version";
    static final String NERDCTL_VERSION = "nerdctl-version";

    private final List<String> argv;
    private final Map<String, String> environment;

    ControlEngine(String name, World world) {
        argv = argv(name, world);
        environment = name.equals(NERDCTL_VERSION) ? NerdctlEngine.environment(world) : Tool.ENVIRONMENT;
    }

    private static List<String> argv(String name, World world) {
        return switch (name) {
            case SPAWN -> List.of(world.rootfs().resolve("bin/busybox").toString(), "true");
            case NAMESPACES -> List.of("/usr/bin/unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--fork",
                    "--root", world.rootfs().toString(), "/bin/busybox", "true");
            case CTR_VERSION -> version(CtrEngine.client(world.containerd()));
            case NERDCTL_VERSION -> version(NerdctlEngine.client(world));
            default -> throw new IllegalArgumentException("no such control: " + name);
        };
    }

    private static List<String> version(List<String> client) {
        List<String> argv = new ArrayList<>(client);
        argv.add("version");
        return argv;
    }

    @Override
    public Start prepare(String id, Path stderr) {
        return Start.of(id, new Step.Command("start", argv, environment, null, stderr, 0));
    }

    @Override
    public Start prepareMarked(String id, Path stdout, Path stderr) {
        throw new UnsupportedOperationException("a control starts no container that could leave a mark");
    }

    @Override
    public boolean startsContainer() {
        return false;
    }

    @Override
    public Diagnosis diagnose(Launcher.Exit exit, String stderr) {
        return new Diagnosis(FailureClass.HARNESS, Layer.BENCH);
    }

    @Override
    public Layer timeoutLayer() {
        return Layer.BENCH;
    }

    @Override
    public Optional<JsonNode> spec() {
        return Optional.empty();
    }

    @Override
    public void cleanUp(String id) {
        // A plain process leaves nothing: its time-out has killed it.
    }
}
