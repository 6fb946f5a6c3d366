package org.ocibench.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ocibench.bundle.SpecOption;
import org.ocibench.bundle.Workload;
import org.ocibench.runtime.ResolvedRuntime;

/** The ways to start a container, by the name of the parameter {@code via}. */
public final class Engines {

    /** The way that is the runtime's own {@code run}; the only one that may have an option of the spec. */
    public static final String DIRECT = "direct";
    /** The way that makes the calls of containerd's runc shim. */
    public static final String SHIM_WAY = "direct-shim";
    /** The ways that a campaign measures when none is given. */
    public static final List<String> DEFAULT_WAYS = List.of(DIRECT, "ctr", "nerdctl");
    /** The ladder: every way, in the order in which each adds something to the one before it. */
    public static final List<String> PLAIN_WAYS =
            List.of(DIRECT, SHIM_WAY, "ctr", "ctr-seccomp", "nerdctl", "nerdctl-default");
    /** The ways with an option of the spec. */
    public static final List<String> OPTION_WAYS = SpecOption.labels().stream().map(label -> DIRECT + "+" + label).toList();
    /** What the parameter {@code via} may be. */
    public static final List<String> WAYS = Stream.concat(PLAIN_WAYS.stream(), OPTION_WAYS.stream()).toList();
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

    /**
     * The option of the spec that a way has: what stands after the first {@code +}.
     *
     * @throws IllegalArgumentException if there is no such option
     */
    public static Optional<SpecOption> option(String via) {
        int plus = via.indexOf('+');
        return plus < 0 ? Optional.empty() : Optional.of(SpecOption.ofLabel(via.substring(plus + 1)));
    }

    /** True if the arm's operations lead through containerd. */
    public static boolean needsContainerd(Arm arm) {
        return plain(arm.via()).startsWith("ctr") || arm.runtime().equals(ControlEngine.CTR_VERSION) || needsNerdctl(arm);
    }

    /** True if they lead through nerdctl. */
    public static boolean needsNerdctl(Arm arm) {
        return plain(arm.via()).startsWith("nerdctl") || arm.runtime().equals(ControlEngine.NERDCTL_VERSION);
    }

    /**
     * The engine of an arm.
     *
     * @throws IllegalArgumentException if the world has no such runtime, there is no such way, or no such phase of it
     * @throws IOException              if its folders cannot be made
     */
    public static Engine of(World world, Arm arm) throws IOException {
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
        if (arm.via().equals(DIRECT) || OPTION_WAYS.contains(arm.via())) {
            return arm.phase() == Phase.RUN ? new DirectEngine(world, arm, runtime, workload)
                    : new LifecycleEngine(world, arm, runtime, workload);
        }
        return switch (arm.via()) {
            case SHIM_WAY -> new DirectShimEngine(world, arm, runtime, workload);
            case "ctr" -> new CtrEngine(world, arm.key(), runtime, workload, false);
            case "ctr-seccomp" -> new CtrEngine(world, arm.key(), runtime, workload, true);
            case "nerdctl" -> new NerdctlEngine(world, arm.key(), runtime, workload, false);
            case "nerdctl-default" -> new NerdctlEngine(world, arm.key(), runtime, workload, true);
            default -> throw new IllegalArgumentException("unknown via '" + arm.via() + "': one of " + String.join(", ", WAYS));
        };
    }
}
