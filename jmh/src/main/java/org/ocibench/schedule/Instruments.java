package org.ocibench.schedule;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.SchedTracer;
import org.ocibench.host.Work;
import org.ocibench.host.WorkCounters;

/** What an untimed pass watches starts with: a tracer of the scheduler, and counters for each start and for the daemon that it goes through. */
final class Instruments implements AutoCloseable {

    private static final String PATH = "critical path";

    private final SchedTracer tracer;
    private final Map<String, String> missing = new TreeMap<>();
    private final ExecutorService daemons;
    private WorkCounters daemon;

    /** Opens what this host allows. */
    Instruments() {
        SchedTracer opened = null;
        try {
            PrivateWorld.showTracefs();
            opened = new SchedTracer();
        } catch (IOException e) {
            missing.put(PATH, e.getMessage());
        }
        tracer = opened;
        daemons = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "daemons");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a daemon. */
    interface Daemon {
        void start() throws IOException;
    }

    /**
     * Starts the daemon that starts go through, counted, in a thread of its own. To be called once, also where there is none to start:
     * as long as its counters are open, opening and closing others is cheap.
     */
    void around(Daemon of) throws IOException, InterruptedException {
        try {
            daemon = daemons.submit(() -> {
                WorkCounters counters = new WorkCounters();
                of.start();
                return counters;
            }).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
        daemon.missing().forEach((work, reason) -> missing.put(work.label(), reason));
    }

    Optional<SchedTracer> tracer() {
        return Optional.ofNullable(tracer);
    }

    /** Begins to count for the next program that this thread starts. */
    Count count() throws IOException {
        return new Count(new WorkCounters(), daemon.read());
    }

    /** A count that has begun. */
    final class Count {

        private final WorkCounters own;
        private final Map<Work, Long> daemonBefore;

        private Count(WorkCounters own, Map<Work, Long> daemonBefore) {
            this.own = own;
            this.daemonBefore = daemonBefore;
        }

        /** Ends it: what the program and the daemon did since. */
        Map<Work, Long> end() throws IOException {
            Map<Work, Long> sum = new HashMap<>(own.read());
            own.close();
            daemon.read().forEach((work, after) -> sum.merge(work, after - daemonBefore.get(work), Long::sum));
            return sum;
        }
    }

    /** What cannot be had here, by its label, with the reason. */
    Map<String, String> missing() {
        return Map.copyOf(missing);
    }

    /** Whether there is nothing to watch with. */
    boolean isEmpty() {
        return missing.size() == Work.values().length + 1;
    }

    @Override
    public void close() throws IOException {
        daemons.shutdown();
        if (daemon != null) {
            daemon.close();
        }
        if (tracer != null) {
            tracer.close();
        }
    }
}
