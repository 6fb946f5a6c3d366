package org.ocibench.host;

/**
 * What a program of a process used in a part of a trace.
 *
 * @param cpuNanos     time on a CPU, from each switch to one of its threads to the switch away, in nanoseconds
 * @param userTicks    samples that met it in user mode
 * @param kernelTicks  samples that met it in kernel mode
 * @param switches     context switches away from its threads, voluntary and not
 * @param writeCalls   calls of write, writev, pwrite64, pwritev and pwritev2, whatever they write to
 * @param syncs        calls of fsync, fdatasync, sync, syncfs and sync_file_range
 */
public record TaskUsage(long cpuNanos, long userTicks, long kernelTicks, long switches, long writeCalls, long syncs) {

    /** Nothing used. */
    public static final TaskUsage NONE = new TaskUsage(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public TaskUsage plus(TaskUsage other) {
        return new TaskUsage(cpuNanos + other.cpuNanos, userTicks + other.userTicks, kernelTicks + other.kernelTicks,
                switches + other.switches, writeCalls + other.writeCalls, syncs + other.syncs);
    }
}
