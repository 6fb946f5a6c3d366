package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.report.Counted;

/** What happened to a campaign beside its starts, and whether the host stayed the same and to itself. */
final class Quality {

    /**
     * More than this of other work than the campaign's shows in its times. What the kernel does for containers in its own threads
     * stays below: at most .5 in campaigns of gVisor alone, on two CPUs.
     */
    static final double MUCH_OTHER_CPU = .75;

    private final Map<String, String> lostForks = new LinkedHashMap<>();
    private final List<String> leaks = new ArrayList<>();
    private final List<String> hostChanges = new ArrayList<>();
    private final List<Double> otherCpus = new ArrayList<>();
    private String cpusAllowed;

    /** Notes a fork that died, hung or never came up. */
    void lostFork(String arm, int block, String reason) {
        lostForks.put(arm + " in block " + block, reason);
    }

    void leaked(LeakWatch.Leak leak) {
        leaks.add(leak.toString());
    }

    /** Notes that the host did not stay in the state that a block asked for. */
    void hostChanged(int block, String what) {
        hostChanges.add(what + " at the end of block " + block);
    }

    /** Notes how the host was during a cycle. */
    void cycle(int block, int cycle, OptionalDouble other, String allowed) {
        other.ifPresent(otherCpus::add);
        if (cpusAllowed != null && !cpusAllowed.equals(allowed)) {
            hostChanges.add("CPUs allowed for the bench changed from " + cpusAllowed + " to " + allowed + " in cycle " + cycle
                    + " of block " + block);
        }
        cpusAllowed = allowed;
    }

    /** For meta.json. */
    Map<String, Object> json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("lostForks", lostForks);
        tree.put("leaks", leaks);
        tree.put("hostChanges", hostChanges);
        Map<String, Object> load = new LinkedHashMap<>();
        load.put("cycles", otherCpus.size());
        load.put("cyclesAbove" + MUCH_OTHER_CPU, busyCycles());
        if (!otherCpus.isEmpty()) {
            load.put("median", rounded(statistics().median()));
            load.put("max", rounded(max()));
        }
        tree.put("otherCpus", load);
        return tree;
    }

    /** What a reader of the table has to know; empty if all was well. */
    List<String> captions() {
        List<String> lines = new ArrayList<>();
        if (!leaks.isEmpty()) {
            lines.add(Counted.of(leaks.size(), "leftover") + " of containers found between starts; see meta.json");
        }
        lostForks.forEach((where, reason) -> lines.add("Fork lost: " + where + ": " + reason));
        lines.addAll(hostChanges);
        if (busyCycles() > 0) {
            lines.add(String.format(Locale.ROOT, "The host was not idle: in %d of %s more than %s CPUs did other work (at most "
                    + "%.1f), and the times of such cycles are longer for it", busyCycles(), Counted.of(otherCpus.size(), "cycle"),
                    MUCH_OTHER_CPU, max()));
        }
        return lines;
    }

    private long busyCycles() {
        return otherCpus.stream().filter(cpus -> cpus > MUCH_OTHER_CPU).count();
    }

    private OrderStatistics statistics() {
        return OrderStatistics.of(otherCpus.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double max() {
        return otherCpus.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
