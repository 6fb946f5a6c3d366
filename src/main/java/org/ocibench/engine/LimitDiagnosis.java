package org.ocibench.engine;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.ocibench.host.OomKills;

/** Tells what a limit had to do with the failure of a start. */
final class LimitDiagnosis {

    /** What runtimes say when they cannot set a limit: runc's and youki's own words, and the kernel's files in v1 and v2. */
    private static final List<String> REFUSED = List.of("unable to set memory limit", "memory.limit_in_bytes",
            "memory.memsw.limit_in_bytes", "memory.max", "memory.swap.max", "pids.max");
    /** 128 + SIGKILL: what is left to go by where the kernel does not count. */
    private static final int KILLED = 137;

    private final OomKills kills;
    private OptionalLong before = OptionalLong.empty();

    LimitDiagnosis(OomKills kills) {
        this.kills = kills;
    }

    /** Takes the counter's state before a start. */
    void watch() throws IOException {
        before = kills.count();
    }

    /** The outcome with the class that the limit explains; a success stays what it is. */
    Outcome refine(Outcome outcome) throws IOException {
        OptionalLong now = kills.count();
        boolean counted = before.isPresent() && now.isPresent();
        boolean more = counted && now.getAsLong() > before.getAsLong();
        return outcome.fold(ok -> ok, failed -> refined(failed, counted ? more : failed.exit() == KILLED),
                // What hangs because a part of it was killed was killed.
                late -> more ? killed(late.wallNanos(), Outcome.NO_EXIT, late.stderr()) : late);
    }

    private static Outcome refined(Outcome.Failed failed, boolean killed) {
        if (killed) {
            return killed(failed.wallNanos(), failed.exit(), failed.stderr());
        }
        String said = failed.stderr().toLowerCase(Locale.ROOT);
        return REFUSED.stream().noneMatch(said::contains) ? failed
                : new Outcome.Failed(failed.wallNanos(), failed.exit(), FailureClass.LIMIT_REFUSED, failed.layer(), failed.stderr());
    }

    private static Outcome killed(long wallNanos, int exit, String said) {
        return new Outcome.Failed(wallNanos, exit, FailureClass.OOM_KILL, Layer.CONTAINER, said);
    }
}
