package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Forecast;
import org.ocibench.compare.Measure;
import org.ocibench.compare.Sign;
import org.ocibench.compare.Signs;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Verdict;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Phase;
import org.ocibench.host.IoFailure;
import org.ocibench.host.TreeRemover;
import org.ocibench.report.ForecastText;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * Measures two versions in turns: a pilot that is thrown away, the campaign that it planned, where that finds a regression the same
 * once more with another seed, and where it finds a difference a look at its cause. {@link #stop} ends it early from another thread.
 */
public final class AbRun {

    /** How the names of folders begin that are thrown away. */
    private static final String PILOT = ".pilot-";
    /** Of the short campaign of steps: as many sub-blocks as an interval needs. */
    private static final int STEP_BLOCKS = 2;
    private static final int STEP_CYCLES = Estimate.LEAST_N / STEP_BLOCKS * SubBlocks.CYCLES;

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
     * @param confirming the second one; empty where the first found no regression
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
        Pilot pilot = discarded(this::pilot);
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
        return new Result(Optional.of(explained(first.get())), confirming, stopped, null);
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
        Map<Measure, Forecast> forecasts = AbPilot.forecasts(stored.rows(), arm(request.baseline()).key(),
                arm(request.copy().orElse(request.candidate())).key(), spreads.like(arm(request.baseline())), cost, request.budget());
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
        List<Arm> arms = List.of(arm(request.baseline()), arm(request.candidate()), arm(request.copy().orElse(request.candidate())));
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

    /** The same with signs of where a difference comes from, where there is one. What cannot be looked at takes nothing from the verdict. */
    private Measured explained(Measured measured) throws InterruptedException, UnknownRuntimeException {
        if (stopped || !measured.versus().isDifferent()) {
            return measured;
        }
        out.println("where it comes from:");
        List<Sign> signs = new ArrayList<>(Signs.ofSystemShares(measured.campaign().meta().systemShares(), arm(request.baseline()).key(),
                arm(request.candidate()).key()));
        if (request.phase() == Phase.RUN) {
            signs.addAll(looked(this::watched));
        }
        if (request.hasSteps() && !stopped) {
            signs.addAll(looked(this::steps));
        }
        return new Measured(measured.campaign(), measured.versus().and(signs));
    }

    private interface Look {
        List<Sign> signs() throws IOException, InterruptedException, UnknownRuntimeException;
    }

    private List<Sign> looked(Look look) throws InterruptedException, UnknownRuntimeException {
        try {
            return look.signs();
        } catch (IOException e) {
            out.println("not all of the signs of the cause can be had: " + IoFailure.text(e));
            return List.of();
        }
    }

    private List<Sign> watched() throws IOException, InterruptedException, UnknownRuntimeException {
        Explanation explanation = explanations.apply(request.explanation());
        onStop(explanation::stop);
        List<ArmExplanation> seen = explanation.observe();
        Optional<ArmExplanation> baseline = seen.stream().filter(one -> one.arm().equals(arm(request.baseline()))).findFirst();
        Optional<ArmExplanation> candidate = seen.stream().filter(one -> one.arm().equals(arm(request.candidate()))).findFirst();
        return baseline.isPresent() && candidate.isPresent() ? Signs.ofExplanations(baseline.get(), candidate.get()) : List.of();
    }

    private List<Sign> steps() throws IOException, InterruptedException, UnknownRuntimeException {
        return discarded(folder -> {
            CampaignResult result = campaign(request.steps(STEP_BLOCKS, STEP_CYCLES, folder));
            return result.folder() == null ? List.of() : Signs.ofPhases(SubBlocks.of(StoredCampaign.read(result.folder()).rows()),
                    arm(request.baseline()), arm(request.candidate()), AbRequest.STEPS);
        });
    }

    private interface Use<T> {
        T of(Path folder) throws IOException, InterruptedException, UnknownRuntimeException;
    }

    /** Removes what comparisons left that were killed: on a host without campaigns it is nobody's. */
    public static void removePilots(Path results) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(results, PILOT + "*")) {
            for (Path folder : left) {
                TreeRemover.removeTree(folder);
            }
        }
    }

    /** Does something with a folder of results that is thrown away afterwards. */
    private <T> T discarded(Use<T> use) throws IOException, InterruptedException, UnknownRuntimeException {
        Path folder = Files.createTempDirectory(request.results(), PILOT);
        try {
            return use.of(folder);
        } finally {
            TreeRemover.removeTree(folder);
        }
    }

    private Arm arm(String runtime) {
        return new Arm(runtime, request.via(), request.workload(), request.pace(), request.kernel(), request.phase());
    }
}
