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

    /**
     * The engine of an arm.
     *
     * @param armKey  key of the arm, for its folders and cgroups
     * @param runtime parameter {@code runtime}: a control, or a key of the world's runtimes
     * @throws IllegalArgumentException if the world has no such runtime or there is no such way
     * @throws IOException              if its folders cannot be made
     */
    public static Engine of(World world, String armKey, String runtime, String via, String workload) throws IOException {
        if (CONTROLS.contains(runtime)) {
            return new ControlEngine(runtime, world);
        }
        ResolvedRuntime resolved = world.runtimes().get(runtime);
        if (resolved == null) {
            throw new IllegalArgumentException("no such runtime in this campaign: " + runtime);
        }
        Workload work = Workload.ofLabel(workload);
        return switch (via) {
            case "direct" -> new DirectEngine(world, armKey, resolved, work);
            case "ctr" -> new CtrEngine(world, armKey, resolved, work);
            case "nerdctl" -> new NerdctlEngine(world, armKey, resolved, work, false);
            case "nerdctl-default" -> new NerdctlEngine(world, armKey, resolved, work, true);
            default -> throw new IllegalArgumentException("unknown via '" + via + "': one of " + String.join(", ", WAYS));
        };
    }
}
