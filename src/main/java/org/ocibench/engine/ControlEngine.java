package org.ocibench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocibench.host.Launcher;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;

/**
 * The arms that are no runtime. They run the very same static busybox program as the containers do:
 * {@code spawn} as a plain process, the floor of any launch; {@code namespaces} with chroot in new namespaces, the kernel's floor.
 */
final class ControlEngine implements Engine {

    static final String SPAWN = "spawn";
    static final String NAMESPACES = "namespaces";

    private final List<String> argv;

    ControlEngine(String name, World world) {
        Path busybox = world.rootfs().resolve("bin/busybox");
        List<String> command = new ArrayList<>();
        if (name.equals(NAMESPACES)) {
            command.addAll(List.of("/usr/bin/unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--fork",
                    "--root", world.rootfs().toString(), "/bin/busybox"));
        } else {
            command.add(busybox.toString());
        }
        command.add("true");
        argv = List.copyOf(command);
    }

    @Override
    public Start prepare(String id, Path stderr) {
        return Start.of(id, new Step.Command("start", argv, Tool.ENVIRONMENT, null, stderr, 0));
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
