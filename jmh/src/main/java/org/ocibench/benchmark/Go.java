package org.ocibench.benchmark;

import java.time.Duration;
import org.ocibench.engine.OperationKind;

/** Leave to run one operation: what it counts as, and its time-out. */
public record Go(OperationKind kind, Duration limit) {
}
