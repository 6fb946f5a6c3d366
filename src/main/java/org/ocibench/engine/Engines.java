package org.ocibench.engine;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.ocibench.bundle.Workload;
import org.ocibench.runtime.ResolvedRuntime;

/** The ways to start a container, by the name of the parameter {@code via}. */
public final class Engines {

    /** The way that makes the calls of containerd's runc shim. */
    public static final String SHIM_WAY = "direct-shim";
    /** The ways that a campaign measures when none is given. */
    public static final List<String> DEFAULT_WAYS = List.of("direct", "ctr", "nerdctl");
    /** The ladder: every way, in the order in which each adds something to the one before it. */
    public static final List<String> PLAIN_WAYS =
            List.of("direct", SHIM_WAY, "ctr", "ctr-seccomp", "nerdctl", "nerdctl-default");
    /** What the parameter {@code via} may be. */
    public static final List<String> WAYS = PLAIN_WAYS;
    /** The controls of every campaign. */
    public static final List<String> FLOORS = List.of(ControlEngine.SPAWN, ControlEngine.NAMESPACES);
    /** The controls that show what a client of containerd takes to do nothing; in a campaign that asks for them. */
    public static final List<String> CLIENT_FLOORS = List.of(ControlEngine.CTR_VERSION, ControlEngine.NERDCTL_VERSION);
    /** The controls: values of the parameter {@code runtime} that are no runtime. */
    public static final List<String> CONTROLS = Stream.concat(FLOORS.stream(), CLIENT_FLOORS.stream()).toList();

    private Engines() {
    }

    /** The way without its option: what stands before the first {@code +}. */
    public static String plain(String via) {
        int plus = via.indexOf('+');
        return plus < 0 ? via : via.substring(0, plus);
    }

    /** True if the arm's operations lead through containerd. */
    public static boolean needsContainerd(Arm arm) {
        return plain(arm.via()).startsWith("ctr") || arm.runtime().equals(ControlEngine.CTR_VERSION) || needsNerdctl(arm);
    }

    /** True if they lead through nerdctl. */
    public static boolean needsNerdctl(Arm arm) {
        return plain(arm.via()).startsWith("nerdctl") || arm.runtime().equals(ControlEngine.NERDCTL_VERSION);
    }

    /** The engine of an arm that starts one container at a time. */
    public static Engine of(World world, Arm arm) throws IOException {
        return of(world, arm, 0);
    }

    /**
     * An engine of an arm.
     *
     * @param slot tells the engines apart whose containers are started at once: each has a bundle of its own
     * @throws IllegalArgumentException if the world has no such runtime, there is no such way, or no such phase of it
     * @throws IOException              if its folders cannot be made
     */
    static Engine of(World world, Arm arm, int slot) throws IOException {
        if (arm.phase() != Phase.RUN && !plain(arm.via()).equals("direct")) {
            throw new IllegalArgumentException("the phases of a container's life are timed with via=direct only, not with " + arm.via());
        }
        if (CONTROLS.contains(arm.runtime())) {
            return new ControlEngine(arm.runtime(), world);
        }
        ResolvedRuntime runtime = world.runtimes().get(arm.runtime());
        if (runtime == null) {
            throw new IllegalArgumentException("no such runtime in this campaign: " + arm.runtime());
        }
        Workload workload = Workload.ofLabel(arm.workload());
        return switch (arm.via()) {
            case "direct" -> arm.phase() == Phase.RUN ? new DirectEngine(world, arm, slot, runtime, workload)
                    : new LifecycleEngine(world, arm, runtime, workload);
            case SHIM_WAY -> new DirectShimEngine(world, arm, runtime, workload);
            case "ctr" -> new CtrEngine(world, arm.key(), runtime, workload, false);
            case "ctr-seccomp" -> new CtrEngine(world, arm.key(), runtime, workload, true);
            case "nerdctl" -> new NerdctlEngine(world, arm.key(), runtime, workload, false);
            case "nerdctl-default" -> new NerdctlEngine(world, arm.key(), runtime, workload, true);
            default -> throw new IllegalArgumentException("unknown via '" + arm.via() + "': one of " + String.join(", ", WAYS));
        };
    }
}
