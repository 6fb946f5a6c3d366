package org.ocibench.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ocibench.compare.PathSegment.Kind;
import org.ocibench.compare.ThreadHistory.Stay;
import org.ocibench.compare.ThreadHistory.State;
import org.ocibench.host.SchedEvent;

/**
 * The chain of work and waits that decided how long a start took. It is followed backwards from the end: as long as the thread
 * ran or waited for a CPU the path is that thread's; where it had slept and another thread woke it, the path goes on in the waker,
 * because nothing that the sleeper did before could have made it quicker. Where it slept for one of the kernel's locks, the path is the
 * holder's only for as long: what a stranger did before somebody wanted its lock is no part of a start. Where an interrupt, a timer or one
 * of the kernel's own threads woke it, the sleep itself is on the path, with the kernel function in which it was spent. (The method of
 * C.-Q. Yang and B. P. Miller, Critical Path Analysis for the Execution of Parallel and Distributed Programs, ICDCS 1988, with wake-ups
 * for messages.)
 */
public final class CriticalPath {

    /** Wake-ups at one and the same instant that are followed; a real chain needs a few, a damaged trace could go in circles. */
    private static final int MOST_HOPS = 64;
    /** Functions in which one waits for a mutex or semaphore of the kernel. */
    private static final Pattern LOCK =
            Pattern.compile("_*(mutex_lock|rt_mutex|ww_mutex|rwsem_down|down_(read|write)|percpu_(rwsem_wait|down))\\w*");

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

    /** Who waits for a lock, and since when. */
    private record Waiter(int thread, long since) {
    }

    private List<PathSegment> walk(int last, long begin, long end) {
        List<PathSegment> path = new ArrayList<>();
        Deque<Waiter> waiters = new ArrayDeque<>();
        int thread = last;
        long at = end;
        int hops = 0;
        while (at > begin) {
            while (!waiters.isEmpty() && at <= waiters.peek().since()) {
                thread = waiters.pop().thread();
            }
            long bound = waiters.isEmpty() ? begin : Math.max(begin, waiters.peek().since());
            Optional<Stay> stay = hops > MOST_HOPS ? Optional.empty() : history(thread).before(at);
            if (stay.isPresent() && isLed(stay.get(), thread)) {
                if (stay.get().stack().stream().anyMatch(function -> LOCK.matcher(function).matches())) {
                    waiters.push(new Waiter(thread, Math.max(bound, stay.get().from())));
                }
                thread = stay.get().wake().waker();
                hops++;
                continue;
            }
            long from = stay.isEmpty() ? bound : Math.max(bound, stay.get().from());
            path.add(stay.isEmpty() ? new PathSegment(Kind.UNKNOWN, thread, "", from, at, List.of())
                    : new PathSegment(kind(stay.get().state()), thread, stay.get().name(), from, at, stay.get().stack()));
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
