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

    /** Stands between a way and its option of the spec or its limit. */
    static final char MARK = '+';
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
    public static final List<String> OPTION_WAYS = SpecOption.labels().stream().map(label -> DIRECT + MARK + label).toList();
    /** What the parameter {@code via} may be. */
    public static final List<String> WAYS = Stream.concat(PLAIN_WAYS.stream(), OPTION_WAYS.stream()).toList();
    /** The ways that can take a limit, as {@code direct+memory-4096}; searches set it, no parameter does. */
    public static final List<String> LIMITED_WAYS = List.of(DIRECT, "nerdctl", "nerdctl-default");
    /** The controls of every campaign. */
    public static final List<String> FLOORS = List.of(ControlEngine.SPAWN, ControlEngine.NAMESPACES);
    /** The controls that show what a client of containerd takes to do nothing; in a campaign that asks for them. */
    public static final List<String> CLIENT_FLOORS = List.of(ControlEngine.CTR_VERSION, ControlEngine.NERDCTL_VERSION);
    /** The controls: values of the parameter {@code runtime} that are no runtime. */
    public static final List<String> CONTROLS = Stream.concat(FLOORS.stream(), CLIENT_FLOORS.stream()).toList();

    private Engines() {
    }

    /**
     * The control that an arm is compared by with arms of other campaigns: it makes the namespaces that every runtime must make, under the same
     * conditions, and has no versions.
     */
    public static Arm anchor(Arm arm) {
        Arm control = new Arm(ControlEngine.NAMESPACES, Arm.CONTROL, Arm.CONTROL_WORKLOAD, arm.pace(), arm.kernel());
        return arm.burst() == null ? control : control.with(arm.burst());
    }

    /** The way without its option or limit: what stands before the first {@code +}. */
    public static String plain(String via) {
        int mark = via.indexOf(MARK);
        return mark < 0 ? via : via.substring(0, mark);
    }

    /**
     * The option of the spec that a way has: what stands after the first {@code +}, if it is no limit.
     *
     * @throws IllegalArgumentException if there is no such option
     */
    public static Optional<SpecOption> option(String via) {
        return limit(via).isPresent() ? Optional.empty() : addition(via).map(SpecOption::ofLabel);
    }

    /**
     * The limit that a way has: what stands after the first {@code +}, if it is no option.
     *
     * @throws IllegalArgumentException if its amount is out of range
     */
    public static Optional<Limit> limit(String via) {
        return addition(via).flatMap(Limit::ofLabel);
    }

    private static Optional<String> addition(String via) {
        int mark = via.indexOf(MARK);
        return mark < 0 ? Optional.empty() : Optional.of(via.substring(mark + 1));
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
        if (arm.phase() != Phase.RUN && !plain(arm.via()).equals(DIRECT)) {
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
        String way = plain(arm.via());
        Optional<Limit> limit = limit(arm.via());
        if (limit.isPresent() && !LIMITED_WAYS.contains(way)) {
            throw new IllegalArgumentException("no limit can be given via '" + way + "': only via " + String.join(", ", LIMITED_WAYS));
        }
        if (limit.isEmpty() && !WAYS.contains(arm.via())) {
            throw new IllegalArgumentException("unknown via '" + arm.via() + "': one of " + String.join(", ", WAYS));
        }
        return switch (way) {
            case DIRECT -> arm.phase() == Phase.RUN ? new DirectEngine(world, arm, slot, runtime, workload)
                    : new LifecycleEngine(world, arm, runtime, workload);
            case SHIM_WAY -> new DirectShimEngine(world, arm, runtime, workload);
            case "ctr" -> new CtrEngine(world, arm.key(), runtime, workload, false);
            case "ctr-seccomp" -> new CtrEngine(world, arm.key(), runtime, workload, true);
            case "nerdctl" -> new NerdctlEngine(world, arm.key(), runtime, workload, false, limit);
            case "nerdctl-default" -> new NerdctlEngine(world, arm.key(), runtime, workload, true, limit);
            default -> throw new IllegalStateException("a way without an engine: " + way);
        };
    }
}
