package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReachTest {

    @Test
    void bothFiguresAreTheGoldenOnes() {
        Reach golden = new Reach(GoldenPairs.golden().ratio().sd(), 8);
        assertEquals(.0190452555, golden.detectable(), 5e-11);
        assertEquals(.0394261606, golden.claimable(Margin.OF_TIME), 5e-11);
    }

    @Test
    void whatIsClaimableAndEquivalentIsFoundInEightOfTen() {
        Reach reach = new Reach(.03, 30);
        double claimable = Math.log1p(reach.claimable(Margin.OF_TIME));
        assertEquals(.8, share(claimable, reach, ratio -> verdict(ratio) == Verdict.REGRESSED), .02);
        double detectable = Math.log1p(reach.detectable());
        assertEquals(.8, share(detectable, reach, ratio -> ratio.p().orElseThrow() < .01), .02);
        Reach equivalent = IntStream.iterate(6, n -> n + 1).mapToObj(n -> new Reach(.03, n)).filter(one -> one.showsEquivalence(Margin.OF_TIME))
                .findFirst().orElseThrow();
        assertEquals(.8, share(0, equivalent, ratio -> verdict(ratio) == Verdict.EQUIVALENT), .02);
    }

    private static Verdict verdict(LogRatio ratio) {
        return Evidence.of(ratio, Margin.OF_TIME).verdict();
    }

    private static double share(double effect, Reach reach, Predicate<LogRatio> found) {
        Random random = new Random(31);
        int trials = 4000;
        int times = 0;
        for (int trial = 0; trial < trials; trial++) {
            double[] d = random.doubles(reach.n()).map(x -> effect + reach.sd() * random.nextGaussian()).toArray();
            times += found.test(LogRatio.of(d)) ? 1 : 0;
        }
        return (double) times / trials;
    }

    @Test
    void withinTheMarginNothingIsEverClaimed() {
        assertTrue(new Reach(.037, 1 << 24).claimable(Margin.OF_TIME) > .02);
        assertFalse(new Reach(.037, 1 << 24).showsEquivalence(new Margin(0, 0)));
    }

    @Test
    void impossibleOnesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Reach(.03, 5));
        assertThrows(IllegalArgumentException.class, () -> new Reach(Double.NaN, 20));
        assertThrows(IllegalArgumentException.class, () -> new Reach(-1, 20));
        assertThrows(IllegalArgumentException.class, () -> new Margin(-.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Margin(Double.NaN, 0));
    }
}
