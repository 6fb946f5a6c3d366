package org.ocibench.compare;

import java.util.List;
import org.ocibench.engine.Arm;

/** The A/A controls of a campaign: runtimes beside copies of their own binaries. */
public final class Controls {

    private Controls() {
    }

    /** Whether one of them came out changed: then nothing of the campaign is to be believed. */
    public static boolean areChanged(List<Arm> arms, SubBlocks subBlocks) {
        return arms.stream().anyMatch(arm -> arms.contains(arm.copy()) && isChanged(arm, subBlocks));
    }

    /**
     * Whether an arm's copy came out changed. It is judged by the campaign alone: that equal binaries differ from one campaign to the next is no
     * excuse for one in which they do.
     */
    static boolean isChanged(Arm arm, SubBlocks subBlocks) {
        return Comparison.Claims.of(subBlocks, arm.key(), arm.copy().key(), SessionSpread.UNKNOWN).verdicts().stream().anyMatch(Verdict::isChange);
    }
}
