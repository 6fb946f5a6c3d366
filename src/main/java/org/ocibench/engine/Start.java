package org.ocibench.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.ocibench.bundle.Workload;
import org.ocibench.host.Step;

/**
 * One operation on one container, ready to be launched.
 *
 * @param id     container id
 * @param before untimed steps that bring the container where the timed ones need it; may be empty
 * @param timed  what is timed; not empty
 * @param after  untimed steps that end what is left of it after a success; may be empty
 * @param stdout file that takes what the container, or the command, writes to its standard output; null where it goes elsewhere
 * @param words  what has to stand in that file; null where there is none
 * @param stderr file that takes what the commands write to stderr, or null
 * @param log    file into which the runtime writes what went wrong, or null where it says it on stderr
 */
public record Start(String id, List<Step> before, List<Step> timed, List<Step> after, Path stdout, String words,
        Path stderr, Path log) {
    public Start {
        Objects.requireNonNull(id, "id is null");
        words = stdout == null ? null : words;
        before = List.copyOf(before);
        timed = List.copyOf(timed);
        after = List.copyOf(after);
        if (timed.isEmpty()) {
            throw new IllegalArgumentException("nothing is timed");
        }
    }

    /** An operation that is one command. */
    static Start of(String id, Step.Command command) {
        return new Start(id, List.of(), List.of(command), List.of(), command.stdout(), Workload.MARK, command.stderr(), null);
    }

    /** The first command that is timed, or else the first there is: what a message shows. */
    public Step.Command command() {
        for (List<Step> steps : List.of(timed, before, after)) {
            for (Step step : steps) {
                if (step instanceof Step.Command command) {
                    return command;
                }
                if (step instanceof Step.Begin begin) {
                    return begin.command();
                }
            }
        }
        throw new IllegalStateException("an operation without a command");
    }
}
