package org.ocibench.schedule;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.ocibench.campaign.CampaignFolder;
import org.ocibench.campaign.CampaignLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.LimitSummary;
import org.ocibench.report.LimitCsv;
import org.openjdk.jmh.results.RunResult;

/** Writes jmh.json, meta.json and the report into the campaign's folder: along the way, so that a kill costs little, and at its end. */
final class Keeper {

    /** What a kill -9 may cost of jmh.json; the operation log has every start at once. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
    /** With many rows writing takes longer, and is done more rarely: at most a fiftieth of the time goes there. */
    private static final int TIMES_DURATION = 50;

    private final Plan plan;
    private final Records records;
    private final CampaignLog log;
    private final CampaignFolder folder;
    private final Supplier<Records.State> state;
    private final Spent spent;
    private final Merge merge = new Merge();
    private long writtenNanos;
    private long tookNanos;

    Keeper(Plan plan, Records records, CampaignLog log, CampaignFolder folder, Supplier<Records.State> state, Spent spent) {
        this.plan = plan;
        this.records = records;
        this.log = log;
        this.folder = folder;
        this.state = state;
        this.spent = spent;
    }

    /** Takes in what JMH has of a block's forks, finished or not. */
    void take(int block, Collection<ForkRun> runs) {
        merge.add(block, runs);
    }

    /** Whether it is time to write again. */
    boolean isDue() {
        return isDueAtBlockEnd() && System.nanoTime() - writtenNanos > INTERVAL_NANOS;
    }

    /** The same at the end of a block, when nothing is disturbed by it. */
    boolean isDueAtBlockEnd() {
        return System.nanoTime() - writtenNanos > TIMES_DURATION * tookNanos;
    }

    /** Writes what there is by now. */
    void write() throws IOException {
        long begun = System.nanoTime();
        List<OperationRow> rows = log.rows();
        folder.write(CampaignFolder.JMH_JSON, JmhResults.json(results(rows)));
        folder.writeJson(CampaignFolder.META_JSON, records.meta(rows, log.containers(), state.get()));
        writtenNanos = System.nanoTime();
        tookNanos = writtenNanos - begun;
        spent.add(Spent.On.RESULTS, tookNanos);
    }

    private List<RunResult> results(List<OperationRow> rows) {
        List<RunResult> results = new ArrayList<>(merge.results(plan, rows, log.containers()));
        results.addAll(LimitResults.of(LimitSummary.of(rows)));
        return results;
    }

    /**
     * Writes everything for the last time and closes the log.
     *
     * @return the tables
     */
    Records.Tables finish(Request request) throws IOException {
        List<OperationRow> rows = log.rows();
        List<RunResult> merged = results(rows);
        Records.Tables tables = records.tables(rows, log.containers(), state.get(), merge.layers(plan, rows));
        log.close();
        folder.write(CampaignFolder.REPORT, tables.markdown());
        folder.write(CampaignFolder.JMH_JSON, JmhResults.json(merged));
        List<LimitSummary> limits = LimitSummary.of(rows);
        List<String> files = new ArrayList<>(List.of(CampaignFolder.JMH_JSON, CampaignFolder.SPECS_JSON, CampaignFolder.REPORT));
        files.addAll(log.names());
        if (!limits.isEmpty()) {
            folder.write(LimitCsv.NAME, LimitCsv.of(limits));
            files.add(LimitCsv.NAME);
        }
        Map<String, Object> meta = records.meta(rows, log.containers(), state.get());
        meta.put("sha256", folder.checksums(files));
        folder.writeJson(CampaignFolder.META_JSON, meta);
        if (request.format() != null) {
            CampaignFolder.replace(request.formatFile().toAbsolutePath(), JmhResults.text(merged, request.format()));
        }
        return tables;
    }
}
