package org.ocibench.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ocibench.bundle.Workload;
import org.ocibench.runtime.ResolvedRuntime;

/** The ways to start a container, by the name of the parameter {@code via}. */
public final class Engines {

    /** The ways that a campaign measures when none is given. */
    public static final List<String> DEFAULT_WAYS = List.of("direct", "ctr", "nerdctl");
    /** Every way. */
    public static final List<String> WAYS = List.of("direct", "ctr", "nerdctl", "nerdctl-default");
    /** The ways that can take a limit, as {@code direct+memory-4096}. */
    public static final List<String> LIMITED_WAYS = List.of("direct", "nerdctl", "nerdctl-default");
    /** The controls: values of the parameter {@code runtime} that are no runtime. */
    public static final List<String> CONTROLS = List.of(ControlEngine.SPAWN, ControlEngine.NAMESPACES);

    private Engines() {
    }

    /** True if the way leads through containerd. */
    public static boolean needsContainerd(String via) {
        return via.equals("ctr") || needsNerdctl(via);
    }

    /** True if the way leads through nerdctl. */
    public static boolean needsNerdctl(String via) {
        return via.startsWith("nerdctl");
    }

    /**
     * The engine of an arm.
     *
     * @throws IllegalArgumentException if the world has no such runtime or there is no such way
     * @throws IOException              if its folders cannot be made
     */
    public static Engine of(World world, Arm arm) throws IOException {
        if (CONTROLS.contains(arm.runtime())) {
            return new ControlEngine(arm.runtime(), world);
        }
        ResolvedRuntime runtime = world.runtimes().get(arm.runtime());
        if (runtime == null) {
            throw new IllegalArgumentException("no such runtime in this campaign: " + arm.runtime());
        }
        Workload workload = Workload.ofLabel(arm.workload());
        Optional<Limit> limit = Limit.ofWay(arm.via());
        String way = Limit.without(arm.via());
        if (limit.isPresent() && !LIMITED_WAYS.contains(way)) {
            throw new IllegalArgumentException("no limit can be given via '" + way + "': only via " + String.join(", ", LIMITED_WAYS));
        }
        return switch (way) {
            case "direct" -> new DirectEngine(world, arm.key(), runtime, workload, limit);
            case "ctr" -> new CtrEngine(world, arm.key(), runtime, workload);
            case "nerdctl" -> new NerdctlEngine(world, arm.key(), runtime, workload, false, limit);
            case "nerdctl-default" -> new NerdctlEngine(world, arm.key(), runtime, workload, true, limit);
            default -> throw new IllegalArgumentException("unknown via '" + arm.via() + "': one of " + String.join(", ", WAYS));
        };
    }
}
