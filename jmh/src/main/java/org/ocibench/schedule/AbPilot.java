package org.ocibench.schedule;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Forecast;
import org.ocibench.compare.Margin;
import org.ocibench.compare.Measure;
import org.ocibench.compare.Paired;
import org.ocibench.compare.SessionSpread;
import org.ocibench.compare.SubBlocks;
import org.ocibench.engine.OperationKind;

/** What the pilot of a comparison tells of the campaign that is to follow. Its starts are in no result. */
final class AbPilot {

    /** As many as an interval needs at least. */
    static final int SUB_BLOCKS = Estimate.LEAST_N;
    static final int CYCLES = SUB_BLOCKS * SubBlocks.CYCLES;

    private AbPilot() {
    }

    /**
     * Forecasts by measure; without those of which the pilot tells no spread.
     *
     * @param rows  of the pilot, a campaign of one block
     * @param first key of one arm
     * @param other key of another: best a copy of the same
     * @param sessions what campaigns of this environment differ by
     * @param cost  of the campaign that is to follow
     */
    static Map<Measure, Forecast> forecasts(List<OperationRow> rows, String first, String other, SessionSpread sessions, Forecast.Cost cost,
            Duration budget) {
        SubBlocks subBlocks = SubBlocks.of(rows);
        Map<Measure, Forecast> forecasts = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.TIMES) {
            Optional<Paired> paired = Paired.of(subBlocks, first, other, measure);
            paired.flatMap(p -> Forecast.of(p.ratio(), sessions, measure, cost, budget.toMillis() / 1e3, Margin.OF_TIME))
                    .ifPresent(forecast -> forecasts.put(measure, forecast));
        }
        return forecasts;
    }

    /** What the parts of the campaign take, by what they took in the pilot. */
    static Forecast.Cost cost(List<OperationRow> rows) {
        long arms = rows.stream().map(OperationRow::arm).distinct().count();
        double warm = seconds(rows.stream().filter(row -> row.kind() == OperationKind.WARM_UP).toList());
        double cycles = seconds(rows.stream().filter(row -> row.cycle() > 0 && row.isStart()).toList());
        return new Forecast.Cost(arms * Planner.FORK_SECONDS + warm, Math.max(cycles / SUB_BLOCKS, 1e-3));
    }

    private static double seconds(List<OperationRow> rows) {
        return rows.isEmpty() ? 0 : (rows.stream().mapToLong(row -> row.startMicros() + row.wallNanos() / 1000).max().getAsLong()
                - rows.stream().mapToLong(OperationRow::startMicros).min().getAsLong()) / 1e6;
    }
}
