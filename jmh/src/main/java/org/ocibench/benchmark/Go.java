package org.ocibench.benchmark;

import java.time.Duration;
import org.ocibench.campaign.OperationRow;

/** Leave to run one operation: what it counts as, and its time-out. */
public record Go(OperationRow.Kind kind, Duration limit) {
}
