package org.ocibench.schedule;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ocibench.engine.HostState;
import org.ocibench.engine.IdleContainers;
import org.ocibench.engine.World;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.ExtraMounts;
import org.ocibench.runtime.RuntimeCatalog;

/** Brings the host into the states that a plan asks for, and back. To be asked only while nothing is being started. */
final class HostStates {

    private final World world;
    private final RuntimeCatalog catalog;
    private final CgroupLayout cgroups;
    private final ExtraMounts mounts;
    private HostState state = HostState.NONE;
    private IdleContainers idle;

    HostStates(World world, RuntimeCatalog catalog, CgroupLayout cgroups) {
        this.world = world;
        this.catalog = catalog;
        this.cgroups = cgroups;
        mounts = new ExtraMounts(world.extraMounts());
    }

    /**
     * Brings the host into a state.
     *
     * @param stop whether it is not wanted any more: then it may be left half made
     * @throws IOException if it cannot be made
     */
    void apply(HostState wanted, BooleanSupplier stop) throws IOException {
        mounts.set(wanted.mounts());
        if (idle == null && wanted.idle() > 0) {
            idle = new IdleContainers(world, IdleContainers.runtime(catalog).orElseThrow(), cgroups);
        }
        if (idle != null) {
            idle.set(wanted.idle(), stop);
        }
        state = wanted;
    }

    /** What is not as it was made, or empty. */
    Optional<String> change() throws IOException {
        int living = idle == null ? 0 : idle.living();
        return living == state.idle() ? Optional.empty()
                : Optional.of("Of " + state.idle() + " idle containers " + living + " lived");
    }

    /** Takes everything back. */
    void takeBack() throws IOException {
        apply(HostState.NONE, () -> false);
    }
}
