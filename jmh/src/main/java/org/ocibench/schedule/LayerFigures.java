package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.compare.LayerSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.LayerMetric;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Takes the layers' metrics out of an arm's merged results. */
final class LayerFigures {

    private LayerFigures() {
    }

    /** Empty if none of the arm's starts was watched from beginning to end. */
    static Optional<LayerSummary> of(Arm arm, RunResult merged) {
        Map<String, List<Double>> found = new LinkedHashMap<>();
        for (BenchmarkResult block : merged.getBenchmarkResults()) {
            for (IterationResult iteration : block.getIterationResults()) {
                for (Map.Entry<String, Result> metric : iteration.getSecondaryResults().entrySet()) {
                    if (metric.getKey().startsWith(LayerMetric.PROFILER + ".")) {
                        found.computeIfAbsent(metric.getKey(), name -> new ArrayList<>()).add(metric.getValue().getScore());
                    }
                }
            }
        }
        Map<String, double[]> values = new LinkedHashMap<>();
        found.forEach((name, list) -> values.put(name, list.stream().mapToDouble(Double::doubleValue).toArray()));
        return LayerSummary.of(arm, values);
    }
}
