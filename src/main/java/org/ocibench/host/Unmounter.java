package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Path;

/** Unmounts; {@code Native::unmount} on a real host. */
@FunctionalInterface
public interface Unmounter {

    /**
     * Removes the topmost mount on a mount point.
     *
     * @throws IOException with the reason if it cannot
     */
    void unmount(Path point) throws IOException;
}
