package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Limit;
import org.ocibench.engine.Limit.Kind;

class LimitSummaryTest {

    /** Below 64 KiB the limit is refused, below 208 the kernel kills. */
    private static final LongFunction<FailureClass> CRUN =
            amount -> amount < 64 ? FailureClass.LIMIT_REFUSED : amount < 208 ? FailureClass.OOM_KILL : null;

    @Test
    void theMinimumAndWhatHappenedAtEachLimit() {
        LimitSummary crun = LimitSummary.of(new LimitRows().search("crun", "direct", Kind.MEMORY, CRUN).list()).get(0);
        assertEquals(new Arm("crun", "direct", "exit", "burst", "default"), crun.arm());
        assertTrue(crun.complete());
        assertEquals(Optional.of(new Limit(Kind.MEMORY, 208)), crun.minimum());
        assertEquals(Optional.of(new Limit(Kind.MEMORY, 204)), crun.tooLittle());
        assertEquals(Map.of(FailureClass.OOM_KILL, 20), crun.levels().get(204L).failures());
        assertEquals(20, crun.levels().get(208L).successes());
        // Clopper-Pearson for 20 of 20: [.025^(1/20), 1]
        assertEquals(Math.pow(.025, 1 / 20.), crun.levels().get(208L).success().lower(), 1e-9);
        assertEquals(1, crun.levels().get(208L).success().upper());
        assertEquals(crun.starts() - crun.failures().values().stream().mapToInt(Integer::intValue).sum(),
                crun.levels().values().stream().mapToInt(LimitSummary.Level::successes).sum());
    }

    @Test
    void searchesThatTookTurnsAreTakenApart() {
        List<LimitSummary> all = LimitSummary.of(new LimitRows().search("crun", "direct", Kind.MEMORY, CRUN, 10)
                .search("crun", "nerdctl", Kind.MEMORY, CRUN).search("crun", "direct", Kind.PIDS, amount -> null).list());
        assertEquals(List.of("direct", "nerdctl", "direct"), all.stream().map(s -> s.arm().via()).toList());
        assertFalse(all.get(0).complete());
        assertEquals(Optional.empty(), all.get(0).minimum());
        assertTrue(all.get(1).complete());
        assertEquals(Optional.of(new Limit(Kind.PIDS, 1)), all.get(2).minimum());
        assertEquals(Optional.empty(), all.get(2).lastWords());
    }

    @Test
    void lastWordsAreThoseOneStepBelow() {
        LongFunction<FailureClass> runc = amount -> amount < 2928 ? FailureClass.LIMIT_REFUSED : null;
        assertEquals(Optional.of("d1"),
                LimitSummary.of(new LimitRows().search("runc", "direct", Kind.MEMORY, runc).list()).get(0).lastWords());
    }

    @Test
    void failuresOfTheBenchTellNothingOfALimit() {
        LimitRows rows = new LimitRows().search("crun", "direct", Kind.MEMORY, CRUN, 3);
        rows.add(new Arm("crun", "direct+memory-4", "exit", "burst", "default"), FailureClass.REPLACED);
        assertEquals(3, LimitSummary.of(rows.list()).get(0).starts());
    }

    @Test
    void aLogOfAnotherSearchIsRefused() {
        LimitRows rows = new LimitRows().search("crun", "direct", Kind.MEMORY, CRUN);
        rows.add(new Arm("crun", "direct+memory-8", "exit", "burst", "default"), null);
        var refused = assertThrows(IllegalArgumentException.class, () -> LimitSummary.of(rows.list()));
        assertTrue(refused.getMessage().contains("its end"), refused::getMessage);
        assertThrows(IllegalArgumentException.class, () -> LimitSummary.of(new LimitRows()
                .add(new Arm("crun", "direct", "exit", "burst", "default"), null).list()));
    }
}
