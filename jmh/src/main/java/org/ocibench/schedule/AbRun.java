package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.Forecast;
import org.ocibench.compare.Measure;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Verdict;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;
import org.ocibench.host.TreeRemover;
import org.ocibench.report.ForecastText;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * Measures two versions in turns: a pilot that is thrown away, the campaign that it planned, and where that finds a regression
 * the same once more with another seed. {@link #stop} ends it early from another thread.
 */
public final class AbRun {

    private final AbRequest request;
    private final Function<Request, Campaign> campaigns;
    private final PrintStream out;
    private volatile Campaign current;
    private volatile boolean stopped;

    /** @param out takes progress and what is planned */
    public AbRun(AbRequest request, Function<Request, Campaign> campaigns, PrintStream out) {
        this.request = request;
        this.campaigns = campaigns;
        this.out = out;
    }

    /** One campaign: where it is kept, and the verdicts on it. */
    public record Measured(StoredCampaign campaign, Versus versus) {
    }

    /**
     * What came out.
     *
     * @param first      the planned campaign; empty if it was stopped before
     * @param confirming the second one; empty where the first found no regression
     * @param trouble    why there are no verdicts, or null
     */
    public record Result(Optional<Measured> first, Optional<Measured> confirming, boolean stopped, String trouble) {
    }

    /** Asks it to end. */
    public void stop() {
        stopped = true;
        Campaign running = current;
        if (running != null) {
            running.stop();
        }
    }

    /**
     * Runs it.
     *
     * @throws IOException             if a campaign cannot be run or kept
     * @throws UnknownRuntimeException if a runtime vanished since it was found
     */
    public Result run() throws IOException, InterruptedException, UnknownRuntimeException {
        Path discarded = Files.createTempDirectory(request.results(), ".pilot-");
        Forecast.Cost cost;
        try {
            out.println("pilot, to be thrown away:");
            CampaignResult pilot = campaign(request.campaign(1, AbPilot.CYCLES, request.seed(), discarded));
            if (stopped || !pilot.hasNumbers() || !pilot.missing().isEmpty()) {
                return new Result(Optional.empty(), Optional.empty(), stopped, pilot.table());
            }
            StoredCampaign stored = StoredCampaign.read(pilot.folder());
            cost = AbPilot.cost(stored.rows(), request.budget());
            Map<Measure, Forecast> forecasts = AbPilot.forecasts(stored.rows(), arm(request.baseline()).key(),
                    arm(request.copy().orElse(request.candidate())).key(), cost, request.budget());
            out.print(new ForecastText(forecasts, request.budget()).text());
        } finally {
            TreeRemover.removeTree(discarded);
        }
        int cycles = Math.max(1, cost.subBlocks(request.budget().toMillis() / 1e3) / cost.blocks()) * SubBlocks.CYCLES;
        Optional<Measured> first = measure(request.campaign(cost.blocks(), cycles, request.seed(), request.results()));
        if (stopped || first.isEmpty() || first.get().versus().comparison().verdicts().stream().noneMatch(Verdict.REGRESSED::equals)) {
            return new Result(first, Optional.empty(), stopped, null);
        }
        out.println("REGRESSED, which is not reported before it is confirmed: the same once more, with another seed");
        return new Result(first, measure(request.campaign(cost.blocks(), cycles, request.seed() + 1, request.results())), stopped, null);
    }

    /** Empty if it was stopped before anything was measured. */
    private Optional<Measured> measure(Request planned) throws IOException, InterruptedException, UnknownRuntimeException {
        CampaignResult result = campaign(planned);
        if (result.folder() == null) {
            return Optional.empty();
        }
        StoredCampaign stored = StoredCampaign.read(result.folder());
        List<Arm> arms = List.of(arm(request.baseline()), arm(request.candidate()), arm(request.copy().orElse(request.candidate())));
        return Optional.of(new Measured(stored, Versus.of(arms, request.baseline(), request.candidate(), SubBlocks.of(stored.rows()),
                planned.seed()).get(0)));
    }

    private CampaignResult campaign(Request one) throws IOException, InterruptedException, UnknownRuntimeException {
        current = campaigns.apply(one);
        if (stopped) {
            current.stop();
        }
        return current.run();
    }

    private Arm arm(String runtime) {
        return new Arm(runtime, request.via(), request.workload(), request.pace(), request.kernel(), request.phase());
    }
}
