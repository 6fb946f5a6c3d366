package org.ocibench.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ocibench.benchmark.LayerProfiler;
import org.ocibench.engine.Engines;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What the user asked for.
 *
 * @param values        parameter values
 * @param searches      what smallest limits are searched for, after the timed starts
 * @param namedRuntimes runtimes that were asked for by name: missing ones make the campaign invalid
 * @param blocks        blocks per kernel setting, or 0 to plan
 * @param starts        timed operations per block and arm, or 0 to plan
 * @param warmUps       untimed operations per arm at the start of each block
 * @param timedPerTurn  timed operations per turn
 * @param seed          seed of all orders
 * @param full          whether the plan must have what a verdict needs
 * @param opTimeout     time-out per operation, or null for the adaptive one
 * @param containerd    socket of the containerd to measure, or null for a private one
 * @param results       folder of all results
 * @param format        further result format, or null
 * @param formatFile    its file
 * @param jvm           java of the forks, or null
 * @param jvmArgs       the user's flags for the forks
 * @param profilers     the user's profilers
 * @param verbosity     how much JMH writes into the transcripts
 * @param failOnError   whether the first failed start ends the campaign
 * @param copies        whether all runtimes are run from copies, made alike
 * @param articleTable  whether the article's table is printed too
 * @param commandLine   the arguments, for meta.json
 */
public record Request(Selection.Values values, Selection.Searches searches, List<String> namedRuntimes,
        int blocks, int starts, int warmUps, int timedPerTurn, long seed, boolean full, Duration opTimeout, String containerd, Path results,
        ResultFormatType format, Path formatFile, String jvm, List<String> jvmArgs, List<ProfilerConfig> profilers,
        VerboseMode verbosity, boolean failOnError, boolean copies, boolean articleTable, List<String> commandLine) {

    /** Whether the layers of a start are to be told apart, in starts of their own. */
    public boolean watchesLayers() {
        return profilers.stream().anyMatch(profiler -> profiler.getKlass().equals(LayerProfiler.class.getName()));
    }

    /** Operations in turns, at most: what cannot run or does not go together is counted too. What is left to be planned counts once. */
    public long operations() {
        long arms = ((long) values.runtimes().size() * values.ways().size() * values.workloads().size() * values.phases().size()
                + Engines.FLOORS.size()) * values.paces().size() * values.kernels().size() * Math.max(1, values.bursts().size());
        long cycles = (Math.max(1, starts) + timedPerTurn - 1) / timedPerTurn;
        return arms * Math.max(1, blocks) * cycles * Plan.perTurn(timedPerTurn, watchesLayers());
    }

    /** Whether anything is timed. */
    boolean timesStarts() {
        return !values.phases().isEmpty();
    }
}
