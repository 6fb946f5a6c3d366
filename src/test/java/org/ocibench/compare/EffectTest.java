package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectTest {

    private static final LogRatio GOLDEN = GoldenPairs.golden().ratio();

    private static LogRatio campaign(Random random, double shift, double noise) {
        return LogRatio.of(random.doubles(40).map(d -> shift + noise * random.nextGaussian()).toArray());
    }

    @Test
    void ofOneCampaignItIsThatCampaign() {
        Effect one = Effect.of(List.of(GOLDEN)).orElseThrow();
        assertEquals(GOLDEN.ratio(), one.ratio(), 1e-12);
        assertEquals(GOLDEN.interval().orElseThrow().lower(), one.interval().lower(), 1e-12);
        assertEquals(GOLDEN.interval().orElseThrow().upper(), one.interval().upper(), 1e-12);
        assertEquals(7, one.freedom());
    }

    @Test
    void campaignsThatAgreeMakeItNarrowerAndThoseThatDoNotWider() {
        Random random = new Random(1);
        Effect one = Effect.of(List.of(campaign(random, .05, .03))).orElseThrow();
        Effect agreed = Effect.of(List.of(campaign(random, .05, .03), campaign(random, .05, .03), campaign(random, .05, .03))).orElseThrow();
        Effect apart = Effect.of(List.of(campaign(random, .05, .03), campaign(random, -.01, .03), campaign(random, .04, .03))).orElseThrow();
        assertTrue(width(agreed) < width(one), width(agreed) + " against " + width(one));
        assertTrue(apart.interval().lower() < 1 && apart.interval().upper() > 1.05, apart.toString());
        assertTrue(apart.freedom() < 4, apart.toString());
    }

    private static double width(Effect effect) {
        return effect.interval().upper() - effect.interval().lower();
    }

    @Test
    void ofTooFewUnitsOrWithoutScatterThereIsNone() {
        assertEquals(Optional.empty(), Effect.of(List.of()));
        assertEquals(Optional.empty(), Effect.of(List.of(LogRatio.of(.1, .2, .1), LogRatio.of(0, 0, 0, 0, 0, 0))));
    }

    // Welch's own golden pair: the two arms as if they had been measured on different days.
    @Test
    void aDifferenceIsThatOfWelch() {
        LogRatio old = LogRatio.of(Arrays.stream(GoldenPairs.OLD).map(Math::log).toArray());
        LogRatio young = LogRatio.of(Arrays.stream(GoldenPairs.NEW).map(Math::log).toArray());
        Effect difference = Effect.difference(Effect.of(List.of(old)).orElseThrow(), Effect.of(List.of(young)).orElseThrow());
        assertEquals(1.0460358618, difference.ratio(), 5e-11);
        double a = old.sd() * old.sd() / 8;
        double b = young.sd() * young.sd() / 8;
        assertEquals((a + b) * (a + b) / ((a * a + b * b) / 7), difference.freedom(), 1e-9);
    }
}
