package org.ocibench.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.ocibench.host.Tool;

/** System properties through which a fork learns the campaign it belongs to. */
public final class WorldProperties {

    /** Names the file with the campaign's world. */
    static final String WORLD = "ocibench.world";
    /** The block, so that ids differ between blocks. */
    static final String BLOCK = "ocibench.block";
    /** containerd's socket; only for the stock JMH main. */
    static final String CONTAINERD = "ocibench.containerd";

    private WorldProperties() {
    }

    /**
     * JVM flags for the forks of a block.
     *
     * @param padding of the environment of what they start, see {@link Tool#PADDING}
     */
    public static List<String> flags(Path world, int block, int padding) {
        return List.of("-D" + WORLD + "=" + world, "-D" + BLOCK + "=" + block, "-D" + Tool.PADDING + "=" + padding);
    }
}
