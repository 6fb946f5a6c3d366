package org.ocibench.schedule;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.ArmPath;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.compare.PathSegment;
import org.ocibench.compare.WaitRules;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Outcome;
import org.ocibench.host.Work;

/** What the watched starts of one arm showed, one after another. */
final class Sightings {

    private final Map<FailureClass, Integer> failures = new EnumMap<>(FailureClass.class);
    private final Map<Work, List<Double>> counts = new EnumMap<>(Work.class);
    private final List<List<PathSegment>> paths = new ArrayList<>();
    private int successes;
    private int attempts;
    private int untraced;
    private String failure;

    /**
     * Takes in a start. Of a failed one nothing but the failure.
     *
     * @param told   a failure in one sentence
     * @param counts what was counted for it
     * @param path   its critical path; empty if it was not traced whole, null if it was not to be traced
     */
    void add(Outcome outcome, String told, Map<Work, Long> counts, List<PathSegment> path) {
        attempts++;
        FailureClass failed = outcome.fold(ok -> null, Outcome.Failed::failure, late -> FailureClass.TIMEOUT);
        if (failed != null) {
            failures.merge(failed, 1, Integer::sum);
            failure = told;
            return;
        }
        successes++;
        counts.forEach((work, count) -> this.counts.computeIfAbsent(work, w -> new ArrayList<>()).add((double) count));
        if (path != null && path.isEmpty()) {
            untraced++;
        } else if (path != null) {
            paths.add(path);
        }
    }

    /** Starts so far, failed ones too. */
    int attempts() {
        return attempts;
    }

    int successes() {
        return successes;
    }

    /** How the last failed start failed; null if none did. */
    String failure() {
        return failure;
    }

    ArmExplanation of(Arm arm, WaitRules rules) {
        Map<Work, OrderStatistics> work = new EnumMap<>(Work.class);
        counts.forEach((what, values) -> work.put(what, OrderStatistics.of(values)));
        return new ArmExplanation(arm, successes, failures, work,
                paths.isEmpty() ? Optional.empty() : Optional.of(ArmPath.of(paths, rules)), untraced);
    }
}
