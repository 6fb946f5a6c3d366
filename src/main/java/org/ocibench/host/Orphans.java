package org.ocibench.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Processes that become children of this one because their own parent has ended, and what takes in their end. This process's
 * other children, which Java's own reaper waits for, are left alone.
 */
final class Orphans implements AutoCloseable {

    private static final long LONGEST_JOIN_MILLIS = 5000;

    private final Set<Long> strangers;
    private final List<Thread> reapers = new ArrayList<>();
    // Looking for them reads all of /proc, a millisecond or two: what never left a second one is not asked again.
    private boolean mayBeMore = true;

    /** Asks the kernel for them. What is a child already is none. */
    Orphans() throws IOException {
        strangers = children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        Native.becomeSubreaper(true);
    }

    /** Takes in the ends of all but this one as they come, if the runtime leaves more than one behind. */
    void takeOthers(int but) {
        if (mayBeMore) {
            mayBeMore = take(but);
        }
    }

    /** Takes in the ends of all as they come. */
    void takeAll() {
        take(0);
    }

    /** Waits until all that were taken have ended; false if one has not for long. */
    boolean awaitEnds() {
        boolean ended = true;
        for (Thread reaper : reapers) {
            try {
                reaper.join(LONGEST_JOIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ended &= !reaper.isAlive();
        }
        reapers.clear();
        return ended;
    }

    /** Kills all of them, with everything below. */
    void killAll() {
        for (ProcessHandle orphan : present()) {
            List<ProcessHandle> below = orphan.descendants().toList();
            orphan.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private boolean take(int but) {
        boolean some = false;
        for (ProcessHandle orphan : present()) {
            if (orphan.pid() != but) {
                some = true;
                SpawnedProcess process = new SpawnedProcess((int) orphan.pid());
                Thread reaper = new Thread(() -> takeIn(process), "end of " + orphan.pid());
                reaper.setDaemon(true);
                reaper.start();
                reapers.add(reaper);
            }
        }
        return some;
    }

    private static void takeIn(SpawnedProcess process) {
        try {
            process.waitFor();
        } catch (IllegalStateException taken) {
            // Somebody else took it in.
            return;
        }
    }

    private List<ProcessHandle> present() {
        return children().stream().filter(child -> !strangers.contains(child.pid())).toList();
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }

    @Override
    public void close() throws IOException {
        Native.becomeSubreaper(false);
    }
}
