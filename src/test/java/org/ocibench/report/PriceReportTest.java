package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.PriceList;
import org.ocibench.compare.Rows;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Synthetic;
import org.ocibench.engine.Arm;

class PriceReportTest {

    private static final String CONDITIONS = "/exit/burst/default";

    @Test
    void optionsStandWithTheirPricesAndFailuresWithTheirErrors() {
        Synthetic campaign = new Synthetic(1, 0).arm("runc/direct" + CONDITIONS, 17.5, 18)
                .arm("runc/direct+no-netns" + CONDITIONS, 14.25, 15).arm("runc/direct+seccomp" + CONDITIONS, 22.75, 24);
        List<PriceList> lists = PriceList.of(campaign.arms(), List.of(Arm.ofKey("runc/direct+timens" + CONDITIONS)),
                SubBlocks.of(campaign.rows(5, 6)));
        PriceReport report = new PriceReport(lists, Map.of("runc", "runc@1.5.2+local"), Map.of("seccomp", "a profile", "no-netns",
                "no network namespace"), arm -> arm.contains("timens") ? Optional.of("this \u001b]0;x\u0007kernel has none")
                        : Optional.empty(), List.of("campaign results/x"));
        assertEquals("""
                runc@1.5.2+local, workload exit, pace burst, kernel default: direct takes 27.4 ms, CPU 28.0 ms
                option      added ms [99 % CI]  added CPU ms [99 % CI]  added peak KiB [99 % CI]   n  what it changes
                --------  --------------------  ----------------------  ------------------------  --  -----------------------------
                seccomp     +5.25 [5.25, 5.25]      +6.00 [6.00, 6.00]                  0 [0, 0]  10  a profile
                no-netns  -3.25 [-3.25, -3.25]    -3.00 [-3.00, -3.00]                  0 [0, 0]  10  no network namespace
                timens                       -                       -                         -   0  not run: this kernel has none

                How to read it:
                - campaign results/x
                - Added: what a start takes more than one of plain direct, with this option and nothing else changed, in the same sub-blocks; n of them (a sub-block
                  is three turns of every arm), from 6 on with the 99 % interval. An interval that holds 0 does not say that the option is free. The intervals are not
                  adjusted for their number: of a hundred options without any effect one would be expected to show some.
                """, report.text());
    }

    @Test
    void anOptionWithoutSuccessSaysWhatItsStartsSaid() {
        Rows rows = new Rows();
        for (int cycle = 1; cycle <= 3; cycle++) {
            rows.turn(1, cycle, "runc/direct" + CONDITIONS, 10).turn(1, cycle, "runc/direct+userns" + CONDITIONS, Rows.TIMEOUT);
        }
        rows.turn(1, 4, "runc/direct+timens" + CONDITIONS, 10);
        List<Arm> arms = List.of(Arm.ofKey("runc/direct" + CONDITIONS), Arm.ofKey("runc/direct+userns" + CONDITIONS),
                Arm.ofKey("runc/direct+timens" + CONDITIONS));
        String text = new PriceReport(PriceList.of(arms, List.of(), SubBlocks.of(rows.list())), Map.of(), Map.of(),
                arm -> Optional.of("it hung"), List.of()).text();
        assertTrue(text.contains("userns (censored)") && text.contains("no success in 3 starts: it hung"), text);
        assertTrue(text.contains("no whole sub-block: it hung"), text);
        assertTrue(text.contains("runc, workload exit, pace burst, kernel default: direct takes 10.0 ms\n"), text);
    }
}
