package org.ocibench.engine;

import java.io.IOException;
import java.util.List;
import org.ocibench.bundle.Workload;
import org.ocibench.runtime.ResolvedRuntime;

/** The ways to start a container, by the name of the parameter {@code via}. */
public final class Engines {

    /** The ways that a campaign measures when none is given. */
    public static final List<String> DEFAULT_WAYS = List.of("direct", "ctr", "nerdctl");
    /** Every way. */
    public static final List<String> WAYS = List.of("direct", "ctr", "nerdctl", "nerdctl-default");
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

    /** The engine of an arm that starts one container at a time. */
    public static Engine of(World world, Arm arm) throws IOException {
        return of(world, arm, 0);
    }

    /**
     * An engine of an arm.
     *
     * @param slot tells the engines apart whose containers are started at once: each has a bundle of its own
     * @throws IllegalArgumentException if the world has no such runtime or there is no such way
     * @throws IOException              if its folders cannot be made
     */
    static Engine of(World world, Arm arm, int slot) throws IOException {
        if (CONTROLS.contains(arm.runtime())) {
            return new ControlEngine(arm.runtime(), world);
        }
        ResolvedRuntime runtime = world.runtimes().get(arm.runtime());
        if (runtime == null) {
            throw new IllegalArgumentException("no such runtime in this campaign: " + arm.runtime());
        }
        Workload workload = Workload.ofLabel(arm.workload());
        return switch (arm.via()) {
            case "direct" -> new DirectEngine(world, arm.key(), slot, runtime, workload);
            case "ctr" -> new CtrEngine(world, arm.key(), runtime, workload);
            case "nerdctl" -> new NerdctlEngine(world, arm.key(), runtime, workload, false);
            case "nerdctl-default" -> new NerdctlEngine(world, arm.key(), runtime, workload, true);
            default -> throw new IllegalArgumentException("unknown via '" + arm.via() + "': one of " + String.join(", ", WAYS));
        };
    }
}
