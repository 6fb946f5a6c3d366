package org.ocibench.host;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Plays the records of a trace in the order of their times, and sums up what each program of each process used.
 *
 * <p>A stretch on a CPU is charged to the thread that was switched in, whatever the record of the switch away calls it: a
 * process that has been waited for has no number any more when it leaves its CPU for the last time. The stretch begins where the
 * thread before it left: the switch itself (some 1.5 us, a few per cent of a start through containerd) is the incoming thread's in
 * the kernel's own accounting too. An exec splits the stretch that it falls into.
 *
 * <p>Some threads are known only from the records of those before and after them: on a Linux 6.18 no event came in the name of one
 * CPU's idle thread (0 of 903 switches) nor of a thread of process 1. What they use is nobody's.
 */
final class Timeline {

    /** Who left a CPU last, and when. */
    private record Left(int tid, long at) {
    }

    /** Who is on a CPU, since when. */
    private record Stretch(TracedProcess process, long since) {
    }

    private static final class Counter {
        private TaskUsage sum = TaskUsage.NONE;
    }

    private final Map<Integer, TracedProcess> processes = new HashMap<>();
    private final Map<Integer, TracedProcess> threads = new HashMap<>();
    private final Map<Integer, Stretch> running = new HashMap<>();
    private final Map<Integer, Left> lastLeft = new HashMap<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final Set<Integer> known = new HashSet<>();
    private final Map<TracedProcess.Program, Counter> usage = new LinkedHashMap<>();
    private Set<Integer> ended = new HashSet<>();
    private Set<Integer> endedBefore = new HashSet<>();
    private long begin;
    private boolean dropped;

    Timeline(long begin) {
        this.begin = begin;
    }

    /** @param before thread that was there until now */
    void switchedIn(int cpu, int pid, int tid, int before, long nanos) {
        leave(cpu, nanos);
        known.add(cpu);
        Left left = lastLeft.remove(cpu);
        if (pid > 0) {
            TracedProcess process = process(pid);
            threads.put(tid, process);
            running.put(cpu, new Stretch(process, left != null && left.tid() == before ? left.at() : nanos));
        }
    }

    void switchedOut(int cpu, int pid, int tid, long nanos) {
        Stretch stretch = running.get(cpu);
        if (stretch == null && known.add(cpu) && pid > 0) {
            // The first that is heard of this CPU: who leaves it was there from the beginning.
            threads.put(tid, process(pid));
            stretch = new Stretch(process(pid), begin);
            running.put(cpu, stretch);
        }
        leave(cpu, nanos);
        lastLeft.put(cpu, new Left(tid, nanos));
        if (stretch != null) {
            add(stretch.process(), new TaskUsage(0, 0, 0, 1, 0, 0));
        }
    }

    void forked(int pid, int parent, int tid) {
        if (pid != parent) {
            processes.put(pid, new TracedProcess(pid, process(parent)));
        }
        ended.remove(tid);
        endedBefore.remove(tid);
        threads.put(tid, process(pid));
    }

    void ended(int tid) {
        ended.add(tid);
    }

    void executed(int cpu, int pid, String path, long nanos) {
        TracedProcess process = process(pid);
        Stretch stretch = running.get(cpu);
        if (stretch != null && stretch.process() == process) {
            leave(cpu, nanos);
            running.put(cpu, new Stretch(process, nanos));
        }
        process.executed(path);
    }

    /**
     * Says that a thread has this number in the first process namespace, which a tracepoint's own fields use. A container's
     * process tells it when it executes its program, later than it is moved: so all of a part are told before it is played.
     */
    void numbered(int global, int tid) {
        if (global > 0 && tid > 0) {
            numbers.put(global, tid);
        }
    }

    /**
     * @param global    number of the thread in the first process namespace
     * @param hierarchy the kernel's number of the cgroup hierarchy
     */
    void moved(int global, int hierarchy, String cgroup) {
        TracedProcess process = threads.get(numbers.getOrDefault(global, global));
        if (process != null) {
            process.moved(hierarchy, cgroup);
        }
    }

    void ticked(int pid, boolean user) {
        if (pid > 0) {
            add(process(pid), new TaskUsage(0, user ? 1 : 0, user ? 0 : 1, 0, 0, 0));
        }
    }

    void called(int pid, boolean sync) {
        if (pid > 0) {
            add(process(pid), new TaskUsage(0, 0, 0, 0, sync ? 0 : 1, sync ? 1 : 0));
        }
    }

    void dropped() {
        dropped = true;
    }

    /** Ends a part and begins the next. What runs at the moment is split there. */
    TaskTrace cut(long nanos, boolean complete) {
        for (Map.Entry<Integer, Stretch> on : running.entrySet()) {
            charge(on.getValue(), nanos);
            on.setValue(new Stretch(on.getValue().process(), nanos));
        }
        Map<TracedProcess.Program, TaskUsage> sums = new LinkedHashMap<>();
        usage.forEach((program, counter) -> sums.put(program, counter.sum));
        TaskTrace part = new TaskTrace(complete && !dropped, sums, threads);
        usage.clear();
        numbers.clear();
        dropped = false;
        // One part longer than they live: the last that is heard of a process may come after its end.
        endedBefore.forEach(threads::remove);
        endedBefore.forEach(processes::remove);
        endedBefore = ended;
        ended = new HashSet<>();
        begin = nanos;
        return part;
    }

    private void leave(int cpu, long nanos) {
        Stretch stretch = running.remove(cpu);
        if (stretch != null) {
            charge(stretch, nanos);
        }
    }

    private void charge(Stretch stretch, long until) {
        // Clocks of two CPUs may differ by less than a stretch takes, but never below zero may come of it.
        add(stretch.process(), new TaskUsage(Math.max(0, until - stretch.since()), 0, 0, 0, 0, 0));
    }

    private void add(TracedProcess process, TaskUsage more) {
        Counter counter = usage.computeIfAbsent(process.current(), key -> new Counter());
        counter.sum = counter.sum.plus(more);
    }

    private TracedProcess process(int pid) {
        return processes.computeIfAbsent(pid, number -> new TracedProcess(number, null));
    }
}
