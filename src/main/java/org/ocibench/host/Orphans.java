package org.ocibench.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Processes that become children of this one because their own parent has ended, and what takes in their end. This process's
 * other children, which Java's own reaper or the launcher waits for, are left alone.
 */
final class Orphans implements AutoCloseable {

    private static final long LONGEST_JOIN_MILLIS = 5000;

    private final Set<Long> strangers;
    private final List<Thread> reapers = new ArrayList<>();
    private boolean known;
    private boolean more;
    private boolean taken;
    private volatile boolean starting;
    private volatile long own;

    /** Asks the kernel for them. What is a child already is none. */
    Orphans() throws IOException {
        strangers = children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        Native.becomeSubreaper(true);
    }

    /** Starts a process of the launcher's own, which is no orphan. */
    SpawnedProcess start(Spawner spawner) throws IOException {
        starting = true;
        try {
            SpawnedProcess process = spawner.start();
            own = process.pid();
            return process;
        } finally {
            starting = false;
        }
    }

    /** Begins another operation. */
    void next() {
        taken = false;
    }

    /**
     * Takes in the ends of all but this one as they come, if the runtime leaves more than one behind. To look for them reads all of
     * /proc, which takes a millisecond or two: the first time it is found out whether there are any, later it is done beside the wait
     * for the one.
     */
    void takeOthers(int but) {
        if (!known) {
            more = takeAll(but);
            known = true;
        } else if (more && !taken) {
            start(() -> takeAll(but), "orphans");
        }
        taken = true;
    }

    /** Takes in the ends of all but this one as they come. Returns whether there are any. */
    boolean takeAll(int but) {
        taken = true;
        boolean some = false;
        List<ProcessHandle> present = present();
        // One that is only being started may be among them, and its number is known when it is.
        while (starting) {
            Thread.onSpinWait();
        }
        for (ProcessHandle orphan : present) {
            if (orphan.pid() != but && orphan.pid() != own) {
                some = true;
                SpawnedProcess process = new SpawnedProcess((int) orphan.pid());
                start(() -> takeIn(process), "end of " + orphan.pid());
            }
        }
        return some;
    }

    private synchronized void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        reapers.add(thread);
        thread.start();
    }

    /** Waits until all that were taken have ended; false if one has not for long. */
    boolean awaitEnds() {
        boolean ended = true;
        for (Thread reaper : takenAway()) {
            try {
                reaper.join(LONGEST_JOIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ended &= !reaper.isAlive();
        }
        return ended;
    }

    private synchronized List<Thread> takenAway() {
        List<Thread> all = List.copyOf(reapers);
        reapers.clear();
        return all;
    }

    /** Kills all of them, with everything below. */
    void killAll() {
        for (ProcessHandle orphan : present()) {
            List<ProcessHandle> below = orphan.descendants().toList();
            orphan.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
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
