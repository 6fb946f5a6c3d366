package org.ocibench.engine;

import java.io.IOException;
import java.util.OptionalDouble;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CgroupMeter;

/** Which part of the CPU time of all of an arm's starts in a campaign, untimed ones too, was spent in the kernel. */
public final class SystemShare {

    private SystemShare() {
    }

    /**
     * Reads it while the arm's cgroups are there.
     *
     * @return empty on cgroup v2, where the runtime itself is not in them, and through containerd, which all arms share
     * @throws IOException if a cgroup cannot be read
     */
    public static OptionalDouble of(World world, Arm arm, CgroupLayout cgroups) throws IOException {
        return cgroups.controller("cpuacct").isEmpty() || Engines.needsContainerd(arm) ? OptionalDouble.empty()
                : new CgroupMeter(cgroups, world.armCgroup(arm.key())).systemShare();
    }
}
