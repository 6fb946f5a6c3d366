package org.ocibench.schedule;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ocibench.benchmark.ContainerProfiler;
import org.ocibench.engine.LayerMetric;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Puts what was found out in watched starts beside the times of starts that nobody watched. JMH's iterations are the watched ones;
 * in jmh.json each unwatched start has the metrics of the watched start at the same place of its turn.
 */
final class Watched {

    private final Map<String, String> units = new TreeMap<>();

    /** @param iterations all of an arm's watched starts */
    Watched(Collection<IterationResult> iterations) {
        for (IterationResult iteration : iterations) {
            iteration.getSecondaryResults().forEach((label, result) -> units.put(label, result.getScoreUnit()));
        }
        units.keySet().removeAll(Set.of(ContainerProfiler.CPU, ContainerProfiler.PEAK_MEMORY, ContainerProfiler.FAILURES));
    }

    /**
     * Adds the metrics of a watched start.
     *
     * @param watched null if there is none that succeeded; then the metrics are 0 and marked as incomplete, so that rows pair up
     */
    void addTo(IterationResult unwatched, IterationResult watched) {
        Map<String, Result> found = watched == null ? Map.of() : watched.getSecondaryResults();
        units.forEach((label, unit) -> {
            Result<?> result = found.get(label);
            double none = label.equals(LayerMetric.INCOMPLETE) ? 1 : 0;
            unwatched.addResult(result != null ? result : new ScalarResult(label, none, unit, AggregationPolicy.AVG));
        });
    }
}
