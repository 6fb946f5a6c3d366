package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ocibench.bundle.Workload;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Limit;
import org.ocibench.engine.Phase;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.host.KernelSetting;
import org.ocibench.report.NotRun;
import org.ocibench.runtime.ResolvedRuntime;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * The arms of a campaign: every asked-for combination that exists, the controls, and what cannot run with its reason.
 *
 * @param arms   arms that may run, controls first
 * @param notRun arms that cannot
 */
public record Selection(List<Arm> arms, List<NotRun> notRun) {

    public Selection {
        arms = List.copyOf(arms);
        notRun = List.copyOf(notRun);
    }

    /**
     * Values of the parameters, as asked for or by default.
     *
     * @param runtimes  runtimes, and controls that not every campaign has
     * @param phases    what is timed; all but the whole run go without containerd only
     * @param bursts    of how many containers at once, and in which states of the host; empty for one container after the other
     * @param patiently whether a shim that loses the status of a container that ends at once gets one that lives a while, together with
     *                  the same container run directly
     */
    public record Values(List<String> runtimes, List<String> ways, List<String> workloads, List<String> paces,
            List<String> kernels, List<Phase> phases, List<Burst> bursts, boolean patiently) {

        /** Values of a campaign of one container after the other. */
        public Values(List<String> runtimes, List<String> ways, List<String> workloads, List<String> paces, List<String> kernels,
                List<Phase> phases, boolean patiently) {
            this(runtimes, ways, workloads, paces, kernels, phases, List.of(), patiently);
        }
    }

    /**
     * What is searched for.
     *
     * @param kinds of limits; empty where no search is wanted
     * @param ways  ways that can take a limit
     */
    public record Searches(List<Limit.Kind> kinds, List<String> ways) {
        public Searches {
            kinds = List.copyOf(kinds);
            ways = List.copyOf(ways);
        }
    }

    /**
     * Combines the values.
     *
     * @param programs containerd's programs, or null if it is not installed
     */
    public static Selection of(Values values, RuntimeCatalog catalog, PrivateContainerd.Programs programs) {
        Selector selector = new Selector(values, catalog, programs);
        for (String kernel : values.kernels()) {
            for (String pace : values.paces()) {
                Engines.CONTROLS.stream().filter(control -> Engines.FLOORS.contains(control) || values.runtimes().contains(control))
                        .forEach(control -> selector.addEach(new Arm(control, Arm.CONTROL, Arm.CONTROL_WORKLOAD, pace, kernel)));
                for (String workload : values.workloads()) {
                    for (String runtime : values.runtimes()) {
                        for (String via : values.ways()) {
                            values.phases().stream().filter(phase -> !Engines.CONTROLS.contains(runtime))
                                    .forEach(phase -> selector.addEach(new Arm(runtime, via, workload, pace, kernel, phase)));
                        }
                    }
                }
            }
        }
        return new Selection(List.copyOf(selector.arms), selector.notRun);
    }

    /**
     * The arms of searches for the smallest limit: each via its way with the largest limit of the kind. There are no controls, and
     * pace and kernel do not matter.
     */
    public static Selection of(Searches searches, Values values, RuntimeCatalog catalog, PrivateContainerd.Programs programs) {
        Selector selector = new Selector(values, catalog, programs);
        for (Limit.Kind kind : searches.kinds()) {
            for (String workload : values.workloads()) {
                for (String runtime : values.runtimes()) {
                    searches.ways().stream().filter(way -> !Engines.CONTROLS.contains(runtime)).forEach(way -> selector.add(
                            new Arm(runtime, new Limit(kind, kind.most()).on(way), workload, "burst", KernelSetting.DEFAULT)));
                }
            }
        }
        return new Selection(List.copyOf(selector.arms), selector.notRun.stream()
                .map(n -> new NotRun(Limit.withoutAmount(n.arm()), n.reason(), n.remedy())).toList());
    }

    /** Nothing. */
    static Selection none() {
        return new Selection(List.of(), List.of());
    }

    /** Both together. */
    Selection and(Selection other) {
        return new Selection(Stream.concat(arms.stream(), other.arms.stream()).toList(),
                Stream.concat(notRun.stream(), other.notRun.stream()).toList());
    }

    private static final class Selector {

        private final Values values;
        private final RuntimeCatalog catalog;
        private final PrivateContainerd.Programs programs;
        private final Set<Arm> arms = new LinkedHashSet<>();
        private final List<NotRun> notRun = new ArrayList<>();
        private final Map<String, ResolvedRuntime> byShim = new HashMap<>();

        Selector(Values values, RuntimeCatalog catalog, PrivateContainerd.Programs programs) {
            this.values = values;
            this.catalog = catalog;
            this.programs = programs;
        }

        /** Adds the arm, or in its place one for every burst. */
        void addEach(Arm arm) {
            if (values.bursts().isEmpty()) {
                add(arm);
            } else {
                values.bursts().forEach(burst -> add(arm.with(burst)));
            }
        }

        private void add(Arm arm) {
            try {
                boolean direct = !Engines.needsContainerd(arm);
                if (Engines.plain(arm.via()).equals("direct") && catalog.onlyContainerd(arm.runtime())) {
                    // Directly it would be the plain runtime again.
                    return;
                }
                if (arm.phase() != Phase.RUN && !Engines.plain(arm.via()).equals("direct")) {
                    if (values.ways().contains("direct")) {
                        // It is timed there.
                        return;
                    }
                    notRun.add(new NotRun(arm.key(), "the phases of a container's life are timed without containerd", "-p via=direct"));
                    return;
                }
                ResolvedRuntime runtime = arm.isControl() ? null : catalog.resolve(arm.runtime());
                if (!direct && programs == null) {
                    notRun.add(new NotRun(arm.key(), "containerd or ctr is not installed", "jmh/provision.sh"));
                } else if (Engines.needsNerdctl(arm) && programs.nerdctl() == null) {
                    notRun.add(new NotRun(arm.key(), "nerdctl is not installed", "jmh/provision.sh"));
                } else if (runtime == null || runtime.shimType() == null) {
                    arms.add(arm);
                } else {
                    addOwnShim(arm, runtime, direct);
                }
            } catch (UnknownRuntimeException e) {
                notRun.add(new NotRun(arm.key(), e.getMessage(), "jmh/provision.sh " + arm.runtime().split("~")[0]));
            }
        }

        private void addOwnShim(Arm arm, ResolvedRuntime runtime, boolean direct) {
            if (arm.via().equals(Engines.SHIM_WAY)) {
                notRun.add(new NotRun(arm.key(), "its calls are those of containerd's runc shim, and this runtime has a shim of its own, "
                        + runtime.shimType() + ", which makes others", "a variant under the runc shim, where there is one (runsc~runcshim)"));
            } else if (!direct && !byShim.computeIfAbsent(runtime.shimType(), type -> runtime).binary().equals(runtime.binary())) {
                // containerd looks for a shim, and the shim for its runtime, along one search path.
                notRun.add(new NotRun(arm.key(), "one containerd finds one " + runtime.shimType() + ", and here that is "
                        + byShim.get(runtime.shimType()).id() + "'s", "a campaign of its own: -p runtime=" + arm.runtime()));
            } else if (!direct && values.patiently() && arm.workload().equals(Workload.EXIT.label())
                    && !runtime.lostStatusExits().isEmpty()) {
                arms.add(new Arm(arm.runtime(), "direct", Workload.LIVE50.label(), arm.pace(), arm.kernel()));
                arms.add(new Arm(arm.runtime(), arm.via(), Workload.LIVE50.label(), arm.pace(), arm.kernel()));
            } else {
                arms.add(arm);
            }
        }
    }
}
