package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CgroupMeter;
import org.ocibench.host.Native;

/**
 * The cgroups of an arm: what its operations use is counted there, and what they leave is killed there.
 *
 * <p>CPU time. On cgroup v1 the launching threads sit in the arm's cpuacct cgroup, so that the launched command and the
 * container below it are counted, and so is the little that the threads themselves do; containerd's cgroup is added for the ways
 * through containerd. A thread moves once and stays: a move takes the kernel's thread-group lock, whose grace period would
 * change the very start that follows. On v2 only whole processes can move, so there the command's part is getrusage's.
 */
final class ArmMeters {

    private final CgroupLayout cgroups;
    private final String armCgroup;
    private final String containersCgroup;
    private final List<CgroupMeter> cpuMeters = new ArrayList<>();
    private final CgroupMeter containers;
    private final boolean threaded;
    private final boolean direct;
    private long cpuBefore;
    private OptionalLong containersCpuBefore = OptionalLong.empty();

    ArmMeters(World world, Arm arm, CgroupLayout cgroups) throws IOException {
        this.cgroups = cgroups;
        boolean throughContainerd = Engines.needsContainerd(arm);
        armCgroup = world.armCgroup(arm.key());
        containersCgroup = world.containersCgroup(arm.key());
        cgroups.create(containersCgroup);
        cgroups.delegate(containersCgroup);
        threaded = cgroups.controller("cpuacct").isPresent();
        direct = !throughContainerd;
        if (threaded) {
            cpuMeters.add(new CgroupMeter(cgroups, armCgroup));
        } else if (throughContainerd) {
            cpuMeters.add(new CgroupMeter(cgroups, containersCgroup));
        }
        if (throughContainerd && world.containerd().cgroup() != null) {
            cpuMeters.add(new CgroupMeter(cgroups, world.containerd().cgroup()));
        }
        containers = new CgroupMeter(cgroups, containersCgroup);
    }

    /** Whether the threads that launch have to {@link #join}. */
    boolean threaded() {
        return threaded;
    }

    /** Moves the calling thread to where what it launches is counted. */
    void join() throws IOException {
        Path tasks = cgroups.controller("cpuacct").orElseThrow().mount().resolve(armCgroup.substring(1)).resolve("tasks");
        Files.writeString(tasks, Integer.toString(Native.threadId()));
    }

    /** Notes what its containers have used until now, for {@link #sawContainer}. */
    void notice() throws IOException {
        containersCpuBefore = containers.cpuMicros();
    }

    /** Begins to count. */
    void watch() throws IOException {
        containers.resetPeak();
        cpuBefore = cpuMicros();
    }

    /**
     * CPU time since {@link #watch}, or empty if nothing tells.
     *
     * @param rusage what the commands used as far as they were waited for
     */
    OptionalLong cpuMicros(long rusage) throws IOException {
        // Without any meter there is no cgroup that tells; a sum of nothing would read as 0.
        return cpuMeters.isEmpty() && !direct ? OptionalLong.empty()
                : OptionalLong.of(cpuMicros() - cpuBefore + (threaded ? 0 : rusage));
    }

    /** Peak memory of all its containers together since {@link #watch}. */
    OptionalLong peakBytes() throws IOException {
        return containers.peakBytes();
    }

    /** Whether something ran in a container of the arm since {@link #notice}; true where that cannot be told. */
    boolean sawContainer() throws IOException {
        return containersCpuBefore.isEmpty() || containers.cpuMicros().orElse(0) != containersCpuBefore.getAsLong();
    }

    /** Ends whatever its containers are, and removes their cgroups. */
    void endContainers() throws IOException {
        cgroups.destroyChildren(containersCgroup);
    }

    private long cpuMicros() throws IOException {
        long sum = 0;
        for (CgroupMeter meter : cpuMeters) {
            sum += meter.cpuMicros().orElse(0);
        }
        return sum;
    }
}
