package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Phase;
import org.ocibench.host.Work;

/** Gathers the signs of where a difference between two arms comes from. */
public final class Signs {

    /** Name of the sign that tells how long a start was off the CPU: the median of wall less CPU time. */
    public static final String OFF_CPU = "wall less CPU time";

    /** A start is slow from this multiple of its arm's lower quartile on. A start of crun that waits for a grace period takes twice as long. */
    private static final double SLOW = 1.5;

    private Signs() {
    }

    /** What the timed starts tell: how long they were off the CPU, and how many of them were slow. */
    public static List<Sign> ofStarts(List<OperationRow> rows, String baseline, String candidate) {
        List<OperationRow> of = successes(rows, baseline);
        List<OperationRow> against = successes(rows, candidate);
        List<Sign> signs = new ArrayList<>();
        double[] waits = waits(of);
        double[] others = waits(against);
        if (waits.length > 0 && others.length > 0) {
            signs.add(new Sign(OFF_CPU, Sign.Unit.MILLIS, OrderStatistics.of(waits).median(),
                    OrderStatistics.of(others).median(), Optional.empty()));
        }
        if (!of.isEmpty() && !against.isEmpty()) {
            signs.add(new Sign("slow starts", Sign.Unit.SHARE, slow(of), slow(against), Optional.empty()));
        }
        return signs;
    }

    /** Which part of their CPU time the two spent in the kernel, if that is known of both. */
    public static List<Sign> ofSystemShares(Map<String, Double> shares, String baseline, String candidate) {
        return shares.containsKey(baseline) && shares.containsKey(candidate) ? List.of(new Sign("CPU time in the kernel", Sign.Unit.SHARE,
                shares.get(baseline), shares.get(candidate), Optional.empty())) : List.of();
    }

    /** What an untimed pass saw of both: medians of counts, and means of what the critical path is made of. */
    public static List<Sign> ofExplanations(ArmExplanation baseline, ArmExplanation candidate) {
        List<Sign> signs = new ArrayList<>();
        for (Work work : Work.values()) {
            if (baseline.work().containsKey(work) && candidate.work().containsKey(work)) {
                signs.add(new Sign(work.label(), Sign.Unit.COUNT, baseline.work().get(work).median(), candidate.work().get(work).median(),
                        Optional.empty()));
            }
        }
        if (baseline.path().isPresent() && candidate.path().isPresent()) {
            ArmPath of = baseline.path().get();
            ArmPath against = candidate.path().get();
            signs.add(millis("critical path: on a CPU", of.onCpu(), against.onCpu()));
            signs.add(millis("critical path: grace periods", of.waited(WaitRules.GRACE_PERIOD) + of.waited(WaitRules.EXPEDITED),
                    against.waited(WaitRules.GRACE_PERIOD) + against.waited(WaitRules.EXPEDITED)));
            signs.add(millis("critical path: other waits", others(of), others(against)));
        }
        return signs;
    }

    /** What the steps of a container's life took, each timed by itself. */
    public static List<Sign> ofPhases(SubBlocks subBlocks, Arm baseline, Arm candidate, List<Phase> phases) {
        List<Sign> signs = new ArrayList<>();
        for (Phase phase : phases) {
            String of = baseline.with(phase).key();
            String against = candidate.with(phase).key();
            subBlocks.difference(of, against, Measure.WALL).ifPresent(difference -> signs.add(new Sign(phase.label(), Sign.Unit.MILLIS,
                    subBlocks.level(of, Measure.WALL).orElseThrow(), subBlocks.level(against, Measure.WALL).orElseThrow(),
                    difference.interval())));
        }
        return signs;
    }

    private static Sign millis(String name, double baseline, double candidate) {
        return new Sign(name, Sign.Unit.MILLIS, baseline, candidate, Optional.empty());
    }

    private static double others(ArmPath path) {
        return path.waited() - path.waited(WaitRules.GRACE_PERIOD) - path.waited(WaitRules.EXPEDITED) + path.noCpu() + path.unknown();
    }

    private static List<OperationRow> successes(List<OperationRow> rows, String arm) {
        return rows.stream().filter(row -> row.timed() && row.succeeded() && row.arm().equals(arm)).toList();
    }

    private static double[] waits(List<OperationRow> starts) {
        return starts.stream().filter(row -> row.cpuMicros().isPresent())
                .mapToDouble(row -> Wall.millis(row) - row.cpuMicros().getAsLong() / 1e3).toArray();
    }

    private static double slow(List<OperationRow> starts) {
        double[] millis = Wall.successMillis(starts);
        double limit = SLOW * OrderStatistics.of(millis).quantile(.25);
        return (double) Arrays.stream(millis).filter(value -> value > limit).count() / millis.length;
    }
}
