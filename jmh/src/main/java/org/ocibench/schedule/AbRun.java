package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /**
     * One campaign: where it is kept, and the verdicts on it.
     *
     * @param troubles why one of the two was not measured to the end; empty if both were
     */
    public record Measured(StoredCampaign campaign, Versus versus, List<String> troubles) {
        public Measured {
            troubles = List.copyOf(troubles);
        }
    }

    /**
     * What came out.
     *
     * @param first      the planned campaign; empty if it was stopped before
     * @param confirming the second one; empty where the first found no regression, or where it was stopped before
     * @param pilot      what the pilot came to where it ended there, else empty
     */
    public record Result(Optional<Measured> first, Optional<Measured> confirming, boolean stopped, Optional<FailedPilot> pilot) {
    }

    /**
     * A pilot after which no campaign is made.
     *
     * @param table      of the pilot, for the terminal
     * @param troubles   why one of the two gave no numbers
     * @param ofBaseline whether it is the baseline, or both
     */
    public record FailedPilot(String table, List<String> troubles, boolean ofBaseline) {
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
            return new Result(Optional.empty(), Optional.empty(), stopped, Optional.of(pilot.failed()));
        }
        Forecast.Cost cost = pilot.cost().get();
        double budget = request.budget().toMillis() / 1e3;
        int blocks = cost.blocks(budget);
        int cycles = Math.min(cost.perBlock(budget), request.mostSubBlocks(blocks)) * SubBlocks.CYCLES;
        Optional<Measured> first = measure(request.campaign(blocks, cycles, request.seed(), request.results()));
        // What was not measured to the end in one campaign is in the other no better.
        if (stopped || first.isEmpty() || !first.get().troubles().isEmpty()) {
            return new Result(first, Optional.empty(), stopped, Optional.empty());
        }
        Optional<Measured> confirming = Optional.empty();
        if (first.get().versus().comparison().verdicts().contains(Verdict.REGRESSED)) {
            out.println("REGRESSED, which is not reported before it is confirmed: the same once more, with another seed");
            confirming = measure(request.campaign(blocks, cycles, request.seed() + 1, request.results()));
        }
        return new Result(Optional.of(withCauses(first.get())), confirming, stopped, Optional.empty());
    }

    private record Pilot(Optional<Forecast.Cost> cost, FailedPilot failed) {
    }

    private Pilot pilot(Path folder) throws IOException, InterruptedException, UnknownRuntimeException {
        CampaignResult pilot = campaign(request.campaign(1, AbPilot.CYCLES, request.seed(), folder));
        if (stopped || pilot.folder() == null) {
            return failed(pilot, Map.of());
        }
        StoredCampaign stored = StoredCampaign.read(pilot.folder());
        Map<String, String> troubles = troubles(stored);
        if (!troubles.isEmpty() || !pilot.missing().isEmpty()) {
            return failed(pilot, troubles);
        }
        Forecast.Cost cost = AbPilot.cost(stored.rows());
        Map<Measure, Forecast> forecasts = AbPilot.forecasts(stored.rows(), request.arm(request.baseline()).key(),
                request.arm(request.copy().orElse(request.candidate())).key(), spreads.like(request.arm(request.baseline())), cost, request.budget());
        out.print(new ForecastText(forecasts, request.budget()).text());
        return new Pilot(Optional.of(cost), null);
    }

    private Pilot failed(CampaignResult pilot, Map<String, String> known) {
        Map<String, String> troubles = new LinkedHashMap<>(known);
        pilot.missing().forEach(runtime -> troubles.putIfAbsent(runtime, runtime + " gave no number"));
        return new Pilot(Optional.empty(), new FailedPilot(pilot.table(), List.copyOf(troubles.values()), troubles.containsKey(request.baseline())));
    }

    /** Why one of the two was not measured to the end, by the runtime parameter. */
    private Map<String, String> troubles(StoredCampaign stored) {
        Map<String, String> troubles = new LinkedHashMap<>();
        for (String runtime : List.of(request.baseline(), request.candidate())) {
            stored.givenUp(request.arm(runtime).key()).ifPresent(reason -> troubles.put(runtime,
                    stored.meta().displayNames().getOrDefault(runtime, runtime) + " was not measured to the end: " + reason));
        }
        return troubles;
    }

    /** Empty if it was stopped before anything was measured. */
    private Optional<Measured> measure(Request planned) throws IOException, InterruptedException, UnknownRuntimeException {
        CampaignResult result = campaign(planned);
        if (result.folder() == null) {
            return Optional.empty();
        }
        StoredCampaign stored = StoredCampaign.read(result.folder());
        // Of the two something is said also where one of them did not run; of the control only where it did.
        List<Arm> arms = Stream.concat(Stream.of(request.baseline(), request.candidate()).map(request::arm),
                request.copy().map(request::arm).filter(stored.meta().arms()::contains).stream()).toList();
        return Optional.of(new Measured(stored, Versus.of(arms, request.baseline(), request.candidate(), stored.rows(),
                spreads::like, planned.seed()).get(0), List.copyOf(troubles(stored).values())));
    }

    private CampaignResult campaign(Request one) throws IOException, InterruptedException, UnknownRuntimeException {
        Campaign campaign = campaigns.apply(one);
        onStop(campaign::stop);
        CampaignResult result = campaign.run();
        if (result.left() != null) {
            out.println("not all of the campaign could be removed from the host: " + result.left() + "; clean tries again");
        }
        return result;
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
        return new Measured(measured.campaign(), measured.versus().and(causes.look(measured.campaign().meta().systemShares())),
                measured.troubles());
    }
}
