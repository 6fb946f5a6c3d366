package org.ocibench.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A process as a trace saw it: who forked it, which programs it executed, and which cgroups it was moved into. */
public final class TracedProcess {

    private final int pid;
    private final Program forkedBy;
    private final Map<Integer, String> cgroups = new HashMap<>();
    private final List<Program> programs = new ArrayList<>();

    /**
     * A stretch of a process's life, up to its next exec.
     *
     * @param process whose it is
     * @param index   its place among the programs of the process, from 0
     * @param path    what was executed, as the caller of exec named it; empty for what a process is before its first exec
     * @param cgroups cgroups that the process was in when the program began, of the hierarchies in which it, or a process before it
     *                in its line, was moved since the trace began; as the kernel names them
     */
    public record Program(TracedProcess process, int index, Optional<String> path, Set<String> cgroups) {
        public Program {
            cgroups = Set.copyOf(cgroups);
        }

        // One process has one program of an index; comparing what they hold would go round in circles.
        @Override
        public boolean equals(Object other) {
            return other instanceof Program that && process == that.process && index == that.index;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(process) + index;
        }

        @Override
        public String toString() {
            return process.pid + "#" + index + " " + path.orElse("(forked)");
        }
    }

    /** @param parent who forked it, or null if it lived before the trace began */
    TracedProcess(int pid, TracedProcess parent) {
        this.pid = pid;
        forkedBy = parent == null ? null : parent.current();
        if (parent != null) {
            cgroups.putAll(parent.cgroups);
        }
        programs.add(new Program(this, 0, Optional.empty(), Set.copyOf(cgroups.values())));
    }

    /** Its number in the reader's process namespace. */
    public int pid() {
        return pid;
    }

    /** What the process that forked it was at that time; empty if it lived before the trace began. */
    public Optional<Program> forkedBy() {
        return Optional.ofNullable(forkedBy);
    }

    /** Its programs, oldest first; there is at least one, which has no path. */
    public List<Program> programs() {
        return List.copyOf(programs);
    }

    Program current() {
        return programs.get(programs.size() - 1);
    }

    void executed(String path) {
        programs.add(new Program(this, programs.size(), Optional.of(path), Set.copyOf(cgroups.values())));
    }

    void moved(int hierarchy, String cgroup) {
        cgroups.put(hierarchy, cgroup);
    }
}
