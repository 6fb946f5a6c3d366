package org.ocibench.benchmark;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * How long does each step of a container's life take, with the runtime's own commands?
 *
 * <p>One iteration is one container from create to delete, of which one step is timed. The bench is the container's parent, as a shim
 * is, and learns the end of its process from the kernel. Before a step that wants a running container, the container has said so on
 * its standard output. Containers of {@code create}, {@code start}, {@code userCode} and {@code delete} run the workload, the
 * others sleep until they are killed. Only {@code via=direct}.
 */
public class LifecycleBenchmark extends ContainerBenchmark {

    /**
     * From the launch of {@code run} until the bench has read the first byte that the container's process wrote to its standard output,
     * a pipe. No clock in the container is used. Beside the time to user code it has the start of the workload's shell, one write,
     * and the waking of the reader; under gVisor also the write's way through the sandbox.
     */
    @Benchmark
    public int userCode() {
        return timed();
    }

    /** {@code create}: until the command has ended. */
    @Benchmark
    public int create() {
        return timed();
    }

    /** {@code start} of a created container: until the command has ended. */
    @Benchmark
    public int start() {
        return timed();
    }

    /** {@code state} of a running container. */
    @Benchmark
    public int state() {
        return timed();
    }

    /** {@code exec} of a shell that ends at once, in a running container: until it has ended. */
    @Benchmark
    public int exec() {
        return timed();
    }

    /** {@code kill ID KILL} of a running container: until the command has ended; the container may still live then. */
    @Benchmark
    public int kill() {
        return timed();
    }

    /** The same until the container's process has ended. */
    @Benchmark
    public int stop() {
        return timed();
    }

    /** {@code delete} of a container whose process has ended. */
    @Benchmark
    public int delete() {
        return timed();
    }

    /** {@code delete --force} of a running container. */
    @Benchmark
    public int deleteForce() {
        return timed();
    }
}
