package org.ocibench.engine;

import java.util.Objects;
import org.ocibench.host.Launcher;

/**
 * One start, ready to be launched.
 *
 * @param id      container id
 * @param command what is launched
 */
public record Start(String id, Launcher.Command command) {
    public Start {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(command, "command is null");
    }
}
