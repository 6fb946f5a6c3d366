package org.ocibench.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.ocibench.host.LivingProcess;
import org.ocibench.host.TaskExit;
import org.ocibench.host.TaskTrace;
import org.ocibench.host.TaskUsage;
import org.ocibench.host.TracedProcess;

/**
 * Sums up by layer what a trace and the kernel's exit accounting say. What the kernel counts for a thread as a whole, written
 * bytes and peak memory, goes to the last program of its process.
 */
final class Attributor {

    private final Roles roles;
    private List<TaskExit> unmatched = new ArrayList<>();

    Attributor(Roles roles) {
        this.roles = roles;
    }

    /** What one layer used, while it is summed up. */
    private static final class Sum {
        private TaskUsage usage = TaskUsage.NONE;
        private long written;
        private long peak;

        private LayerCosts costs(boolean told) {
            // Of very short stretches there may be no sample; what is that short is mostly the kernel's work of forking and ending.
            long ticks = usage.userTicks() + usage.kernelTicks();
            long user = ticks == 0 ? 0 : Math.round((double) usage.cpuNanos() / 1000 * usage.userTicks() / ticks);
            long all = Math.round(usage.cpuNanos() / 1000.0);
            return new LayerCosts(user, all - user, usage.switches(), usage.writeCalls(), usage.syncs(),
                    told ? OptionalLong.of(written) : OptionalLong.empty(), told ? OptionalLong.of(peak) : OptionalLong.empty());
        }
    }

    /**
     * Makes the bill of one part of a trace.
     *
     * @param exits      threads that ended in it; empty if the kernel does not tell
     * @param daemon     what containerd wrote, by its number; empty if there is none of interest
     * @param hostMicros what the host says that it used
     */
    LayerBill bill(TaskTrace trace, Optional<List<TaskExit>> exits, Optional<Daemon> daemon, OptionalLong hostMicros) {
        Map<CostLayer, Sum> sums = new EnumMap<>(CostLayer.class);
        for (CostLayer layer : CostLayer.values()) {
            sums.put(layer, new Sum());
        }
        roles.forget();
        trace.usage().forEach((program, usage) -> {
            Sum sum = sums.get(roles.of(program));
            sum.usage = sum.usage.plus(usage);
        });
        Map<Integer, Long> ofDaemon = new HashMap<>();
        for (TaskExit exit : matched(trace, exits.orElse(List.of()))) {
            TracedProcess process = trace.ofThread(exit.tid()).orElseThrow();
            if (daemon.isPresent() && process.pid() == daemon.get().pid()) {
                ofDaemon.put(exit.tid(), exit.writtenBytes());
            } else {
                List<TracedProcess.Program> programs = process.programs();
                Sum sum = sums.get(roles.of(programs.get(programs.size() - 1)));
                sum.written += exit.writtenBytes();
                sum.peak = Math.max(sum.peak, exit.peakBytes());
            }
        }
        daemon.ifPresent(living -> {
            Sum sum = sums.get(CostLayer.CONTAINERD);
            sum.written += living.reading().writtenBytes(ofDaemon);
            sum.peak = Math.max(sum.peak, living.reading().peakBytes().orElse(0));
        });
        Map<CostLayer, LayerCosts> layers = new EnumMap<>(CostLayer.class);
        sums.forEach((layer, sum) -> layers.put(layer, sum.costs(isTold(layer, exits.isPresent(), daemon.isPresent()))));
        return new LayerBill(layers, hostMicros, trace.complete());
    }

    /** What containerd, which lives on, wrote. */
    record Daemon(int pid, LivingProcess.Reading reading) {
    }

    // Of processes that neither end nor are read it is not known what they wrote.
    private static boolean isTold(CostLayer layer, boolean exits, boolean daemon) {
        return switch (layer) {
            case CLIENT, SHIM, RUNTIME, HOOKS, CONTAINER -> exits;
            case CONTAINERD -> daemon;
            case KERNEL, BENCH, OTHERS -> false;
        };
    }

    // An end that came just after the trace was cut belongs to the next part.
    private List<TaskExit> matched(TaskTrace trace, List<TaskExit> fresh) {
        List<TaskExit> matched = new ArrayList<>();
        List<TaskExit> early = new ArrayList<>();
        for (TaskExit exit : unmatched) {
            if (trace.ofThread(exit.tid()).isPresent()) {
                matched.add(exit);
            }
        }
        for (TaskExit exit : fresh) {
            (trace.ofThread(exit.tid()).isPresent() ? matched : early).add(exit);
        }
        unmatched = early;
        return matched;
    }
}
