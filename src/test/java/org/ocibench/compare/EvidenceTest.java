package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {

    private static LogRatio ratio(double log, double sd, int n) {
        return new LogRatio(new Estimate(log, n, Optional.empty()), sd, n - 1.);
    }

    private static Verdict verdict(LogRatio ratio) {
        return Evidence.of(ratio, Margin.OF_TIME).verdict();
    }

    @ParameterizedTest
    @CsvSource({".08, .02, 20, REGRESSED", "-.08, .02, 20, IMPROVED", ".002, .01, 20, EQUIVALENT", ".01, .001, 20, EQUIVALENT",
        ".03, .02, 20, DIFFERENT", "-.03, .02, 20, DIFFERENT", ".01, .08, 20, INCONCLUSIVE", "0, .08, 20, INCONCLUSIVE",
        ".08, 0, 20, REGRESSED", "0, 0, 20, EQUIVALENT", "0, 0, 6, INCONCLUSIVE", ".03, 0, 6, INCONCLUSIVE"})
    void theWordFollowsFromWhereTheRatioLies(double log, double sd, int n, Verdict verdict) {
        assertEquals(verdict, verdict(ratio(log, sd, n)));
    }

    @Test
    void theGoldenVectorIsARegressionBeyondTheMargin() {
        LogRatio golden = GoldenPairs.golden().ratio();
        assertEquals(Verdict.REGRESSED, verdict(golden));
        // The lower end of its interval, 1.0304, is the margin at which the one-sided p is half of 1 %.
        assertEquals(.005, Evidence.of(golden, new Margin(.0304415206, 0)).regressed(), 1e-9);
    }

    @Test
    void anAdjustedPTakesAClaimBack() {
        Evidence evidence = Evidence.of(ratio(.0345, .02, 20), Margin.OF_TIME);
        assertTrue(evidence.pChange() > .001 && evidence.pChange() < .005);
        assertEquals(Verdict.REGRESSED, evidence.verdict());
        assertEquals(Verdict.DIFFERENT, evidence.verdict(4 * evidence.pChange(), 4 * evidence.pDifference()));
        assertEquals(Verdict.INCONCLUSIVE, evidence.verdict(.1, .1));
    }

    @Test
    void whatBothShowIsWhatTheLessSureShows() {
        Evidence slower = Evidence.of(ratio(.08, .02, 20), Margin.OF_TIME);
        Evidence faster = Evidence.of(ratio(-.08, .02, 20), Margin.OF_TIME);
        Evidence unsure = Evidence.of(ratio(.02, .2, 20), Margin.OF_TIME);
        assertEquals(Verdict.INCONCLUSIVE, slower.and(faster).verdict());
        assertEquals(Verdict.INCONCLUSIVE, slower.and(unsure).verdict());
        assertEquals(slower, slower.and(slower));
    }

    @Test
    void aChangeOfTheMarginIsClaimedInOneOfAHundredAtMost() {
        Random random = new Random(23);
        int claimed = 0;
        int equivalent = 0;
        for (int trial = 0; trial < 10_000; trial++) {
            double[] d = random.doubles(20).map(x -> Math.log(1.02) + .03 * random.nextGaussian()).toArray();
            Verdict verdict = verdict(LogRatio.of(d));
            claimed += verdict.isChange() ? 1 : 0;
            equivalent += verdict == Verdict.EQUIVALENT ? 1 : 0;
        }
        // 50 expected, standard deviation 7.
        assertTrue(claimed > 28 && claimed < 72, "claimed " + claimed);
        assertTrue(equivalent <= 130, "equivalent " + equivalent);
    }
}
