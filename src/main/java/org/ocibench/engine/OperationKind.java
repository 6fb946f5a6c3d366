package org.ocibench.engine;

/** Why an operation is run. Only the times of {@link #TIMED} ones are in the tables and in jmh.json. */
public enum OperationKind {
    /** Fills caches at the start of a block. */
    WARM_UP,
    /** First of a turn: takes the wait that the predecessor decides. */
    LEAD_IN,
    TIMED,
    /** As a timed one, but watched by a profiler that slows it down: its time is in no table but that of the profiler's cost. */
    PROFILED,
    /** Tells whether a limit is enough; its time is no result. */
    SEARCH,
    /** No start: something that was found between starts. */
    CHECK
}
