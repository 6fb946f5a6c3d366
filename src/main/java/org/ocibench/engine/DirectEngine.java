package org.ocibench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocibench.bundle.Bundle;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Launcher;
import org.ocibench.host.Step;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/** The runtime's own {@code run} with a prepared bundle: create, start, wait and delete in one command. */
final class DirectEngine implements Engine {

    private static final Duration CLEAN_LIMIT = Duration.ofSeconds(10);

    private final ResolvedRuntime runtime;
    private final Workload workload;
    private final Bundle bundle;
    private final Bundle markedBundle;
    private final Path root;
    private final String containersCgroup;

    DirectEngine(World world, String armKey, int slot, ResolvedRuntime runtime, Workload workload) throws IOException {
        this.runtime = runtime;
        this.workload = workload;
        String name = World.shortName(armKey) + (slot == 0 ? "" : String.format("-%03d", slot));
        root = Files.createDirectories(world.stateRoot(armKey));
        containersCgroup = world.containersCgroup(armKey);
        RuntimeSpec spec = new RuntimeSpec(world.rootfs(), world.privateCgroupNamespace());
        String cgroup = containersCgroup + "/none";
        bundle = Bundle.write(world.scratch().resolve("bundles").resolve(name), spec, workload.args(), cgroup);
        markedBundle = Bundle.write(world.scratch().resolve("marked").resolve(name), spec, workload.markedArgs(), cgroup);
    }

    @Override
    public Start prepare(String id, Path stderr) throws IOException {
        return prepare(id, bundle, null, stderr);
    }

    @Override
    public Start prepareMarked(String id, Path stdout, Path stderr) throws IOException {
        return prepare(id, markedBundle, stdout, stderr);
    }

    private Start prepare(String id, Bundle of, Path stdout, Path stderr) throws IOException {
        of.retarget(containersCgroup + "/" + id);
        return Start.of(id, new Step.Command("run", command("run", "--bundle", of.folder().toString(), id), Tool.ENVIRONMENT, stdout,
                stderr, workload.expectedExit()));
    }

    @Override
    public boolean startsContainer() {
        return true;
    }

    @Override
    public Diagnosis diagnose(Launcher.Exit exit, String stderr) {
        boolean setUp = runtime.setupFailureExits().contains(exit.code()) || !stderr.isBlank();
        return setUp ? new Diagnosis(FailureClass.RUNTIME, Layer.RUNTIME)
                : new Diagnosis(FailureClass.WORKLOAD, Layer.CONTAINER);
    }

    @Override
    public Optional<JsonNode> spec() throws IOException {
        return Optional.of(bundle.spec());
    }

    @Override
    public Layer timeoutLayer() {
        return Layer.RUNTIME;
    }

    @Override
    public void cleanUp(String id) throws IOException {
        Tool.run(command("delete", "--force", id), Tool.ENVIRONMENT, CLEAN_LIMIT);
    }

    private List<String> command(String... arguments) {
        List<String> argv = new ArrayList<>();
        argv.add(runtime.binary());
        argv.addAll(runtime.globalFlags());
        argv.addAll(List.of("--root", root.toString()));
        argv.addAll(List.of(arguments));
        return argv;
    }
}
