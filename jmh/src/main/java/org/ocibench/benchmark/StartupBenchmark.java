package org.ocibench.benchmark;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * How long does one container take from create to exit?
 *
 * <p>One iteration is one start: the launch of the command, or the commands, that create the container, run its process, wait for it
 * and delete it, until the last has ended. Not measured: making the bundle, unpacking an image, cleaning up after a failure.
 */
public class StartupBenchmark extends ContainerBenchmark {

    /** The start itself. */
    @Benchmark
    public int run() {
        return timed();
    }
}
