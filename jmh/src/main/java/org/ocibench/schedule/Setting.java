package org.ocibench.schedule;

import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.HostState;

/**
 * What is constant within a block. The kernel's setting and the state of the host are the whole host's. The number of containers
 * together is constant too: a block has a fork for each of its arms, all alive at once, and what a large burst leaves to the kernel
 * would fall on the small one after it.
 *
 * @param kernel setting of the kernel
 * @param burst  containers together and the host's state, or null for single containers
 */
record Setting(String kernel, Burst burst) {

    static Setting of(Arm arm) {
        return new Setting(arm.kernel(), arm.burst());
    }

    /**
     * Reads a {@link #label}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Setting ofLabel(String label) {
        String[] parts = label.split("/", 2);
        return new Setting(parts[0], parts.length == 1 ? null : Burst.ofPhase(parts[1])
                .orElseThrow(() -> new IllegalArgumentException("not a burst: " + parts[1])));
    }

    /** Its name in plans: {@code default}, {@code quiet/together-4-idle50}. */
    String label() {
        return burst == null ? kernel : kernel + "/" + burst.phase();
    }

    /** The state in which the host is to be. */
    HostState state() {
        return burst == null ? HostState.NONE : burst.state();
    }
}
