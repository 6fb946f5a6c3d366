package org.ocibench.engine;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CgroupMeter;

/** Which part of the CPU time of all of an arm's starts in a campaign, untimed ones too, was spent in the kernel. */
public final class SystemShare {

    private SystemShare() {
    }

    /**
     * Reads it while the arms' cgroups are there.
     *
     * @return from 0 to 1 by the arm's key; without what cannot be read, without arms on cgroup v2, where the runtime itself is not in their cgroups, and
     *         without those through containerd, which all arms share
     */
    public static Map<String, Double> of(World world, List<Arm> arms, CgroupLayout cgroups) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Arm arm : arms) {
            if (!Engines.needsContainerd(arm)) {
                try {
                    new CgroupMeter(cgroups, world.armCgroup(arm.key())).systemShare().ifPresent(share -> shares.put(arm.key(), share));
                } catch (IOException e) {
                    // A sign more or less is not worth a campaign that has been measured.
                    continue;
                }
            }
        }
        return shares;
    }
}
