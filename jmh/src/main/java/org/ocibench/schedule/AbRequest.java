package org.ocibench.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocibench.benchmark.ContainerBenchmark;
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

    /** A campaign of it. */
    Request campaign(int blocks, int cycles, long ownSeed, Path folder) {
        List<String> runtimes = new ArrayList<>(List.of(baseline, candidate));
        copy.ifPresent(runtimes::add);
        return new Request(new Selection.Values(runtimes, List.of(via), List.of(workload), List.of(pace), List.of(kernel),
                List.of(phase), false), new Selection.Searches(List.of(), Engines.LIMITED_WAYS), List.of(baseline, candidate), blocks,
                cycles * Plan.TIMED_PER_TURN, ContainerBenchmark.WARM_UPS, Plan.TIMED_PER_TURN, ownSeed, false, opTimeout, null, folder,
                null, null, null, List.of(), List.of(), VerboseMode.NORMAL, false, true, false, commandLine);
    }
}
