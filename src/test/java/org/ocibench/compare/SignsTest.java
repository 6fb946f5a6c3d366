package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Phase;
import org.ocibench.host.Work;

class SignsTest {

    private static final String OLD = "runc@1.1.13/direct/exit/burst/quiet";
    private static final String NEW = "runc@1.1.15/direct/exit/burst/quiet";

    private static ArmExplanation explained(String arm, double syscalls) {
        return new ArmExplanation(Arm.ofKey(arm), 3, Map.of(), Map.of(Work.SYSCALLS, OrderStatistics.of(syscalls - 1, syscalls, syscalls + 5)),
                Optional.empty(), 0);
    }

    @Test
    void timedStartsTellWaitsAndSlowOnes() {
        Rows rows = new Rows().resources(OptionalLong.of(9000), OptionalLong.empty(), OptionalLong.empty())
                .turn(1, 1, OLD, 10, 10, 10, 10).turn(1, 1, NEW, 12, 12, 12, 30).turn(1, 2, NEW, Rows.TIMEOUT);
        assertEquals(List.of(new Sign("wall less CPU time", Sign.Unit.MILLIS, 1, 3, Optional.empty()),
                new Sign("slow starts", Sign.Unit.SHARE, 0, .25, Optional.empty())), Signs.ofStarts(rows.list(), OLD, NEW));
    }

    @Test
    void withoutStartsOrCpuTimesThereAreNone() {
        assertEquals(List.of(), Signs.ofStarts(List.of(), OLD, NEW));
        Rows rows = new Rows().turn(1, 1, OLD, 10).turn(1, 1, NEW, 12);
        assertEquals(List.of("slow starts"), Signs.ofStarts(rows.list(), OLD, NEW).stream().map(Sign::name).toList());
    }

    @Test
    void onlyWhatIsKnownOfBothIsASign() {
        assertEquals(List.of(new Sign("CPU time in the kernel", Sign.Unit.SHARE, .8, .6, Optional.empty())),
                Signs.ofSystemShares(Map.of(OLD, .8, NEW, .6), OLD, NEW));
        assertEquals(List.of(), Signs.ofSystemShares(Map.of(OLD, .8), OLD, NEW));
        assertEquals(List.of(new Sign("syscalls", Sign.Unit.COUNT, 3000, 5000, Optional.empty())),
                Signs.ofExplanations(explained(OLD, 3000), explained(NEW, 5000)));
    }

    @Test
    void stepsThatWereTimedAreTold() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 18; cycle++) {
            rows.turn(1, cycle, OLD + "/create", 10 + cycle % 3).turn(1, cycle, NEW + "/create", 14 + cycle % 3);
        }
        List<Sign> signs = Signs.ofPhases(SubBlocks.of(rows.list()), Arm.ofKey(OLD), Arm.ofKey(NEW), List.of(Phase.CREATE, Phase.START));
        assertEquals(1, signs.size(), "start was not timed");
        assertEquals("create", signs.get(0).name());
        assertEquals(4, signs.get(0).candidate() - signs.get(0).baseline(), 1e-9);
        assertEquals(Optional.of(new Interval(4, 4)), signs.get(0).difference());
    }
}
