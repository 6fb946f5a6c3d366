package org.ocibench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocibench.host.SchedEvent;

/** What one thread did during a trace: a list of stays, each beginning where the one before it ends. */
final class ThreadHistory {

    /** Before the first and after the last event that tells of a thread. */
    private static final long ALWAYS = Long.MIN_VALUE;
    private static final long OPEN = Long.MAX_VALUE;

    private final List<Stay> stays = new ArrayList<>();
    private State state;
    private long since = ALWAYS;
    private String name = "";
    private String firstName = "";
    private List<String> stack = List.of();
    /** Came while the thread still had its CPU. */
    private SchedEvent.Wake early;
    private boolean kernelThread;

    /** What a thread does during a stay. */
    enum State { RUNNING, RUNNABLE, ASLEEP, UNBORN }

    /**
     * A stretch of one state.
     *
     * @param from  {@link Long#MIN_VALUE} where the trace does not tell its begin
     * @param name  name of the thread at its end
     * @param stack where it sleeps, if it does and the trace tells
     * @param wake  what ended a sleep, or began the thread's life; null if the trace does not tell
     */
    record Stay(State state, long from, long to, String name, List<String> stack, SchedEvent.Wake wake) {
    }

    /** The thread leaves its CPU. */
    void left(SchedEvent.Switch event) {
        named(event.fromName());
        kernelThread |= event.stack().contains(KernelThreads.ENTRY);
        end(State.RUNNING, event.nanos(), null);
        begin(event.stillRunnable() ? State.RUNNABLE : State.ASLEEP, event.nanos());
        stack = event.stillRunnable() ? List.of() : event.stack();
    }

    /** The thread gets a CPU. */
    void came(SchedEvent.Switch event) {
        named(event.toName());
        if (state == State.ASLEEP && early != null) {
            // Between its decision to sleep and its leaving the CPU it was woken on another one: it never slept.
            state = State.RUNNABLE;
            stack = List.of();
        }
        if (state != null) {
            end(state, event.nanos(), null);
        }
        begin(State.RUNNING, event.nanos());
        early = null;
    }

    /** The thread is woken or born. */
    void woken(SchedEvent.Wake wake) {
        if (wake.born()) {
            // A number may be used again.
            stays.clear();
            kernelThread = false;
            name = "";
            firstName = "";
            since = ALWAYS;
            end(State.UNBORN, wake.nanos(), wake);
            begin(State.RUNNABLE, wake.nanos());
        } else if (state == State.RUNNING) {
            early = wake;
        } else if (state != State.RUNNABLE) {
            end(State.ASLEEP, wake.nanos(), wake);
            begin(State.RUNNABLE, wake.nanos());
        }
    }

    /** The stay that contains the instant just before {@code nanos}; empty where the trace does not tell. */
    Optional<Stay> before(long nanos) {
        if (state != null && since < nanos) {
            return Optional.of(new Stay(state, since, OPEN, name, stack, null));
        }
        int low = 0;
        int high = stays.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stays.get(middle).to() < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < stays.size() && stays.get(low).from() < nanos ? Optional.of(named(stays.get(low))) : Optional.empty();
    }

    // A stay before the first event that tells the thread's name.
    private Stay named(Stay stay) {
        return stay.name().isEmpty() ? new Stay(stay.state(), stay.from(), stay.to(), firstName, stay.stack(), stay.wake()) : stay;
    }

    /** Whether it is one of the kernel's own threads. */
    boolean isKernelThread() {
        return kernelThread || KernelThreads.isName(name);
    }

    private void named(String now) {
        if (now.isEmpty()) {
            return;
        }
        firstName = firstName.isEmpty() ? now : firstName;
        name = now;
    }

    private void begin(State next, long nanos) {
        state = next;
        since = nanos;
        stack = List.of();
    }

    private void end(State ended, long nanos, SchedEvent.Wake wake) {
        if (nanos > since) {
            stays.add(new Stay(ended, since, nanos, name, stack, wake));
        }
    }
}
