package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;

/**
 * Whether one runtime's advantage over another survives containerd: how far they are apart directly, and how far on the ways
 * through containerd.
 *
 * @param faster     parameter of the runtime that was faster directly, by the estimate
 * @param slower     parameter of the other
 * @param conditions what both ran under
 * @param direct     slower minus faster in milliseconds, run directly
 * @param through    the same for every way through containerd that both have
 * @param censored   true if of one of the arms more than 1 % of the starts failed
 */
public record Survival(String faster, String slower, Conditions conditions, Estimate direct, List<Gap> through,
        boolean censored) {

    private static final List<String> THROUGH = List.of("ctr", "nerdctl");

    public Survival {
        through = List.copyOf(through);
    }

    /**
     * How far two runtimes are apart on one way.
     *
     * @param via    the way
     * @param gap    slower minus faster in milliseconds
     * @param change this gap minus the direct one, over the sub-blocks in which all four arms have a value: the difference of
     *               differences; empty if there is none
     */
    public record Gap(String via, Estimate gap, Optional<Estimate> change) {
    }

    /** Every pair of ladders under the same conditions whose direct arms are two. */
    public static List<Survival> of(List<Ladder> ladders, SubBlocks subBlocks) {
        List<Survival> pairs = new ArrayList<>();
        for (int i = 0; i < ladders.size(); i++) {
            for (int j = i + 1; j < ladders.size(); j++) {
                of(ladders.get(i), ladders.get(j), subBlocks).ifPresent(pairs::add);
            }
        }
        return pairs;
    }

    private static Optional<Survival> of(Ladder a, Ladder b, SubBlocks subBlocks) {
        Optional<Arm> aDirect = a.rung(Engines.DIRECT);
        Optional<Arm> bDirect = b.rung(Engines.DIRECT);
        if (!a.conditions().equals(b.conditions()) || aDirect.isEmpty() || bDirect.isEmpty() || aDirect.equals(bDirect)) {
            return Optional.empty();
        }
        Optional<Estimate> direct = subBlocks.difference(aDirect.get().key(), bDirect.get().key(), Measure.WALL);
        if (direct.isPresent() && direct.get().mean() < 0) {
            return of(b, a, subBlocks);
        }
        return direct.map(gap -> new Survival(a.runtime(), b.runtime(), a.conditions(), gap, THROUGH.stream()
                .flatMap(via -> gap(via, a, b, subBlocks).stream()).toList(), isCensored(a, subBlocks) || isCensored(b, subBlocks)));
    }

    private static boolean isCensored(Ladder ladder, SubBlocks subBlocks) {
        return Stream.concat(Stream.of(Engines.DIRECT), THROUGH.stream()).flatMap(via -> ladder.rung(via).stream())
                .anyMatch(arm -> subBlocks.errors(arm.key()).censored());
    }

    private static Optional<Gap> gap(String via, Ladder a, Ladder b, SubBlocks subBlocks) {
        if (a.rung(via).isEmpty() || b.rung(via).isEmpty()) {
            return Optional.empty();
        }
        String fast = a.rung(via).get().key();
        String slow = b.rung(via).get().key();
        return subBlocks.difference(fast, slow, Measure.WALL).map(gap -> new Gap(via, gap,
                subBlocks.contrast(List.of(slow, a.rung(Engines.DIRECT).orElseThrow().key()),
                        List.of(fast, b.rung(Engines.DIRECT).orElseThrow().key()), Measure.WALL)));
    }
}
