package org.ocibench.host;

/** A trace as a test wants it, on one CPU: every process that is named runs for as long as is said. */
public final class MadeTrace {

    private final Timeline timeline = new Timeline(0);
    private long now;

    /** {@code parent} forks {@code pid}. */
    public MadeTrace fork(int parent, int pid) {
        timeline.forked(pid, parent, pid);
        return this;
    }

    /** {@code pid} runs for so many microseconds, of which some are sampled in user mode, at one sample per microsecond. */
    public MadeTrace run(int pid, long micros, long user) {
        timeline.switchedIn(0, pid, pid, 0, now);
        for (long i = 0; i < micros; i++) {
            timeline.ticked(pid, i < user);
        }
        now += micros * 1000;
        timeline.switchedOut(0, pid, pid, now);
        return this;
    }

    /** {@code pid} executes a program. */
    public MadeTrace exec(int pid, String path) {
        timeline.executed(0, pid, path, now);
        return this;
    }

    /** {@code pid} is moved into a cgroup of the one hierarchy. */
    public MadeTrace move(int pid, String cgroup) {
        timeline.moved(pid, 1, cgroup);
        return this;
    }

    /** {@code pid} calls write, or one of the calls that sync. */
    public MadeTrace call(int pid, boolean sync) {
        timeline.called(pid, sync);
        return this;
    }

    /** Records are lost. */
    public MadeTrace drop() {
        timeline.dropped();
        return this;
    }

    /** What happened until now. */
    public TaskTrace cut() {
        return timeline.cut(now, true);
    }
}
