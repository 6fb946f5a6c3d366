package org.ocibench.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, told from a later one with the same number.
 *
 * @param start time of its start in clock ticks after boot: field 22 of {@code /proc/pid/stat}
 */
public record ProcessKey(long pid, long start) {

    /** The process that runs this. */
    public static ProcessKey self(Path root) throws IOException {
        ProcStat self = ProcStat.parse(new ProcFiles(root).read("self/stat"));
        if (self == null) {
            throw new IOException("/proc/self/stat is not readable");
        }
        return self.key();
    }

    /** Whether this very process runs; a zombie does not. */
    public boolean isAlive(Path root) {
        ProcStat now = new ProcFiles(root).stat(pid);
        return now != null && now.start() == start && !now.isDead();
    }

    /** Reads what {@link #toString()} wrote. */
    static Optional<ProcessKey> parse(String text) {
        return text.matches("[0-9]{1,10}:[0-9]{1,18}")
                ? Optional.of(new ProcessKey(Long.parseLong(text.substring(0, text.indexOf(':'))),
                        Long.parseLong(text.substring(text.indexOf(':') + 1))))
                : Optional.empty();
    }

    /** {@code pid:start}. */
    @Override
    public String toString() {
        return pid + ":" + start;
    }
}
