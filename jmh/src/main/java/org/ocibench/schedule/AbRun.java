package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.Forecast;
import org.ocibench.compare.Measure;
import org.ocibench.compare.SessionSpreads;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Verdict;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;
import org.ocibench.report.ForecastText;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * Measures two versions in turns: a pilot that is thrown away, the campaign that it planned, where that finds a regression the same
 * once more with another seed, and where it finds a difference a look at its cause. {@link #stop} ends it early from another thread.
 */
public final class AbRun {

    private final AbRequest request;
    private final Function<Request, Campaign> campaigns;
    private final Function<ExplainRequest, Explanation> explanations;
    private final SessionSpreads spreads;
    private final PrintStream out;
    private volatile Runnable ending = () -> { };
    private volatile boolean stopped;

    /**
     * @param spreads what campaigns of this environment differ by
     * @param out     takes progress and what is planned
     */
    public AbRun(AbRequest request, Function<Request, Campaign> campaigns, Function<ExplainRequest, Explanation> explanations,
            SessionSpreads spreads, PrintStream out) {
        this.request = request;
        this.campaigns = campaigns;
        this.explanations = explanations;
        this.spreads = spreads;
        this.out = out;
    }

    /** One campaign: where it is kept, and the verdicts on it. */
    public record Measured(StoredCampaign campaign, Versus versus) {
    }

    /**
     * What came out.
     *
     * @param first      the planned campaign; empty if it was stopped before
     * @param confirming the second one; empty where the first found no regression, or where it was stopped before
     * @param trouble    why there are no verdicts, or null
     */
    public record Result(Optional<Measured> first, Optional<Measured> confirming, boolean stopped, String trouble) {
    }

    /** Asks it to end. */
    public void stop() {
        stopped = true;
        ending.run();
    }

    /**
     * Runs it.
     *
     * @throws IOException             if a campaign cannot be run or kept
     * @throws UnknownRuntimeException if a runtime vanished since it was found
     */
    public Result run() throws IOException, InterruptedException, UnknownRuntimeException {
        out.println("pilot, to be thrown away:");
        Pilot pilot = Discarded.folder(request.results(), this::pilot);
        if (pilot.cost().isEmpty()) {
            return new Result(Optional.empty(), Optional.empty(), stopped, pilot.trouble());
        }
        Forecast.Cost cost = pilot.cost().get();
        int cycles = Math.max(1, cost.subBlocks(request.budget().toMillis() / 1e3) / cost.blocks()) * SubBlocks.CYCLES;
        Optional<Measured> first = measure(request.campaign(cost.blocks(), cycles, request.seed(), request.results()));
        if (stopped || first.isEmpty()) {
            return new Result(first, Optional.empty(), stopped, null);
        }
        Optional<Measured> confirming = Optional.empty();
        if (first.get().versus().comparison().verdicts().contains(Verdict.REGRESSED)) {
            out.println("REGRESSED, which is not reported before it is confirmed: the same once more, with another seed");
            confirming = measure(request.campaign(cost.blocks(), cycles, request.seed() + 1, request.results()));
        }
        return new Result(Optional.of(withCauses(first.get())), confirming, stopped, null);
    }

    private record Pilot(Optional<Forecast.Cost> cost, String trouble) {
    }

    private Pilot pilot(Path folder) throws IOException, InterruptedException, UnknownRuntimeException {
        CampaignResult pilot = campaign(request.campaign(1, AbPilot.CYCLES, request.seed(), folder));
        if (stopped || !pilot.hasNumbers() || !pilot.missing().isEmpty()) {
            return new Pilot(Optional.empty(), pilot.table());
        }
        StoredCampaign stored = StoredCampaign.read(pilot.folder());
        Forecast.Cost cost = AbPilot.cost(stored.rows(), request.budget());
        Map<Measure, Forecast> forecasts = AbPilot.forecasts(stored.rows(), request.arm(request.baseline()).key(),
                request.arm(request.copy().orElse(request.candidate())).key(), spreads.like(request.arm(request.baseline())), cost, request.budget());
        out.print(new ForecastText(forecasts, request.budget()).text());
        return new Pilot(Optional.of(cost), null);
    }

    /** Empty if it was stopped before anything was measured. */
    private Optional<Measured> measure(Request planned) throws IOException, InterruptedException, UnknownRuntimeException {
        CampaignResult result = campaign(planned);
        if (result.folder() == null) {
            return Optional.empty();
        }
        StoredCampaign stored = StoredCampaign.read(result.folder());
        List<Arm> arms = List.of(request.arm(request.baseline()), request.arm(request.candidate()), request.arm(request.copy().orElse(request.candidate())));
        return Optional.of(new Measured(stored, Versus.of(arms, request.baseline(), request.candidate(), stored.rows(),
                spreads::like, planned.seed()).get(0)));
    }

    private CampaignResult campaign(Request one) throws IOException, InterruptedException, UnknownRuntimeException {
        Campaign campaign = campaigns.apply(one);
        onStop(campaign::stop);
        return campaign.run();
    }

    private void onStop(Runnable end) {
        ending = end;
        if (stopped) {
            end.run();
        }
    }

    private List<ArmExplanation> explained(ExplainRequest one) throws IOException, InterruptedException, UnknownRuntimeException {
        Explanation explanation = explanations.apply(one);
        onStop(explanation::stop);
        return explanation.observe();
    }

    /** The same with signs of where a difference comes from, where there is one. */
    private Measured withCauses(Measured measured) throws InterruptedException, UnknownRuntimeException {
        if (stopped || !measured.versus().isDifferent()) {
            return measured;
        }
        AbCauses causes = new AbCauses(request, this::campaign, this::explained, () -> stopped, out);
        return new Measured(measured.campaign(), measured.versus().and(causes.look(measured.campaign().meta().systemShares())));
    }
}
