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
import org.ocibench.host.Launcher;
import org.ocibench.host.Tool;
import org.ocibench.runtime.ResolvedRuntime;

/** What the ways without containerd have in common: a runtime's own commands, a state folder and a prepared bundle. */
abstract class BundleEngine implements Engine {

    private static final Duration CLEAN_LIMIT = Duration.ofSeconds(10);

    final ResolvedRuntime runtime;
    final String containersCgroup;
    private final World world;
    private final String name;
    private final Path root;
    private final RuntimeSpec spec;

    /** @param slot tells the engines of an arm apart whose containers are started at once */
    BundleEngine(World world, Arm arm, int slot, ResolvedRuntime runtime) throws IOException {
        this.world = world;
        this.runtime = runtime;
        name = World.shortName(arm.key()) + (slot == 0 ? "" : String.format("-%03d", slot));
        root = Files.createDirectories(world.stateRoot(arm.key()));
        containersCgroup = world.containersCgroup(arm.key());
        RuntimeSpec plain = new RuntimeSpec(world.rootfs(), world.privateCgroupNamespace());
        spec = Engines.option(arm.via()).map(plain::with)
                .or(() -> Engines.limit(arm.via()).map(limit -> plain.within(limit.resources(world.swapLimit())))).orElse(plain);
    }

    /** A bundle of this arm, in a folder by its purpose. */
    final Bundle bundle(String purpose, List<String> args) throws IOException {
        return Bundle.write(world.scratch().resolve(purpose).resolve(name), spec, args, containersCgroup + "/none");
    }

    /** A file of this arm on the file system for what commands write. */
    final Path file(String extension) {
        return world.output().resolve(name + extension);
    }

    /** A command line of the runtime, with the flags before the subcommand that every one has. */
    final List<String> command(String... arguments) {
        return command(List.of(), arguments);
    }

    /** The same with further flags before the subcommand. */
    final List<String> command(List<String> flags, String... arguments) {
        List<String> argv = new ArrayList<>();
        argv.add(runtime.binary());
        argv.addAll(runtime.globalFlags());
        argv.addAll(List.of("--root", root.toString()));
        argv.addAll(flags);
        argv.addAll(List.of(arguments));
        return argv;
    }

    /** The bundle of the containers that are timed. */
    abstract Bundle timedBundle();

    @Override
    public final boolean startsContainer() {
        return true;
    }

    @Override
    public final Diagnosis diagnose(Launcher.Exit exit, String stderr) {
        boolean setUp = runtime.setupFailureExits().contains(exit.code()) || !stderr.isBlank();
        return setUp ? new Diagnosis(FailureClass.RUNTIME, Layer.RUNTIME)
                : new Diagnosis(FailureClass.WORKLOAD, Layer.CONTAINER);
    }

    @Override
    public final Layer timeoutLayer() {
        return Layer.RUNTIME;
    }

    @Override
    public final Optional<JsonNode> spec() throws IOException {
        return Optional.of(timedBundle().spec());
    }

    @Override
    public final void cleanUp(String id) throws IOException {
        Tool.run(command("delete", "--force", id), Tool.ENVIRONMENT, CLEAN_LIMIT);
    }
}
