package org.ocibench.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocibench.benchmark.ContainerBenchmark;
import org.ocibench.campaign.OperationLog;
import org.ocibench.compare.SubBlocks;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Two versions that are to be compared.
 *
 * @param baseline    value of the runtime parameter
 * @param candidate   value of the runtime parameter
 * @param copy        of the baseline, the A/A control; empty where there can be none
 * @param via         the way
 * @param workload    what the container does
 * @param pace        {@code burst} or {@code isolated}
 * @param kernel      {@code quiet} or {@code default}
 * @param phase       what is timed
 * @param budget      how long the campaign may take, without its pilot and the one that confirms
 * @param seed        seed of the campaign's orders
 * @param opTimeout   time-out per operation, or null for the adaptive one
 * @param results     folder of all results
 * @param commandLine the arguments, for meta.json
 */
public record AbRequest(String baseline, String candidate, Optional<String> copy, String via, String workload, String pace,
        String kernel, Phase phase, Duration budget, long seed, Duration opTimeout, Path results, List<String> commandLine) {

    /** Steps of a container's life that tell which of them a whole start owes a difference to. */
    static final List<Phase> STEPS = List.of(Phase.CREATE, Phase.START, Phase.DELETE);
    /** Starts of the untimed pass. */
    private static final int WATCHED = 20;
    private static final Duration WATCHED_LIMIT = Duration.ofSeconds(10);

    /** A campaign of it. */
    Request campaign(int blocks, int cycles, long ownSeed, Path folder) {
        List<String> runtimes = new ArrayList<>(List.of(baseline, candidate));
        copy.ifPresent(runtimes::add);
        return campaign(values(runtimes, List.of(phase)), blocks, cycles, ownSeed, folder);
    }

    /** Sub-blocks per block with which the campaign's log can still be read again. */
    int mostSubBlocks(int blocks) {
        // One less, for the warm-ups.
        return (int) (OperationLog.MAX_ROWS / campaign(blocks, SubBlocks.CYCLES, seed, results).operations()) - 1;
    }

    /** A short campaign of the steps of a container's life. */
    Request steps(int blocks, int cycles, Path folder) {
        return campaign(values(List.of(baseline, candidate), STEPS), blocks, cycles, seed, folder);
    }

    /** Whether {@link #steps} tells anything: of whole starts without containerd. */
    boolean hasSteps() {
        return phase == Phase.RUN && via.equals(Engines.DIRECT);
    }

    /** An untimed pass over both. */
    ExplainRequest explanation() {
        return new ExplainRequest(values(List.of(baseline, candidate), List.of(Phase.RUN)), List.of(), WATCHED,
                opTimeout == null ? WATCHED_LIMIT : opTimeout, results, commandLine);
    }

    /** The arm of one of its runtimes. */
    Arm arm(String runtime) {
        return new Arm(runtime, via, workload, pace, kernel, phase);
    }

    private Selection.Values values(List<String> runtimes, List<Phase> phases) {
        return new Selection.Values(runtimes, List.of(via), List.of(workload), List.of(pace), List.of(kernel), phases, false);
    }

    private Request campaign(Selection.Values values, int blocks, int cycles, long ownSeed, Path folder) {
        return new Request(values, new Selection.Searches(List.of(), Engines.LIMITED_WAYS), List.of(baseline, candidate), blocks,
                cycles * Plan.TIMED_PER_TURN, ContainerBenchmark.WARM_UPS, Plan.TIMED_PER_TURN, ownSeed, false, opTimeout, null, folder,
                null, null, null, List.of(), List.of(), VerboseMode.NORMAL, false, true, false, commandLine);
    }
}
