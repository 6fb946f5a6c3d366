package org.ocibench.host;

/**
 * What the kernel says of a thread at its end.
 *
 * @param tid          its number
 * @param writtenBytes bytes that it made dirty in the page cache or wrote past it, since it began
 * @param peakBytes    the most memory (resident set) that its last program ever had
 */
public record TaskExit(int tid, long writtenBytes, long peakBytes) {
}
