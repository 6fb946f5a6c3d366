package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.LimitRows;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Limit.Kind;

class LimitTableTest {

    private static final List<LimitSummary> SUMMARIES = LimitSummary.of(new LimitRows()
            .search("runc", "direct", Kind.MEMORY, amount -> amount < 2928 ? FailureClass.LIMIT_REFUSED : null)
            .search("crun", "direct", Kind.MEMORY, amount -> amount < 208 ? FailureClass.OOM_KILL : null)
            .search("runsc", "nerdctl", Kind.MEMORY, amount -> FailureClass.TIMEOUT)
            .search("crun", "nerdctl", Kind.MEMORY, amount -> amount < 272 ? FailureClass.OOM_KILL : null, 20)
            .search("youki", "direct", Kind.PIDS, amount -> amount < 2 ? FailureClass.RUNTIME : null).list());
    private static final LimitTable TABLE = new LimitTable(SUMMARIES, Map.of("runc", "runc@1.5.2 +local"),
            Map.of("d1", "unable to set memory limit to 4096"), List.of("linux 6.18"),
            List.of(new NotRun("runsc, direct", "runsc is not here", "jmh/provision.sh")),
            List.of(new Parked("crun/nerdctl", 20, "it lied")));

    @Test
    void text() {
        assertEquals("""
                runtime            via                          minimum  starts there [95 % CI]    one step below  half at   n  failures at all limits
                -----------------  -------  ---------------------------  ----------------------  ----------------  -------  --  ----------------------

                Smallest limit of memory at which a container starts:
                crun               direct                       208 KiB     20/20 [83.2, 100] %  0/20 [0, 16.8] %      206  54  26 x oom-kill
                runc@1.5.2 +local  direct                      2928 KiB     20/20 [83.2, 100] %  0/20 [0, 16.8] %     2925  56  30 x limit-refused
                crun               nerdctl  not finished, above 268 KiB                       -                 -      270  20  7 x oom-kill
                runsc              nerdctl       none up to 1048576 KiB                       -                 -        -  14  14 x timeout

                Smallest limit of pids at which a container starts:
                youki              direct                        2 pids     20/20 [83.2, 100] %  0/20 [0, 16.8] %        1  42  20 x runtime

                linux 6.18

                runc@1.5.2 +local via direct with too little memory: unable to set memory limit to 4096

                Not run: runsc, direct: runsc is not here; remedy: jmh/provision.sh
                Parked: crun/nerdctl after 20 attempts: it lied

                minimum: the smallest limit at which at least 19 of 20 starts succeeded, with no larger one tried at which fewer did; near it, whether a start
                  succeeds is a matter of chance. half at: where about half of them do. n: starts at all limits; limits.csv has the counts at each.
                """.lines().toList(), TABLE.text().lines().toList());
    }

    @Test
    void markdownHasATableForEachKind() {
        String markdown = TABLE.markdown();
        assertTrue(markdown.contains("Smallest limit of memory at which a container starts:"), markdown);
        assertTrue(markdown.contains("Smallest limit of pids at which a container starts:"), markdown);
        assertTrue(markdown.contains("| youki | direct | 2 pids | 20/20 [83.2, 100] % |"), markdown);
        assertTrue(markdown.contains("How to read it:\n\n- minimum: "), markdown);
    }

    @Test
    void aContainerInOnePageHadNoLimit() {
        LimitSummary ignoring = LimitSummary.of(new LimitRows().search("crun", "direct", Kind.MEMORY, amount -> null).list()).get(0);
        assertEquals("n/a (no limit was set)", LimitTable.minimum(ignoring));
        LimitSummary lean = LimitSummary.of(new LimitRows().search("crun", "direct", Kind.PIDS, amount -> null).list()).get(0);
        assertEquals("1 pids", LimitTable.minimum(lean));
    }

    @Test
    void whereNothingWasSearchedOnlyTheReasonsStand() {
        assertEquals("linux 6.18\n\nNot run: crun: no memory controller\n", new LimitTable(List.of(), Map.of(), Map.of(),
                List.of("linux 6.18"), List.of(new NotRun("crun", "no memory controller", "")), List.of()).text());
    }

    @Test
    void everyLimitIsALineOfTheCsv() {
        String csv = LimitCsv.of(SUMMARIES);
        assertEquals(1 + SUMMARIES.stream().mapToInt(s -> s.levels().size()).sum(), csv.lines().count());
        assertTrue(csv.contains("\ncrun,direct,exit,memory,208,KiB,"), csv);
        assertTrue(csv.contains("\nyouki,direct,exit,pids,1,pids,20,0,0.0000,0.1684,runtime:20\n"), csv);
        long width = csv.lines().findFirst().orElseThrow().chars().filter(c -> c == ',').count();
        assertTrue(csv.lines().allMatch(line -> line.chars().filter(c -> c == ',').count() == width), csv);
    }
}
