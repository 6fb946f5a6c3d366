package org.ocibench.engine;

/**
 * What the host has besides what is measured. It is a state of the whole host, so it is constant within a block.
 *
 * @param idle   containers that live and do nothing
 * @param mounts further mounts in the mount namespace in which containers are started
 */
public record HostState(int idle, int mounts) {

    /** The host as it is. */
    public static final HostState NONE = new HostState(0, 0);
    /** A thousand idle containers take some 3 GB of most hosts' memory and minutes to start. */
    public static final int MOST_IDLE = 1000;
    /** A tenth of what the kernel allows in a mount namespace unless told otherwise ({@code fs.mount-max}). */
    public static final int MOST_MOUNTS = 10_000;

    public HostState {
        require("idle", idle, MOST_IDLE);
        require("mounts", mounts, MOST_MOUNTS);
    }

    private static void require(String what, int number, int most) {
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(what + " is not from 0 to " + most + ": " + number);
        }
    }

    /** True if nothing is to be made. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** For a reader: {@code 50 idle containers and 100 further mounts}. */
    public String told() {
        return idle + " idle containers and " + mounts + " further mounts";
    }
}
