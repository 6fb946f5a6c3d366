package org.ocibench.campaign;

import java.util.Objects;
import org.ocibench.engine.FailureClass;

/**
 * One container of a burst: a line of the log of bursts. Block, cycle, arm and shot name the burst's own row in the operation log.
 *
 * @param block       block, from 1
 * @param cycle       cycle within the block, from 1; 0 for warm-ups
 * @param arm         key of the arm
 * @param shot        burst within the turn: 0 is the untimed lead-in, 1 and up are timed
 * @param index       container within the burst, from 1: its place in the order in which they were let go
 * @param startMicros launch of its command in microseconds since the campaign began, on the monotonic clock
 * @param wallNanos   from its own launch to its own end in nanoseconds, of failed ones too
 * @param exit        exit code of its command, -1 where there was none
 * @param failure     class of the failure, null if it succeeded
 */
public record BurstRow(int block, int cycle, String arm, int shot, int index, long startMicros, long wallNanos, int exit,
        FailureClass failure) {

    public BurstRow {
        Objects.requireNonNull(arm, "arm is null");
    }

    /** True if the container ran and ended as its workload is meant to. */
    public boolean succeeded() {
        return failure == null;
    }

    /** True if its burst counts in tables. */
    public boolean timed() {
        return cycle > 0 && shot > 0;
    }
}
