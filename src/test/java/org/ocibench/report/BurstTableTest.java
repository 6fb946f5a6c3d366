package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.BurstSummary;
import org.ocibench.compare.Bursts;
import org.ocibench.compare.Rows;
import org.ocibench.engine.Burst;
import org.ocibench.engine.HostState;

class BurstTableTest {

    private static final int WIDTH = 150;
    private static final HostState CROWDED = new HostState(50, 100);

    /** Bursts of containers that take as many ms as there are of them, and a burst's makespan is twice that. */
    private static BurstSummary summary(String arm, int together, HostState state, int cycles) {
        Bursts bursts = new Bursts();
        double[] millis = new double[together];
        Arrays.fill(millis, together);
        for (int cycle = 1; cycle <= cycles; cycle++) {
            bursts.burst(1, cycle, arm, 1, 2 * together, millis);
        }
        return summary(arm, together, state, bursts);
    }

    private static BurstSummary summary(String arm, int together, HostState state, Bursts bursts) {
        return BurstSummary.of(ArmSummary.of(arm, bursts.operations()), new Burst(together, state), bursts.containers());
    }

    private static BurstTable table(BurstSummary... summaries) {
        return new BurstTable(List.of(summaries), Map.of(), List.of("linux 6.18"), List.of(), List.of(), 2, false);
    }

    @Test
    void text() {
        Bursts failing = new Bursts();
        for (int cycle = 1; cycle <= 8; cycle++) {
            failing.burst(1, cycle, Campaign.RUNC, 1, cycle == 3 ? 2000 : 40, 20, 30, 35, cycle == 3 ? Rows.TIMEOUT : 40);
        }
        BurstTable table = new BurstTable(List.of(summary(Campaign.SPAWN, 4, HostState.NONE, 6), summary(Campaign.CRUN_CTR, 1, HostState.NONE, 2),
                summary(Campaign.RUNC, 4, HostState.NONE, failing), summary(Campaign.CRUN, 16, HostState.NONE, 7),
                summary(Campaign.CRUN, 4, HostState.NONE, 7)), Campaign.NAMES, List.of("linux 6.18"),
                List.of(new NotRun("kata/ctr", "no /dev/kvm", "")), List.of(), 2, true);
        assertEquals("""
                runtime            via      N bursts makespan [95 % CI] ms         containers/s  p50 [95 % CI] ms p99 (n) ms CPU ms CPUs errors [95 % CI]
                ------------------ ------- -- ------ --------------------- -------------------- ----------------- ---------- ------ ---- -----------------------------
                crun               direct   4      7     8.00 [8.00, 8.00] 500.0 [500.0, 500.0] 4.00 [4.00, 4.00] n<100 (28)   5.00 2.50 0/28 [0, 12.3] %
                crun               direct  16      7     32.0 [32.0, 32.0] 500.0 [500.0, 500.0] 16.0 [16.0, 16.0] 16.0 (112)   5.00 2.50 0/112 [0, 3.2] %
                runc@1.1.13 +local direct   4      7     40.0 [40.0, 40.0] 100.0 [100.0, 100.0] 32.5 [32.5, 32.5] n<100 (28)   5.00 0.50 1/32 [0.079, 16.2] % timeout
                                                                                                                                         (censored)
                crun               ctr      1      2       2.00 [<6 turns]                500.0              1.00  n<100 (2)   5.00 2.50 0/2 [0, 84.2] %

                Controls (no container runtime):
                spawn              control  4      6     8.00 [8.00, 8.00] 500.0 [500.0, 500.0] 4.00 [4.00, 4.00] n<100 (24)   5.00 2.50 0/24 [0, 14.2] %

                INDICATIVE: fewer than 20 sub-blocks over 5 blocks, too few for a verdict.
                Conditions: workload exit, pace burst, kernel default.
                On 2 CPUs: a burst cannot end before N x CPU ms / 2. Where the column CPUs comes near 2, the curve is that of the processors, and the runtime's part
                  in it is its CPU ms.
                From the first to the last launch of a burst: 0.03 to 0.15 ms, the arms' medians over bursts.
                linux 6.18

                Not run: kata/ctr: no /dev/kvm
                Timed out: runc@1.1.13/direct/exit/burst/default: 1 burst, untimed ones too, took 2.0 s until their time-out ended them
                Broken: runc@1.1.13/direct/exit/burst/default: 1 of 8 bursts had a container that failed and gives no times

                N containers of one arm are let go at the same moment, by a thread each. Makespan: from the first launch to the last end; median of the medians of
                  the turns, with its 95 % order-statistic interval over turns, which describes this run. Containers/s: N by the makespan. p50, p99: of the single
                  containers, each from its own launch to its own end; n is their number. CPU ms: of a burst by N, median. CPUs: CPU time of a burst by its makespan.
                  All of bursts in which every container succeeded.
                Errors count containers; those of one burst share their fate more often than the interval assumes.
                censored: more than 1 % of the bursts had a container that failed; if failing depends on speed, the times show a selection.
                """, table.text());
    }

    @Test
    void curvesAreTogetherAndInTheOrderOfTheirN() {
        List<BurstSummary> summaries = new ArrayList<>();
        for (int together : List.of(16, 1, 4)) {
            for (HostState state : List.of(CROWDED, HostState.NONE)) {
                summaries.add(summary(Campaign.RUNC, together, state, 1));
                summaries.add(summary(Campaign.CRUN, together, state, 1));
            }
        }
        List<String> rows = table(summaries.toArray(BurstSummary[]::new)).text().lines().skip(2).limit(12)
                .map(line -> String.join(" ", List.of(line.split(" +")).subList(0, 5))).toList();
        assertEquals(List.of("crun direct 0 0 1", "crun direct 0 0 4", "crun direct 0 0 16", "crun direct 50 100 1",
                "crun direct 50 100 4", "crun direct 50 100 16"), rows.subList(0, 6));
        assertEquals("runc@1.1.13 direct 50 100 16", rows.get(11));
    }

    @Test
    void theHostsStateIsShownOnlyWhereItIsOne() {
        assertFalse(table(summary(Campaign.CRUN, 4, HostState.NONE, 1)).text().contains("idle"));
        String text = table(summary(Campaign.CRUN, 4, new HostState(0, 100), 1)).text();
        assertTrue(text.lines().findFirst().orElseThrow().contains("  mounts  N"), text);
        assertFalse(text.lines().findFirst().orElseThrow().contains("idle"), text);
    }

    @Test
    void whatTheCpusAndNerdctlsLocksMeanIsSaid() {
        String text = table(summary(Campaign.CRUN, 4, HostState.NONE, 1)).text();
        assertTrue(text.contains("On 2 CPUs: a burst cannot end before N x CPU ms / 2."), text);
        assertFalse(text.contains("nerdctl"), text);
        String nerdctl = table(summary("crun/nerdctl/exit/burst/default", 4, HostState.NONE, 1)).text();
        assertTrue(nerdctl.contains("its curve is nerdctl's own"), nerdctl);
    }

    @Test
    void anArmWithoutAWholeBurstHasNoTimes() {
        BurstSummary never = summary(Campaign.CRUN, 2, HostState.NONE, new Bursts().burst(1, 1, Campaign.CRUN, 1, 2000, 8, Rows.TIMEOUT));
        String text = table(never).text();
        assertTrue(text.lines().skip(2).findFirst().orElseThrow()
                .matches("crun +direct +2 +0 +- +- +- +- +- +- +1/2 \\[1.3, 98.7\\] % timeout \\(censored\\)"), text);
        assertTrue(text.contains("Broken: " + Campaign.CRUN + ": 1 of 1 burst had a container that failed and gives no times"), text);
    }

    @Test
    void widestUsualTableStaysWithinTheTerminal() {
        Bursts bursts = new Bursts();
        for (int cycle = 1; cycle <= 25; cycle++) {
            double[] millis = new double[16];
            Arrays.fill(millis, 812.3 + cycle);
            millis[0] = cycle == 4 ? Rows.TIMEOUT : 700;
            bursts.burst(1, cycle, Campaign.RUNC, 1, 1800.5 + cycle, millis);
        }
        String text = new BurstTable(List.of(summary(Campaign.RUNC, 16, CROWDED, bursts)), Campaign.NAMES, List.of("word ".repeat(90)),
                List.of(), List.of(), 2, false).text();
        assertEquals(List.of(), text.lines().filter(line -> line.length() > WIDTH + 5).toList());
    }

    @Test
    void textFromStrangersCannotReachTheTerminalOrTheMarkup() {
        String evil = "\u001B[2Jx | <b>\n# head";
        BurstTable table = new BurstTable(List.of(summary(Campaign.CRUN, 1, HostState.NONE, 1)), Map.of("crun", evil), List.of(evil),
                List.of(new NotRun(evil, evil, evil)), List.of(new Parked(evil, 1, evil)), 2, false);
        for (String output : List.of(table.text(), table.markdown())) {
            assertTrue(output.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127), output);
        }
        assertTrue(table.markdown().contains("| x \\| &lt;b&gt; # head | direct |"), table.markdown());
    }
}
