package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpentTest {

    private final Spent spent = new Spent();

    @Test
    void timesAddUpByPurpose() {
        spent.add(Spent.On.FORKS, 1_500_000_000L);
        spent.add(Spent.On.FORKS, 500_000_000L);
        assertEquals(2, spent.seconds(Spent.On.FORKS));
        assertEquals(0, spent.seconds(Spent.On.CENSUS));
    }

    @Test
    void workIsBookedAlsoWhenItFails() {
        assertEquals("done", spent.<String, RuntimeException>on(Spent.On.PROBES, () -> "done"));
        double before = spent.seconds(Spent.On.PROBES);
        assertThrows(IOException.class, () -> spent.on(Spent.On.PROBES, () -> {
            throw new IOException("broken");
        }));
        assertTrue(spent.seconds(Spent.On.PROBES) > before);
    }

    @Test
    void everyPurposeAndTheRestStandInTheTree() {
        Map<String, Object> tree = spent.json();
        for (Spent.On on : Spent.On.values()) {
            assertTrue(tree.containsKey(on.name().toLowerCase(java.util.Locale.ROOT) + "Seconds"), on::name);
        }
        assertTrue((double) tree.get("totalSeconds") >= 0);
        assertTrue((double) tree.get("otherSeconds") <= (double) tree.get("totalSeconds"));
    }

    @Test
    void theShareIsOfTheWallTime() {
        spent.add(Spent.On.TIMED, 1);
        assertTrue(spent.timedShare() > 0 && spent.timedShare() < 1);
    }
}
