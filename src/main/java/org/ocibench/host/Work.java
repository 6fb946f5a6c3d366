package org.ocibench.host;

/** Work of a start that the kernel counts, for all processes and threads that belong to the start. Hardly disturbed by anything else. */
public enum Work {
    /** Entries into the kernel by a system call of the host; what gVisor answers by itself is none. */
    SYSCALLS("syscalls"),
    /** Page faults that needed no disk. */
    MINOR_FAULTS("minor faults"),
    /** Page faults that waited for a disk. */
    MAJOR_FAULTS("major faults"),
    /** A thread left its CPU, by itself or not. */
    CONTEXT_SWITCHES("context switches"),
    /** Machine instructions, in programs and in the kernel. */
    INSTRUCTIONS("instructions");

    private final String label;

    Work(String label) {
        this.label = label;
    }

    /** Name in tables and in JSON. */
    public String label() {
        return label;
    }
}
