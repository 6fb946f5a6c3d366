package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ocibench.bundle.Bundle;
import org.ocibench.bundle.RuntimeSpec;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Tool;
import org.ocibench.host.TreeRemover;
import org.ocibench.runtime.ResolvedRuntime;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * Containers that live and do nothing, as a node has that is in use. They have the campaign's own ids, cgroups and state folder, so
 * that whatever is left of them has an owner; and the same root file system and configuration as those that are measured.
 */
public final class IdleContainers {

    /** Runtimes that they may be started with, the preferred one first: which one does not matter to what is measured beside them. */
    public static final List<String> RUNTIMES = List.of("crun", "runc");

    private static final String NAME = "idle";
    /** Three years. */
    private static final List<String> SLEEP = List.of("/bin/sleep", "100000000");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final World world;
    private final ResolvedRuntime runtime;
    private final CgroupLayout cgroups;
    private final String cgroup;
    private final Path root;
    private final Path bundleFolder;
    private int wanted;
    private int sequence;

    /** @param runtime one of {@link #RUNTIMES} */
    public IdleContainers(World world, ResolvedRuntime runtime, CgroupLayout cgroups) {
        this.world = world;
        this.runtime = runtime;
        this.cgroups = cgroups;
        cgroup = world.cgroup() + "/" + NAME;
        root = world.state().resolve(NAME);
        bundleFolder = world.scratch().resolve("bundles").resolve(NAME);
    }

    /** The runtime to start them with, or empty if none of those that serve is installed. */
    public static Optional<ResolvedRuntime> runtime(RuntimeCatalog catalog) {
        for (String name : RUNTIMES) {
            try {
                return Optional.of(catalog.resolve(name));
            } catch (UnknownRuntimeException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /**
     * Makes it as many as these.
     *
     * @param stop whether no further one is wanted
     * @throws IOException if one does not start: the message has what the runtime said; or if they cannot be removed
     */
    public void set(int count, BooleanSupplier stop) throws IOException {
        if (count < wanted) {
            removeAll();
        }
        if (count > wanted) {
            cgroups.create(cgroup);
            cgroups.delegate(cgroup);
            Files.createDirectories(root);
            Bundle bundle = Bundle.write(bundleFolder, new RuntimeSpec(world.rootfs(), world.privateCgroupNamespace()), SLEEP,
                    cgroup + "/none");
            while (wanted < count && !stop.getAsBoolean()) {
                // Counted before, so that what a failed start may have left is removed too.
                wanted++;
                start(bundle);
            }
        }
    }

    /** How many of them live. */
    public int living() throws IOException {
        return wanted == 0 ? 0 : cgroups.processes(cgroup).size();
    }

    /** Whether something with this name, a container's or of the cgroup of all, is one of a campaign's idle containers'. */
    public static boolean owns(World world, String owner, String where) {
        return owner.startsWith(world.token() + "-" + NAME + "-") || where.endsWith(world.cgroup() + "/" + NAME);
    }

    private void start(Bundle bundle) throws IOException {
        String id = String.format("%s-%s-%06d", world.token(), NAME, ++sequence);
        bundle.retarget(cgroup + "/" + id);
        List<String> argv = new ArrayList<>(List.of(runtime.binary()));
        argv.addAll(runtime.globalFlags());
        argv.addAll(List.of("--root", root.toString(), "run", "--detach", "--bundle", bundle.folder().toString(), id));
        Tool.Answer answer = Tool.run(argv, Tool.ENVIRONMENT, START_LIMIT);
        if (!answer.ok()) {
            throw new IOException("an idle container could not be started with " + runtime.id() + ": " + answer.told());
        }
    }

    // All at once: one by one the runtime would take as long as for their starts.
    private void removeAll() throws IOException {
        cgroups.destroy(cgroup);
        TreeRemover.removeTree(root);
        wanted = 0;
    }
}
