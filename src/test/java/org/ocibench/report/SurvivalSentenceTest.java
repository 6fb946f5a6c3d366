package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.Conditions;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Interval;
import org.ocibench.compare.Survival;

class SurvivalSentenceTest {

    private static final Conditions CONDITIONS = new Conditions("exit", "burst", "default");

    private static Estimate estimate(double mean, double lower, double upper) {
        return new Estimate(mean, 20, Optional.of(new Interval(lower, upper)));
    }

    private static String told(Estimate direct, boolean censored, Survival.Gap... gaps) {
        return new SurvivalSentence(new Survival("crun", "runc", CONDITIONS, direct, List.of(gaps), censored), n -> n + "@1").text();
    }

    private static Survival.Gap gap(Estimate gap, Estimate change) {
        return new Survival.Gap("ctr", gap, Optional.ofNullable(change));
    }

    @Test
    void anAdvantageSurvivesSmallerLargerOrSo() {
        Estimate direct = estimate(11, 10.1, 11.9);
        assertEquals("crun@1 before runc@1: directly by 11.0 [10.1, 11.9] ms; through ctr "
                + "by 8.70 [6.10, 11.30] ms: survives, smaller by 2.30 [0.40, 4.20] ms; through ctr by 23.1 [20.2, 26.0] ms: survives, "
                + "larger by 12.1 [9.2, 15.0] ms.", told(direct, false, gap(estimate(8.7, 6.1, 11.3), estimate(-2.3, -4.2, -.4)),
                gap(estimate(23.1, 20.2, 26), estimate(12.1, 9.2, 15))));
        assertEquals("crun@1 before runc@1: directly by 11.0 [10.1, 11.9] ms; through ctr "
                + "by 8.70 [6.10, 11.30] ms: survives, smaller or larger cannot be told, the change is -2.30 [-5.00, 0.40] ms "
                + "(more than 1 % of the starts of one of the arms failed).",
                told(direct, true, gap(estimate(8.7, 6.1, 11.3), estimate(-2.3, -5, .4))));
    }

    @Test
    void whatIsNotShownIsNeverCalledGone() {
        Estimate direct = estimate(2, 1, 3);
        String start = "crun@1 before runc@1: directly by ";
        assertEquals(start + "2.00 [1.00, 3.00] ms; through ctr by 1.00 [-4.00, 6.00] ms: a difference is not shown.",
                told(direct, false, gap(estimate(1, -4, 6), estimate(-1, -6, 4))));
        assertEquals(start + "2.00 [1.00, 3.00] ms; through ctr behind by 14.0 [10.0, 18.0] ms: turned round.",
                told(direct, false, gap(estimate(-14, -18, -10), estimate(-16, -20, -12))));
        assertEquals(start + "0.50 [-1.00, 2.00] ms, a difference is not shown; through ctr by 9.00 [6.00, 12.00] ms: an advantage that "
                + "was not shown directly.", told(estimate(.5, -1, 2), false, gap(estimate(9, 6, 12), null)));
    }

    @Test
    void tooLittleIsSaidToBeTooLittle() {
        Estimate few = new Estimate(3, 2, Optional.empty());
        assertEquals("crun@1 before runc@1: directly by 3.00 ms, too few sub-blocks to tell "
                + "(2); through ctr by 3.00 ms: too few sub-blocks to tell (2).", told(few, false, gap(few, few)));
        assertEquals("crun@1 before runc@1: directly by 3.00 ms, too few sub-blocks to tell "
                + "(2); through containerd nothing was measured of both.", told(few, false));
    }
}
