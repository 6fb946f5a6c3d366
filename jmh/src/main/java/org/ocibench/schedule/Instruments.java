package org.ocibench.schedule;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ocibench.host.SchedTracer;
import org.ocibench.host.Work;
import org.ocibench.host.WorkCounters;

/**
 * What an untimed pass watches starts with. Make it on the thread that starts everything, and before that starts anything: the counters
 * count what descends from it.
 */
final class Instruments implements AutoCloseable {

    private static final String PATH = "critical path";

    private final WorkCounters counters;
    private final SchedTracer tracer;
    private final Map<String, String> missing = new TreeMap<>();

    /** Opens what this host allows. */
    Instruments() {
        SchedTracer opened = null;
        try {
            opened = new SchedTracer();
        } catch (IOException e) {
            missing.put(PATH, e.getMessage());
        }
        tracer = opened;
        counters = new WorkCounters();
        counters.missing().forEach((work, reason) -> missing.put(work.label(), reason));
    }

    WorkCounters counters() {
        return counters;
    }

    Optional<SchedTracer> tracer() {
        return Optional.ofNullable(tracer);
    }

    /** What cannot be had here, by its label, with the reason. */
    Map<String, String> missing() {
        return Map.copyOf(missing);
    }

    /** Whether there is nothing to watch with. */
    boolean isEmpty() {
        return tracer == null && counters.missing().size() == Work.values().length;
    }

    @Override
    public void close() throws IOException {
        counters.close();
        if (tracer != null) {
            tracer.close();
        }
    }
}
