package org.ocibench.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.ocibench.host.TracedProcess;
import org.ocibench.host.TracedProcess.Program;

/**
 * Tells which layer a program belongs to: by its file name, by what the process that forked it was, and by the cgroup.
 *
 * <p>What a process does between its fork and its first exec belongs to the program that it executes: it was forked to become
 * that. The container's process is the exception: until its own program begins it is the runtime that works there.
 */
final class Roles {

    private static final String SHIM = "containerd-shim";

    private final Set<String> runtimes;
    private final Set<String> clients;
    private final String containersCgroup;
    private final LongFunction<CostLayer> living;
    private final Map<Program, CostLayer> known = new HashMap<>();

    /**
     * @param runtimes         file names of OCI runtimes
     * @param clients          file names of containerd's clients
     * @param containersCgroup the cgroup that holds the arm's containers and nothing else
     * @param living           layer of a process that lived before the trace began, by its number
     */
    Roles(Set<String> runtimes, Set<String> clients, String containersCgroup, LongFunction<CostLayer> living) {
        this.runtimes = Set.copyOf(runtimes);
        this.clients = Set.copyOf(clients);
        this.containersCgroup = containersCgroup + "/";
        this.living = living;
    }

    /** Forgets what it found out: more may be known of a process by the next time. */
    void forget() {
        known.clear();
    }

    /** The layer of a program. */
    CostLayer of(Program program) {
        CostLayer layer = known.get(program);
        if (layer == null) {
            layer = find(program);
            known.put(program, layer);
        }
        return layer;
    }

    private CostLayer find(Program program) {
        TracedProcess process = program.process();
        if (process.forkedBy().isEmpty()) {
            return living.apply(process.pid());
        }
        CostLayer father = of(process.forkedBy().get());
        if (program.index() > 0) {
            CostLayer before = program.index() == 1 ? father : of(process.programs().get(program.index() - 1));
            return executed(program, before);
        }
        if (process.programs().size() == 1) {
            return father;
        }
        CostLayer becomes = of(process.programs().get(1));
        return becomes == CostLayer.CONTAINER ? father : becomes;
    }

    private CostLayer executed(Program program, CostLayer before) {
        String path = program.path().orElseThrow();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return switch (before) {
            case BENCH, CLIENT -> runtimes.contains(name) ? CostLayer.RUNTIME : CostLayer.CLIENT;
            case CONTAINERD -> name.startsWith(SHIM) ? CostLayer.SHIM : CostLayer.CONTAINERD;
            case SHIM -> runtimes.contains(name) ? CostLayer.RUNTIME
                    : clients.contains(name) ? CostLayer.CLIENT : CostLayer.SHIM;
            case RUNTIME -> runtimes.contains(name) || isItself(path) ? CostLayer.RUNTIME : belowRuntime(program);
            case HOOKS, CONTAINER, KERNEL, OTHERS -> before;
        };
    }

    // runc, youki and runsc execute themselves anew, through a link or a descriptor of a sealed copy.
    private static boolean isItself(String path) {
        return path.startsWith("/proc/") || path.startsWith("/dev/fd/") || path.startsWith("memfd:");
    }

    private CostLayer belowRuntime(Program program) {
        boolean forked = program.index() == 1;
        if (!isContained(program)) {
            // A process that was the runtime before is a wrapper of it.
            return forked ? CostLayer.HOOKS : CostLayer.RUNTIME;
        }
        // In the container's cgroup the runtime's own process becomes the container's; what that one forks before is a hook.
        Optional<Program> father = program.process().forkedBy();
        return forked && father.filter(this::becomesContainer).isPresent() ? CostLayer.HOOKS : CostLayer.CONTAINER;
    }

    private boolean becomesContainer(Program father) {
        return father.process().programs().stream().skip(father.index() + 1L)
                .anyMatch(next -> isContained(next) && of(next) == CostLayer.CONTAINER);
    }

    private boolean isContained(Program program) {
        return program.cgroups().stream().anyMatch(cgroup -> cgroup.contains(containersCgroup));
    }
}
