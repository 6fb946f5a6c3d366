package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.LimitRows;
import org.ocibench.compare.LimitSummary;
import org.ocibench.compare.Rows;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Limit;

class ArticleTableTest {

    private static final List<LimitSummary> LIMITS = LimitSummary.of(new LimitRows()
            .search("crun", "ctr", Limit.Kind.MEMORY, amount -> amount < 208 ? FailureClass.OOM_KILL : null)
            .search("crun", "direct", Limit.Kind.PIDS, amount -> null).list());

    @Test
    void text() {
        assertEquals("""
                Runtime                      Mean (s)  Min (s)  Max (s)  Errors  Total (s)  Min Mem
                ---------------------------  --------  -------  -------  ------  ---------  --------------------------------
                crun (direct)                   0.009    0.008    0.010    0/80      0.702  n/a (run MinimumMemoryBenchmark)
                youki@0.3.3 (direct)            0.012    0.012    0.012    5/20      10.18  n/a (run MinimumMemoryBenchmark)
                runc@1.1.13 +local (direct)     0.025    0.022    0.031    0/80      2.022  n/a (run MinimumMemoryBenchmark)
                runsc~kvm (direct)                  -        -        -   10/10      10.02  n/a (run MinimumMemoryBenchmark)
                crun (ctr)                      0.153    0.151    0.155    0/10      1.525  208 KiB
                """, new ArticleTable(Campaign.summaries(), Campaign.NAMES, LIMITS).text());
    }

    @Test
    void markdown() {
        assertEquals("""
                | Runtime | Mean (s) | Min (s) | Max (s) | Errors | Total (s) | Min Mem |
                | --- | ---: | ---: | ---: | ---: | ---: | --- |
                | crun (direct) | 0.009 | 0.008 | 0.010 | 0/80 | 0.702 | n/a (run MinimumMemoryBenchmark) |
                | youki@0.3.3 (direct) | 0.012 | 0.012 | 0.012 | 5/20 | 10.18 | n/a (run MinimumMemoryBenchmark) |
                | runc@1.1.13 +local (direct) | 0.025 | 0.022 | 0.031 | 0/80 | 2.022 | n/a (run MinimumMemoryBenchmark) |
                | runsc\\~kvm (direct) | - | - | - | 10/10 | 10.02 | n/a (run MinimumMemoryBenchmark) |
                | crun (ctr) | 0.153 | 0.151 | 0.155 | 0/10 | 1.525 | 208 KiB |
                """, new ArticleTable(Campaign.summaries(), Campaign.NAMES, LIMITS).markdown());
    }

    @Test
    void meanIsOfSuccessesAndTotalOfAllAttempts() {
        String text = new ArticleTable(List.of(ArmSummary.of(Campaign.CRUN,
                new Rows().turn(1, 1, Campaign.CRUN, 400, 600, Rows.TIMEOUT).list())), Map.of(), List.of()).text();
        assertTrue(text.lines().toList().get(2).matches("crun +0\\.500 +0\\.400 +0\\.600 +1/3 +3\\.000 +n/a .*"), text);
    }
}
