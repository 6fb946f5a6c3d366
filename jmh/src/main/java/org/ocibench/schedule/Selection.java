package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Limit;
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

    /** Values of the parameters, as asked for or by default. */
    public record Values(List<String> runtimes, List<String> ways, List<String> workloads, List<String> paces,
            List<String> kernels) {
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
        List<Arm> arms = new ArrayList<>();
        List<NotRun> notRun = new ArrayList<>();
        Map<String, ResolvedRuntime> byShim = new HashMap<>();
        for (String kernel : values.kernels()) {
            for (String pace : values.paces()) {
                for (String control : Engines.CONTROLS) {
                    arms.add(new Arm(control, Arm.CONTROL, "true", pace, kernel));
                }
                for (String workload : values.workloads()) {
                    for (String runtime : values.runtimes()) {
                        for (String via : values.ways()) {
                            if (!Engines.CONTROLS.contains(runtime)) {
                                add(new Arm(runtime, via, workload, pace, kernel), catalog, programs, arms, notRun, byShim);
                            }
                        }
                    }
                }
            }
        }
        return new Selection(arms, notRun);
    }

    /**
     * The arms of searches for the smallest limit: each via its way with the largest limit of the kind. There are no controls, and
     * pace and kernel do not matter.
     */
    public static Selection of(Searches searches, Values values, RuntimeCatalog catalog, PrivateContainerd.Programs programs) {
        List<Arm> arms = new ArrayList<>();
        List<NotRun> notRun = new ArrayList<>();
        Map<String, ResolvedRuntime> byShim = new HashMap<>();
        for (Limit.Kind kind : searches.kinds()) {
            for (String workload : values.workloads()) {
                for (String runtime : values.runtimes()) {
                    for (String way : searches.ways()) {
                        if (!Engines.CONTROLS.contains(runtime)) {
                            String via = new Limit(kind, kind.most()).on(way);
                            add(new Arm(runtime, via, workload, "burst", KernelSetting.DEFAULT), catalog, programs, arms, notRun, byShim);
                        }
                    }
                }
            }
        }
        return new Selection(arms, notRun);
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

    private static void add(Arm arm, RuntimeCatalog catalog, PrivateContainerd.Programs programs, List<Arm> arms,
            List<NotRun> notRun, Map<String, ResolvedRuntime> byShim) {
        try {
            boolean direct = !Engines.needsContainerd(arm.via());
            if (catalog.onlyContainerd(arm.runtime()) && direct) {
                // Directly it would be the plain runtime again.
                return;
            }
            ResolvedRuntime runtime = catalog.resolve(arm.runtime());
            if (!direct && programs == null) {
                notRun.add(new NotRun(Limit.withoutAmount(arm.key()), "containerd or ctr is not installed", "jmh/provision.sh"));
            } else if (Engines.needsNerdctl(arm.via()) && programs.nerdctl() == null) {
                notRun.add(new NotRun(Limit.withoutAmount(arm.key()), "nerdctl is not installed", "jmh/provision.sh"));
            } else if (!direct && runtime.shimType() != null
                    && !byShim.computeIfAbsent(runtime.shimType(), type -> runtime).binary().equals(runtime.binary())) {
                // containerd looks for a shim, and the shim for its runtime, along one search path.
                notRun.add(new NotRun(Limit.withoutAmount(arm.key()), "one containerd finds one " + runtime.shimType() + ", and here that is "
                        + byShim.get(runtime.shimType()).id() + "'s", "a campaign of its own: -p runtime=" + arm.runtime()));
            } else {
                arms.add(arm);
            }
        } catch (UnknownRuntimeException e) {
            notRun.add(new NotRun(Limit.withoutAmount(arm.key()), e.getMessage(), "jmh/provision.sh " + arm.runtime().split("~")[0]));
        }
    }
}
