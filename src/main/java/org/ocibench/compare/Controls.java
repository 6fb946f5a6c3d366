package org.ocibench.compare;

import java.util.List;
import java.util.stream.Stream;
import org.ocibench.engine.Arm;

/** The A/A controls of a campaign: runtimes beside copies of their own binaries. */
public final class Controls {

    private Controls() {
    }

    /** The arms that have a copy beside them. */
    static Stream<Arm> originals(List<Arm> arms) {
        return arms.stream().filter(arm -> arms.contains(arm.copy()));
    }

    /** Whether the times of one of them came out changed: then no time of the campaign is to be believed. */
    public static boolean haveOtherTimes(List<Arm> arms, SubBlocks subBlocks) {
        return originals(arms).anyMatch(arm -> of(arm, subBlocks).measures().stream()
                .anyMatch(claim -> claim.measure() != Measure.PEAK && claim.verdict().isChange()));
    }

    /**
     * An arm's copy against it. It is judged by the campaign alone: that equal binaries differ from one campaign to the next is no excuse for one in
     * which they do.
     */
    static Claims of(Arm arm, SubBlocks subBlocks) {
        return Claims.of(subBlocks, arm.key(), arm.copy().key(), SessionSpread.UNKNOWN);
    }
}
