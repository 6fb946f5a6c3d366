package org.ocibench.it;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All processes that descend from one, also those that left its session or lost their parents: looked for again and again from
 * its start on, since afterwards nothing in {@code /proc} tells of it any more.
 */
final class Family implements AutoCloseable {

    private static final long POLL_MILLIS = 50;

    private final Map<Long, Leftovers.Stat> members = new HashMap<>();
    private final Set<Long> sessions = new HashSet<>();
    private final Thread watcher = new Thread(this::watch, "family");
    private volatile boolean closed;

    /** @param head the first of it, leader of a session of its own */
    Family(long head) {
        sessions.add(head);
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Those that still live, zombies not counted. */
    List<Leftovers.Stat> living() {
        look();
        synchronized (this) {
            return Leftovers.stats().stream().filter(stat -> isMember(stat) && !stat.isZombie()).toList();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void watch() {
        while (!closed) {
            look();
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    // A child may stand before its parent in the table, where numbers have begun anew: then the next look finds it.
    private synchronized void look() {
        for (Leftovers.Stat stat : Leftovers.stats()) {
            Leftovers.Stat parent = members.get(stat.parent());
            if (isMember(stat) || parent != null && parent.start() <= stat.start()) {
                members.put(stat.pid(), stat);
                sessions.add(stat.session());
            }
        }
    }

    private boolean isMember(Leftovers.Stat stat) {
        Leftovers.Stat known = members.get(stat.pid());
        return known != null && known.start() == stat.start() || sessions.contains(stat.session());
    }
}
