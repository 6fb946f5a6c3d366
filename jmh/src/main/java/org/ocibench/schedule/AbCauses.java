package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.ArmExplanation;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Sign;
import org.ocibench.compare.Signs;
import org.ocibench.compare.SubBlocks;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Phase;
import org.ocibench.host.IoFailure;
import org.ocibench.runtime.UnknownRuntimeException;

/**
 * Looks for where a difference between two versions comes from: an untimed pass in which both are watched, and a short campaign of the steps of
 * a container's life. What cannot be looked at takes nothing from the verdict.
 */
final class AbCauses {

    /** Of the short campaign of steps: as many sub-blocks as an interval needs. */
    private static final int STEP_BLOCKS = 2;
    private static final int STEP_CYCLES = Estimate.LEAST_N / STEP_BLOCKS * SubBlocks.CYCLES;

    private final AbRequest request;
    private final Running<Request, CampaignResult> campaigns;
    private final Running<ExplainRequest, List<ArmExplanation>> explanations;
    private final BooleanSupplier stopped;
    private final PrintStream out;

    /** How it gets what it looks at. */
    interface Running<Q, R> {
        R run(Q request) throws IOException, InterruptedException, UnknownRuntimeException;
    }

    private interface Look {
        List<Sign> signs() throws IOException, InterruptedException, UnknownRuntimeException;
    }

    AbCauses(AbRequest request, Running<Request, CampaignResult> campaigns, Running<ExplainRequest, List<ArmExplanation>> explanations,
            BooleanSupplier stopped, PrintStream out) {
        this.request = request;
        this.campaigns = campaigns;
        this.explanations = explanations;
        this.stopped = stopped;
        this.out = out;
    }

    /**
     * The signs.
     *
     * @param systemShares of the campaign that found the difference: which part of its CPU time an arm spent in the kernel, by its key
     */
    List<Sign> look(Map<String, Double> systemShares) throws InterruptedException, UnknownRuntimeException {
        out.println("where it comes from:");
        List<Sign> signs = new ArrayList<>(Signs.ofSystemShares(systemShares, request.arm(request.baseline()).key(),
                request.arm(request.candidate()).key()));
        if (request.phase() == Phase.RUN) {
            signs.addAll(looked(this::watched));
        }
        if (request.hasSteps()) {
            signs.addAll(looked(this::steps));
        }
        return signs;
    }

    private List<Sign> looked(Look look) throws InterruptedException, UnknownRuntimeException {
        try {
            return stopped.getAsBoolean() ? List.of() : look.signs();
        } catch (IOException e) {
            out.println("not all of the signs of the cause can be had: " + IoFailure.text(e));
            return List.of();
        }
    }

    private List<Sign> watched() throws IOException, InterruptedException, UnknownRuntimeException {
        List<ArmExplanation> seen = explanations.run(request.explanation());
        Optional<ArmExplanation> baseline = of(request.arm(request.baseline()), seen);
        Optional<ArmExplanation> candidate = of(request.arm(request.candidate()), seen);
        return baseline.isPresent() && candidate.isPresent() ? Signs.ofExplanations(baseline.get(), candidate.get()) : List.of();
    }

    private static Optional<ArmExplanation> of(Arm arm, List<ArmExplanation> seen) {
        return seen.stream().filter(one -> one.arm().equals(arm)).findFirst();
    }

    private List<Sign> steps() throws IOException, InterruptedException, UnknownRuntimeException {
        return Discarded.folder(request.results(), folder -> {
            CampaignResult result = campaigns.run(request.steps(STEP_BLOCKS, STEP_CYCLES, folder));
            return result.folder() == null ? List.of() : Signs.ofPhases(SubBlocks.of(StoredCampaign.read(result.folder()).rows()),
                    request.arm(request.baseline()), request.arm(request.candidate()), AbRequest.STEPS);
        });
    }
}
