package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ocibench.engine.Arm;

/**
 * What each rung of a ladder adds to the one below it.
 *
 * @param ladder     the rungs
 * @param steps      one for each rung, in order
 * @param containerd what containerd adds to the calls that its shim makes: ctr minus direct-shim; empty without either
 */
public record Overhead(Ladder ladder, List<Step> steps, Optional<Estimate> containerd) {

    /** With more failures the times of a rung are those of a few odd starts: the next is not built on it. */
    private static final double MOST_FAILURES = .5;

    public Overhead {
        steps = List.copyOf(steps);
    }

    /**
     * A rung.
     *
     * @param arm    the rung
     * @param below  the rung that it is compared with; empty for the lowest, whose additions are its own values
     * @param millis mean over sub-blocks of its wall time; empty if it has none
     * @param wall   wall time added in milliseconds
     * @param cpu    CPU time added in milliseconds
     * @param share  part of the wall time of the highest rung that was added here; empty where times are partly the
     *               workload's, and where most starts failed, of this rung or of all that start a container
     * @param errors failed of attempted timed starts
     * @param floor  what its client takes for nothing but telling its version, in milliseconds
     */
    public record Step(Arm arm, Optional<Arm> below, OptionalDouble millis, Optional<Estimate> wall, Optional<Estimate> cpu,
            OptionalDouble share, ErrorRate errors, Optional<Estimate> floor) {
    }

    /** The additions on a ladder. */
    public static Overhead of(Ladder ladder, SubBlocks subBlocks) {
        OptionalDouble top = ladder.rungs().stream().filter(arm -> !arm.isControl() && carries(arm, subBlocks))
                .reduce((lower, higher) -> higher).map(arm -> subBlocks.level(arm.key(), Measure.WALL))
                .orElse(OptionalDouble.empty());
        List<Step> steps = new ArrayList<>();
        Optional<Arm> below = Optional.empty();
        for (Arm arm : ladder.rungs()) {
            steps.add(step(ladder, arm, below, top, subBlocks));
            if (carries(arm, subBlocks)) {
                below = Optional.of(arm);
            }
        }
        return new Overhead(ladder, steps, ladder.rung("ctr").flatMap(ctr -> ladder.rung("direct-shim")
                .flatMap(shim -> subBlocks.difference(shim.key(), ctr.key(), Measure.WALL))));
    }

    /** Whether anything was added to anything: two rungs share a sub-block. */
    public boolean hasDifference() {
        return steps.stream().anyMatch(step -> step.below().isPresent() && step.wall().isPresent());
    }

    /** Whether one of them has an interval. */
    public boolean hasInterval() {
        return steps.stream().anyMatch(step -> step.below().isPresent() && step.wall().flatMap(Estimate::interval).isPresent());
    }

    private static Step step(Ladder ladder, Arm arm, Optional<Arm> below, OptionalDouble top, SubBlocks subBlocks) {
        Optional<Estimate> wall = added(arm, below, subBlocks, Measure.WALL);
        OptionalDouble share = !carries(arm, subBlocks) || wall.isEmpty() || top.isEmpty() || ladder.conditions().onlyDifferences()
                ? OptionalDouble.empty() : OptionalDouble.of(wall.get().mean() / top.getAsDouble());
        return new Step(arm, below, subBlocks.level(arm.key(), Measure.WALL), wall, added(arm, below, subBlocks, Measure.CPU),
                share, subBlocks.errors(arm.key()), Optional.ofNullable(ladder.floors().get(arm.via()))
                        .flatMap(floor -> subBlocks.contrast(List.of(floor.key()), List.of(), Measure.WALL)));
    }

    private static Optional<Estimate> added(Arm arm, Optional<Arm> below, SubBlocks subBlocks, Measure measure) {
        return subBlocks.contrast(List.of(arm.key()), below.map(Arm::key).stream().toList(), measure);
    }

    private static boolean carries(Arm arm, SubBlocks subBlocks) {
        return subBlocks.level(arm.key(), Measure.WALL).isPresent()
                && subBlocks.errors(arm.key()).rate().orElse(1) <= MOST_FAILURES;
    }
}
