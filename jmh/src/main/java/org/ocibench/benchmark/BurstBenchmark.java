package org.ocibench.benchmark;

import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.HostState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * How long do several containers take that are started at the same moment, as a kubelet does after a node has come up?
 *
 * <p>One iteration is one burst. The score is its makespan, from opening the gate at which a thread for each container waits until the
 * last of their commands has ended; how long each container took from its own launch to its own end is in the campaign's log of bursts
 * and in secondary metrics. A burst in which a container failed counts as failed.
 */
public class BurstBenchmark extends ContainerBenchmark {

    /** Containers of a burst. */
    @Param({"1", "2", "4", "8", "16"})
    public int together;

    /** Containers that live meanwhile and do nothing. Only the bench's own scheduler makes them. */
    @Param("0")
    public int idle;

    /** Further mounts in the mount namespace in which containers are started. Only the bench's own scheduler makes them. */
    @Param("0")
    public int mounts;

    @Override
    Arm arm(String benchmark) {
        return new Arm(runtime, via, workload, pace, kernel).with(new Burst(together, new HostState(idle, mounts)));
    }

    /** The burst. */
    @Benchmark
    public int together() {
        return timed();
    }
}
