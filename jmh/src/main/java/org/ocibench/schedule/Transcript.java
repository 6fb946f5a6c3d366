package org.ocibench.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What JMH says of one arm's fork: kept in a file, because the forks of a block speak at the same time. It also keeps the
 * parameters that JMH settled on, which nothing else gives back when the fork dies.
 */
final class Transcript implements OutputFormat {

    private final PrintStream file;
    private final OutputFormat out;
    private final List<String> stderr = Collections.synchronizedList(new ArrayList<>());
    private boolean inStderr;
    private boolean inFailure;
    private volatile String thrown;
    private volatile BenchmarkParams params;
    private int iterations;

    Transcript(Path file, VerboseMode mode) throws IOException {
        this.file = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
        out = OutputFormatFactory.createFormatInstance(this.file, mode);
    }

    /** The benchmark's parameters, or null if JMH did not come so far. */
    BenchmarkParams params() {
        return params;
    }

    /**
     * Waits until JMH has taken in this many iterations of the fork. It does so in this process while the fork goes on, and
     * must not do it beside the next operation.
     */
    synchronized void awaitIterations(int count, long limitMillis) throws InterruptedException {
        long deadline = System.nanoTime() + limitMillis * 1_000_000;
        while (iterations < count && System.nanoTime() < deadline) {
            wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
    }

    @Override
    public void startBenchmark(BenchmarkParams benchmark) {
        params = benchmark;
        out.startBenchmark(benchmark);
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams iteration, int number) {
        out.iteration(benchmark, iteration, number);
    }

    @Override
    public void iterationResult(BenchmarkParams benchmark, IterationParams iteration, int number, IterationResult data) {
        out.iterationResult(benchmark, iteration, number, data);
        synchronized (this) {
            iterations++;
            notifyAll();
        }
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        out.endBenchmark(result);
    }

    @Override
    public void startRun() {
        out.startRun();
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        out.endRun(results);
    }

    @Override
    public void print(String text) {
        out.print(text);
    }

    /** What was thrown in a fork that failed, in one line, or else what it wrote to stderr last; null if JMH told of neither. */
    String failure() {
        if (thrown != null) {
            return thrown;
        }
        String last = String.join(" ", stderr);
        return last.isEmpty() ? null : last;
    }

    @Override
    public void println(String text) {
        if (inStderr && !text.startsWith("</stderr>") && !text.isBlank()) {
            stderr.add(text.strip());
        }
        if (inFailure && !text.isBlank()) {
            thrown = text.lines().findFirst().orElse("").strip();
            inFailure = false;
        }
        inFailure |= text.equals("<failure>");
        inStderr = text.startsWith("<stderr") || inStderr && !text.startsWith("</stderr>");
        out.println(text);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.close();
        // JMH's formats do nothing when they are closed.
        file.close();
    }

    @Override
    public void verbosePrintln(String text) {
        out.verbosePrintln(text);
    }

    @Override
    public void write(int b) {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }
}
