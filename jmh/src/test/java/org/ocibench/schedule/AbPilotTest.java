package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.Forecast;
import org.ocibench.compare.Measure;
import org.ocibench.compare.SessionSpread;
import org.ocibench.engine.OperationKind;

class AbPilotTest {

    private static final String OLD = "runc@1.1.13/direct/exit/burst/quiet";
    private static final String COPY = "runc@1.1.13~copy/direct/exit/burst/quiet";

    private final List<OperationRow> rows = new ArrayList<>();
    private final Random random = new Random(7);
    private long clock;

    private void start(String arm, OperationKind kind, int cycle) {
        long micros = 20_000 + random.nextInt(1000);
        rows.add(new OperationRow(1, cycle, 1, 1, kind, "", arm, clock, "run", micros * 1000, OptionalLong.of(micros), OptionalLong.empty(),
                OptionalLong.empty(), 42, null, null, "", 2000));
        clock += 25_000;
    }

    /** Two arms, ten warm-ups of each, then so many cycles of four timed starts of each: 25 ms apart. */
    private void pilot() {
        for (String arm : List.of(OLD, COPY)) {
            for (int i = 0; i < 10; i++) {
                start(arm, OperationKind.WARM_UP, 0);
            }
        }
        for (int cycle = 1; cycle <= AbPilot.CYCLES; cycle++) {
            for (String arm : List.of(OLD, COPY)) {
                for (int shot = 0; shot < 4; shot++) {
                    start(arm, OperationKind.TIMED, cycle);
                }
            }
        }
    }

    private Map<Measure, Forecast> forecasts(String other) {
        Duration budget = Duration.ofMinutes(5);
        return AbPilot.forecasts(rows, OLD, other, SessionSpread.UNKNOWN, AbPilot.cost(rows), budget);
    }

    @Test
    void theCostOfACampaignIsWhatItsPilotTook() {
        pilot();
        Forecast.Cost cost = AbPilot.cost(rows);
        assertEquals(2 * Planner.FORK_SECONDS + .5, cost.secondsPerBlock(), .01);
        assertEquals(3 * 8 * .025, cost.secondsPerSubBlock(), .01);
    }

    @Test
    void theForecastIsOfWallAndCpuTime() {
        pilot();
        Map<Measure, Forecast> forecasts = forecasts(COPY);
        assertEquals(Set.of(Measure.WALL, Measure.CPU_GEOMETRIC_MEAN), forecasts.keySet());
        Forecast wall = forecasts.get(Measure.WALL);
        assertEquals((300 - 10 * 2.1) / .6, wall.subBlocks(), 20);
        assertTrue(wall.gates());
        assertTrue(wall.detectable().orElseThrow() < .01);
    }

    @Test
    void whatWasNotMeasuredIsNotForecast() {
        pilot();
        assertEquals(Map.of(), forecasts("runc/direct/exit/burst/quiet"));
    }
}
