package org.ocibench.schedule;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where a campaign's wall time went. */
final class Spent {

    /** What time was spent on. */
    enum On {
        /** Folders, root file system, image, catalog, host facts. */
        SET_UP,
        /** Starting and stopping the private containerd. */
        CONTAINERD,
        /** Proving each arm by one container. */
        PROBES,
        /** Starting and ending the forks of each block. */
        FORKS,
        /** Timed operations. */
        TIMED,
        /** Lead-in, warm-up and watched operations. */
        UNTIMED,
        /** Searches for the smallest limits. */
        SEARCHES,
        /** The idle time before each start at pace isolated. */
        IDLE,
        /** Passing the turn: messages, JMH's work between iterations, counters, cleaning up after failures. */
        HAND_OVER,
        /** Looking for leftovers. */
        CENSUS,
        /** Writing results. */
        RESULTS
    }

    private final Map<On, Long> nanos = new EnumMap<>(On.class);
    private final long begun = System.nanoTime();

    void add(On on, long duration) {
        nanos.merge(on, duration, Long::sum);
    }

    /** Runs something and books its time. */
    <T, E extends Exception> T on(On on, Work<T, E> work) throws E {
        long start = System.nanoTime();
        try {
            return work.run();
        } finally {
            add(on, System.nanoTime() - start);
        }
    }

    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    double seconds(On on) {
        return nanos.getOrDefault(on, 0L) / 1e9;
    }

    double totalSeconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Share of the wall time so far that lies in timed operations. */
    double timedShare() {
        return seconds(On.TIMED) / totalSeconds();
    }

    /** For meta.json: seconds by purpose, the rest unattributed, and the share of timed operations. */
    Map<String, Object> json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        double known = 0;
        for (On on : On.values()) {
            tree.put(on.name().toLowerCase(Locale.ROOT) + "Seconds", rounded(seconds(on)));
            known += seconds(on);
        }
        tree.put("otherSeconds", rounded(totalSeconds() - known));
        tree.put("totalSeconds", rounded(totalSeconds()));
        tree.put("timedShare", rounded(timedShare()));
        return tree;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
