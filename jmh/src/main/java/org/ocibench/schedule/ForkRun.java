package org.ocibench.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.benchmark.ContainerProfiler;
import org.ocibench.engine.Arm;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One JMH fork of one arm in one block, run by a JMH runner in a thread of the scheduler. */
final class ForkRun {

    /** Waiting for a turn counts against JMH's own time-out, so it is set out of the way; the conductor keeps the limits. */
    private static final TimeValue OUT_OF_THE_WAY = TimeValue.hours(48);

    private final Arm arm;
    private final Transcript transcript;
    private final Thread thread;
    private volatile Collection<RunResult> results = List.of();
    private volatile String failure;

    /**
     * What is the same for every fork of a campaign.
     *
     * @param jvm       java executable of the forks, or null for the scheduler's own
     * @param jvmArgs   all flags of the forks
     * @param profilers profilers that the user asked for
     */
    record Settings(String jvm, List<String> jvmArgs, List<ProfilerConfig> profilers, VerboseMode verbosity) {
        Settings {
            jvmArgs = List.copyOf(jvmArgs);
            profilers = List.copyOf(profilers);
        }
    }

    ForkRun(Arm arm, Plan plan, Settings settings, List<String> blockArgs, Path transcriptFile) throws IOException {
        this.arm = arm;
        transcript = new Transcript(transcriptFile, settings.verbosity());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(Benchmarks.name(arm)) + "$")
                .forks(1)
                .warmupForks(0)
                .warmupIterations(plan.warmUps())
                .measurementIterations(plan.timedPerBlock())
                .timeout(OUT_OF_THE_WAY)
                .shouldFailOnError(false)
                .verbosity(settings.verbosity())
                .addProfiler(ContainerProfiler.class);
        for (ProfilerConfig profiler : settings.profilers()) {
            if (!profiler.getKlass().equals(ContainerProfiler.class.getName())) {
                options.addProfiler(profiler.getKlass(), profiler.getOpts());
            }
        }
        arm.params().forEach(options::param);
        List<String> jvmArgs = new java.util.ArrayList<>(settings.jvmArgs());
        jvmArgs.addAll(blockArgs);
        options.jvmArgs(jvmArgs.toArray(String[]::new));
        if (settings.jvm() != null) {
            options.jvm(settings.jvm());
        }
        thread = new Thread(() -> run(options), "fork of " + arm);
        thread.setDaemon(true);
    }

    private void run(ChainedOptionsBuilder options) {
        try {
            results = new Runner(options.build(), transcript).run();
        } catch (RunnerException | RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        } finally {
            transcript.close();
        }
    }

    void start() {
        thread.start();
    }

    /** True once JMH has given back what it has of this fork. */
    boolean hasEnded() {
        return !thread.isAlive() && thread.getState() != Thread.State.NEW;
    }

    /** Waits for JMH's end of the fork. Returns false if it did not come in time. */
    boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    Arm arm() {
        return arm;
    }

    Transcript transcript() {
        return transcript;
    }

    /** What JMH said went wrong with the fork, or what was thrown in it, or what it said last, or null. */
    String failure() {
        return failure != null ? failure : transcript.failure();
    }

    /** JMH's result of the fork, or null if it has none. */
    BenchmarkResult result() {
        return results.stream().flatMap(run -> run.getBenchmarkResults().stream()).findFirst().orElse(null);
    }
}
