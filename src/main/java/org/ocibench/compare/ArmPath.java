package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.ocibench.compare.PathSegment.Kind;
import org.ocibench.compare.WaitRules.Reason;

/**
 * What the critical paths of an arm's starts are made of. All figures are means per start, so that they add up to the wall time and a
 * wait that comes in few starts counts for what it costs on average.
 *
 * @param starts  number of starts, at least 1
 * @param wall    milliseconds from begin to end
 * @param running milliseconds on a CPU, by name of the thread, largest first
 * @param noCpu   milliseconds in which the path's thread could have gone on and had no CPU
 * @param unknown milliseconds of which the trace does not tell
 * @param waits   by what was waited for and in which thread, largest first
 */
public record ArmPath(int starts, double wall, Map<String, Double> running, double noCpu, double unknown, List<Spent> waits) {

    private static final double NANOS = 1e6;

    /**
     * Waits of one kind.
     *
     * @param thread name of the thread that slept
     * @param count  waits per start
     * @param millis milliseconds per start
     * @param share  of the wall time
     */
    public record Spent(Reason reason, String thread, double count, double millis, double share) {
    }

    private record Place(Reason reason, String thread) {
    }

    /**
     * Sums up.
     *
     * @param paths critical paths, one per start
     * @throws IllegalArgumentException if there is none
     */
    public static ArmPath of(List<List<PathSegment>> paths, WaitRules rules) {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("no paths");
        }
        List<PathSegment> all = paths.stream().flatMap(List::stream).toList();
        int n = paths.size();
        double wall = millis(all) / n;
        Map<Place, List<PathSegment>> waits = new LinkedHashMap<>();
        Map<String, List<PathSegment>> running = new LinkedHashMap<>();
        for (PathSegment segment : all) {
            if (segment.kind() == Kind.WAITING) {
                waits.computeIfAbsent(new Place(rules.of(segment.stack()), segment.name()), p -> new ArrayList<>()).add(segment);
            } else if (segment.kind() == Kind.RUNNING) {
                running.computeIfAbsent(segment.name(), name -> new ArrayList<>()).add(segment);
            }
        }
        Map<String, Double> runs = new LinkedHashMap<>();
        running.entrySet().stream().sorted(largest(e -> millis(e.getValue())))
                .forEach(e -> runs.put(e.getKey(), millis(e.getValue()) / n));
        List<Spent> spent = waits.entrySet().stream().map(e -> new Spent(e.getKey().reason(), e.getKey().thread(),
                (double) e.getValue().size() / n, millis(e.getValue()) / n, wall == 0 ? 0 : millis(e.getValue()) / n / wall))
                .sorted(largest(Spent::millis)).toList();
        return new ArmPath(n, wall, runs, of(all, Kind.RUNNABLE) / n, of(all, Kind.UNKNOWN) / n, spent);
    }

    /** Milliseconds per start on a CPU. */
    public double onCpu() {
        return running.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Milliseconds per start in waits of this group. */
    public double waited(String group) {
        return waits.stream().filter(w -> w.reason().group().equals(group)).mapToDouble(Spent::millis).sum();
    }

    /** Milliseconds per start in all waits. */
    public double waited() {
        return waits.stream().mapToDouble(Spent::millis).sum();
    }

    private static <T> Comparator<T> largest(ToDoubleFunction<T> size) {
        return Comparator.comparingDouble(size).reversed();
    }

    private static double of(List<PathSegment> segments, Kind kind) {
        return millis(segments.stream().filter(s -> s.kind() == kind).toList());
    }

    private static double millis(List<PathSegment> segments) {
        return segments.stream().mapToLong(PathSegment::nanos).sum() / NANOS;
    }
}
