package org.ocibench.compare;

import java.util.List;
import org.ocibench.engine.Arm;

/** The A/A controls of a campaign: runtimes beside copies of their own binaries. */
public final class Controls {

    /** Nothing that is drawn is looked at. */
    private static final long SEED = 1;

    private Controls() {
    }

    /** Whether one of them came out changed: then nothing of the campaign is to be believed. */
    public static boolean areChanged(List<Arm> arms, SubBlocks subBlocks) {
        return arms.stream().filter(arm -> arms.contains(arm.copy()))
                .anyMatch(arm -> Comparison.of(subBlocks, arm.key(), arm.copy().key(), SEED).hasChange());
    }
}
