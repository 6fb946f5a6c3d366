package org.ocibench.campaign;

import java.util.Objects;
import java.util.OptionalLong;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;

/**
 * One attempt to start a container: a line of the operation log.
 *
 * @param block         block, from 1
 * @param cycle         cycle within the block, from 1; 0 for warm-up operations
 * @param position      place of the arm's turn within its cycle, from 1
 * @param shot          operation within the turn: 0 is the untimed lead-in, 1 and up are timed
 * @param kind          warm-up, lead-in or timed
 * @param predecessor   key of the arm whose operation came before this one on the host; empty for the first of a block
 * @param arm           key of the arm
 * @param startMicros   start of the operation in microseconds since the campaign began, on the monotonic clock
 * @param phase         lifecycle phase, {@code run} for create to exit
 * @param wallNanos     wall time in nanoseconds, of failed attempts too
 * @param cpuMicros     user and system time in microseconds of everything that the operation ran, from cgroups
 * @param rusageMicros  the same from {@code getrusage(RUSAGE_CHILDREN)}: sees only descendants that were waited for
 * @param peakBytes     peak memory in bytes of the cgroup that holds the container
 * @param exit          exit code of the launched command, -1 where there was none
 * @param failure       class of the failure, null when the operation succeeded
 * @param layer         layer of the failure, null when the operation succeeded
 * @param digest        digest of what the command wrote to stderr, empty when the operation succeeded
 * @param timeoutMillis the operation's time-out in milliseconds
 */
public record OperationRow(int block, int cycle, int position, int shot, OperationKind kind, String predecessor, String arm,
        long startMicros, String phase, long wallNanos, OptionalLong cpuMicros, OptionalLong rusageMicros,
        OptionalLong peakBytes, int exit, FailureClass failure, Layer layer, String digest, long timeoutMillis) {

    public OperationRow {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(predecessor, "predecessor is null");
        Objects.requireNonNull(arm, "arm is null");
        Objects.requireNonNull(phase, "phase is null");
        Objects.requireNonNull(digest, "digest is null");
        if ((failure == null) != (layer == null)) {
            throw new IllegalArgumentException("failure and layer stand together or not at all");
        }
    }

    /** True if the container ran and ended as its workload is meant to. */
    public boolean succeeded() {
        return failure == null;
    }

    /** True but for what was found between starts. */
    public boolean isStart() {
        return kind != OperationKind.CHECK;
    }

    /** True if the operation counts in tables: timed, whether it succeeded or not. */
    public boolean timed() {
        return kind == OperationKind.TIMED;
    }
}
