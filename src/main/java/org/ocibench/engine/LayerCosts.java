package org.ocibench.engine;

import java.util.OptionalLong;

/**
 * What a layer used.
 *
 * @param userMicros   CPU time in user mode, in microseconds; how it divides from the next is sampled
 * @param systemMicros CPU time in the kernel, in microseconds
 * @param switches     context switches, voluntary and not
 * @param writeCalls   calls that write, to whatever: files, pipes, sockets, cgroups
 * @param syncs        calls that wait until files are on the disk
 * @param writtenBytes bytes made dirty in the page cache or written past it; empty if the kernel does not tell
 * @param peakBytes    the most memory (resident set) that one of its processes had; empty if the kernel does not tell
 */
public record LayerCosts(long userMicros, long systemMicros, long switches, long writeCalls, long syncs,
        OptionalLong writtenBytes, OptionalLong peakBytes) {

    /** CPU time in microseconds. */
    public long cpuMicros() {
        return userMicros + systemMicros;
    }
}
