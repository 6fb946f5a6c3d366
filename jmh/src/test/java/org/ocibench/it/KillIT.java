package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bench, a fork or its containerd is killed at random moments of a campaign's life: what was complete stays, and nothing is
 * left. {@code -Docibench.moments=N} tries more of them, {@code -Docibench.moments.seed=N} others; {@code jmh/survival.sh} runs
 * this and keeps a table.
 */
class KillIT {

    private static final int MOMENTS = Integer.getInteger("ocibench.moments", Death.values().length);
    private static final long SEED = Long.getLong("ocibench.moments.seed", 1);

    /** Campaigns of about eight seconds: through containerd, and directly with another runtime in between. */
    private static final Life THROUGH_CONTAINERD = new Life(0, 0, 8, 2, List.of("-p", "runtime=" + Witness.NAME, "-p",
            "via=direct,ctr", "-f", "2", "-i", "8"));
    private static final Life DIRECT = new Life(0, 0, 40, 2, List.of("-p", "runtime=" + Witness.NAME + ",crun", "-p",
            "via=direct", "-f", "2", "-i", "40"));

    @RegisterExtension
    static final SurvivalReport REPORT = new SurvivalReport("The bench's own death", MOMENTS + " random moments, seed " + SEED,
            KillTable.COLUMNS);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;
    private final Random random = new Random(SEED);
    private final Map<Life, Life> lives = new HashMap<>();
    private int campaigns;
    private int kernelSwitch;

    @Test
    @DisplayName(KillTable.ALL)
    void theBenchsOwnDeath() throws Exception {
        Requirements.needs("crun", "containerd");
        KernelSwitch.needs();
        kernelSwitch = KernelSwitch.read();
        List<Outcome> outcomes = new ArrayList<>();
        List<Death> deaths = new ArrayList<>();
        try {
            while (outcomes.size() < MOMENTS) {
                if (deaths.isEmpty()) {
                    deaths.addAll(List.of(Death.values()));
                    Collections.shuffle(deaths, random);
                }
                Outcome outcome = moment(deaths.remove(0));
                outcomes.add(outcome);
                System.out.printf("moment %d of %d: %s%n", outcomes.size(), MOMENTS, outcome.told());
            }
        } catch (Exception | AssertionError e) {
            KillTable.addDeaths(REPORT, outcomes);
            throw new AssertionError("moment " + (outcomes.size() + 1) + " of " + MOMENTS + " could not be looked at: "
                    + e.getMessage(), e);
        }
        KillTable.addDeaths(REPORT, outcomes);
        KillTable.addAll(REPORT, outcomes);
        assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.isGreen()).map(Outcome::told).toList());
    }

    private Outcome moment(Death death) throws Exception {
        Life asked = death.needsContainerd() || random.nextInt(3) > 0 ? THROUGH_CONTAINERD : DIRECT;
        Life life = lives.get(asked);
        if (life == null) {
            life = new Moment(next(), random, asked).leftAlone(asked);
            lives.put(asked, life);
        }
        Optional<Outcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            String kernel = random.nextInt(3) > 0 ? "default" : "quiet";
            double seconds = random.nextDouble() * life.seconds();
            outcome = new Moment(next(), random, life, "-p", "kernel=" + kernel).end(death, seconds, life, kernelSwitch);
        }
        return outcome.get();
    }

    private Path next() {
        return folder.resolve(String.format("%03d", ++campaigns));
    }
}
