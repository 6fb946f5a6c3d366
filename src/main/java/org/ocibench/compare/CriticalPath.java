package org.ocibench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ocibench.compare.PathSegment.Kind;
import org.ocibench.compare.ThreadHistory.Stay;
import org.ocibench.compare.ThreadHistory.State;
import org.ocibench.host.SchedEvent;

/**
 * The chain of work and waits that decided how long a start took. It is followed backwards from the end: as long as the thread
 * ran or waited for a CPU the path is that thread's; where it had slept and another thread woke it, the path goes on in the waker,
 * because nothing that the sleeper did before could have made it quicker. Where an interrupt, a timer or one of the kernel's own
 * threads woke it, the sleep itself is on the path, with the kernel function in which it was spent. (The method of C.-Q. Yang and
 * B. P. Miller, Critical Path Analysis for the Execution of Parallel and Distributed Programs, ICDCS 1988, with wake-ups for
 * messages.)
 */
public final class CriticalPath {

    /** Wake-ups at one and the same instant that are followed; a real chain needs a few, a damaged trace could go in circles. */
    private static final int MOST_HOPS = 64;

    private final Map<Integer, ThreadHistory> histories = new HashMap<>();

    /** @param events in the order of time */
    private CriticalPath(List<SchedEvent> events) {
        for (SchedEvent event : events) {
            if (event instanceof SchedEvent.Switch change) {
                if (change.from() != 0) {
                    history(change.from()).left(change);
                }
                if (change.to() != 0) {
                    history(change.to()).came(change);
                }
            } else if (event instanceof SchedEvent.Wake wake) {
                history(wake.woken()).woken(wake);
            }
        }
    }

    /**
     * The path.
     *
     * @param events     all events of the host between begin and end, in the order of time
     * @param last       thread that began the start and saw its end
     * @param beginNanos when it began, on the clock of the events
     * @param endNanos   when {@code last} saw its end
     * @return segments in the order of time, without gap or overlap, from begin to end
     */
    public static List<PathSegment> of(List<SchedEvent> events, int last, long beginNanos, long endNanos) {
        return new CriticalPath(events).walk(last, beginNanos, endNanos);
    }

    private List<PathSegment> walk(int last, long begin, long end) {
        List<PathSegment> path = new ArrayList<>();
        int thread = last;
        long at = end;
        int hops = 0;
        while (at > begin) {
            Optional<Stay> stay = hops > MOST_HOPS ? Optional.empty() : history(thread).before(at);
            if (stay.isEmpty()) {
                path.add(new PathSegment(Kind.UNKNOWN, thread, "", begin, at, List.of()));
                break;
            }
            if (isLed(stay.get(), thread)) {
                thread = stay.get().wake().waker();
                hops++;
                continue;
            }
            long from = Math.max(begin, stay.get().from());
            path.add(new PathSegment(kind(stay.get().state()), thread, stay.get().name(), from, at, stay.get().stack()));
            at = from;
            hops = 0;
        }
        Collections.reverse(path);
        return path;
    }

    /** Whether another thread decided how long this stay took. */
    private boolean isLed(Stay stay, int thread) {
        SchedEvent.Wake wake = stay.wake();
        return wake != null && !wake.inInterrupt() && wake.waker() != 0 && wake.waker() != thread
                && !history(wake.waker()).isKernelThread();
    }

    private static Kind kind(State state) {
        return switch (state) {
            case RUNNING -> Kind.RUNNING;
            case RUNNABLE -> Kind.RUNNABLE;
            case ASLEEP -> Kind.WAITING;
            case UNBORN -> Kind.UNKNOWN;
        };
    }

    private ThreadHistory history(int thread) {
        return histories.computeIfAbsent(thread, none -> new ThreadHistory());
    }
}
