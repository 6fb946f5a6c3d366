package org.ocibench.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.Rows;
import org.ocibench.engine.FailureClass;

/** A small campaign with one arm of every sort that a table must show. */
final class Campaign {

    static final String SPAWN = "spawn/control/true/burst/default";
    static final String CRUN = "crun/direct/exit/burst/default";
    static final String RUNC = "runc@1.1.13/direct/exit/burst/default";
    static final String YOUKI = "youki@0.3.3/direct/exit/burst/default";
    static final String CRUN_CTR = "crun/ctr/exit/burst/default";
    static final String RUNSC = "runsc~kvm/direct/exit/burst/default";

    static final Map<String, String> NAMES = Map.of("runc@1.1.13", "runc@1.1.13 +local");

    private Campaign() {
    }

    static List<ArmSummary> summaries() {
        Rows rows = new Rows();
        OptionalLong none = OptionalLong.empty();
        for (int cycle = 1; cycle <= 20; cycle++) {
            double drift = cycle % 5 * .1;
            rows.resources(OptionalLong.of(900), none, none)
                    .turn(1, cycle, SPAWN, .8, .9, 1 + drift, .9)
                    .resources(OptionalLong.of(6200), OptionalLong.of(6100), OptionalLong.of(1_363_149))
                    .turn(1, cycle, CRUN, 8.2 + drift, 8.4 + drift, 8.6, 9.5)
                    .resources(none, OptionalLong.of(24_500), OptionalLong.of(851_968))
                    .turn(1, cycle, RUNC, 22.1 + drift, 23.4 + drift, 24, 31.2);
        }
        for (int cycle = 1; cycle <= 5; cycle++) {
            rows.turn(1, cycle, YOUKI, 12.1, 12.4, 12.2, Rows.TIMEOUT)
                    .turn(1, cycle, RUNSC, Rows.TIMEOUT)
                    .failed(1, cycle, RUNSC, FailureClass.RUNTIME, 3)
                    .resources(none, none, none)
                    .turn(1, cycle, CRUN_CTR, 150 + cycle, 152);
        }
        return Stream.of(SPAWN, RUNSC, CRUN_CTR, YOUKI, RUNC, CRUN).map(arm -> ArmSummary.of(arm, rows.list()))
                .toList();
    }
}
