package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.AcrossCampaigns;
import org.ocibench.compare.Comparability;
import org.ocibench.compare.Effect;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.Measure;
import org.ocibench.compare.Versus;
import org.ocibench.engine.Arm;

class AcrossReportTest {

    private static final Arm RUNC = Arm.ofKey("runc/direct/exit/burst/quiet");

    private static String text(boolean otherMachine) {
        AcrossCampaigns.Row row = new AcrossCampaigns.Row(RUNC, Map.of(Measure.WALL, new Versus.Levels(20, 23)),
                otherMachine ? Map.of() : Map.of(Measure.WALL, new Effect(Math.log(1.1), .01, 30)), List.of("crun"), new ErrorRate(0, 500), new ErrorRate(2, 500));
        Comparability comparability = new Comparability(List.of(), otherMachine, List.of(new Comparability.Change("pace", "burst", "burst, isolated")),
                List.of(new Comparability.Change("kernel/release", "6.18", "6.19")));
        return new AcrossReport(new AcrossCampaigns(comparability, List.of(row)), Map.of("runc", "runc@1.5.2+local"), List.of("campaign a"), List.of("campaign b"))
                .text();
    }

    @Test
    void whatIsBeyondTheMarginIsSuspectAndNoVerdict() {
        String text = text(false);
        assertTrue(text.lines().anyMatch(line -> line.matches("runc@1\\.5\\.2\\+local direct exit burst quiet +20\\.0 +23\\.0 +\\+10\\.0 % \\[.*\\] +suspect: slower .*0/500 +2/500")), text);
        assertTrue(text.contains("before: campaign a\nafter: campaign b\n"), text);
        assertTrue(text.contains("- pace: burst -> burst, isolated\n"), text);
        assertTrue(text.contains("- kernel/release: 6.18 -> 6.19\n"), text);
        assertTrue(text.contains("the ratio to crun"), text);
        assertFalse(text.contains("ANOTHER MACHINE"), text);
    }

    @Test
    void ofAnotherMachineOnlyColumnsStandThere() {
        String text = text(true);
        assertTrue(text.contains("ANOTHER MACHINE"), text);
        assertFalse(text.contains("suspect"), text);
        assertFalse(text.contains("anchor"), text);
    }
}
