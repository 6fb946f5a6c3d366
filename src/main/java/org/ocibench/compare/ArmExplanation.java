package org.ocibench.compare;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.host.Work;

/**
 * What an untimed pass found out about one arm.
 *
 * @param arm      the arm
 * @param starts   successful starts; all figures are of these
 * @param failures failed starts by class
 * @param work     counts per start, as far as they can be had
 * @param path     critical paths, or empty if no start was traced whole
 * @param untraced successful starts whose trace has gaps, so that they are not in {@code path}
 */
public record ArmExplanation(Arm arm, int starts, Map<FailureClass, Integer> failures, Map<Work, OrderStatistics> work,
        Optional<ArmPath> path, int untraced) {

    public ArmExplanation {
        Objects.requireNonNull(arm, "arm is null");
        Objects.requireNonNull(path, "path is null");
        failures = Map.copyOf(failures);
        work = Map.copyOf(work);
    }

    /** Failed starts of all classes. */
    public int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }
}
