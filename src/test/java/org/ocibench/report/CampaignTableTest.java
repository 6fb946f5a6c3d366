package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.ArmSummary;
import org.ocibench.compare.Rows;

class CampaignTableTest {

    private static final int WIDTH = 150;

    private static CampaignTable campaign() {
        return new CampaignTable(Campaign.summaries(), Campaign.NAMES,
                List.of("Linux 6.18.5, 2 CPUs, cgroup v1 (cgroupfs)"),
                List.of(new NotRun("kata/ctr", "no /dev/kvm", "run on a host with nested virtualisation")),
                List.of(new Parked(Campaign.RUNSC, 20, "20 failures in a row: runtime")), true);
    }

    private static CampaignTable plain(ArmSummary... summaries) {
        return new CampaignTable(List.of(summaries), Map.of(), List.of(), List.of(), List.of(), false);
    }

    @Test
    void text() {
        assertEquals("""
                runtime             via       n  median [95 % CI] ms   mean    min    max   p95  CPU ms  peak mem  total s  errors [95 % CI]
                ------------------  -------  --  -------------------  -----  -----  -----  ----  ------  --------  -------  ------------------------------------------
                crun                direct   80    8.60 [8.55, 8.65]   8.78   8.20   9.50  9.50    6.20   1.3 MiB     0.70  0/80 [0, 4.5] %
                youki@0.3.3         direct   15      12.2 [<6 turns]   12.2   12.1   12.4  n<72  24.5 r   832 KiB     10.2  5/20 [8.7, 49.1] % timeout (censored)
                runc@1.1.13 +local  direct   80    23.8 [23.8, 23.9]   25.3   22.1   31.2  31.2  24.5 r   832 KiB     2.02  0/80 [0, 4.5] %
                runsc~kvm           direct    0                    -      -      -      -     -       -         -     10.0  10/10 [69.2, 100] % runtime 5, timeout 5
                                                                                                                            (censored) (parked)
                crun                ctr      10     152.5 [<6 turns]  152.5  151.0  155.0  n<72     n/a       n/a     1.53  0/10 [0, 30.8] %

                Controls (no container runtime):
                spawn               control  80    0.90 [0.90, 0.90]   0.95   0.80   1.40  1.37    0.90       n/a     0.08  0/80 [0, 4.5] %

                INDICATIVE: fewer than 20 sub-blocks over 5 blocks, too few for a verdict.
                Conditions: workload exit, pace burst, kernel default.
                Linux 6.18.5, 2 CPUs, cgroup v1 (cgroupfs)

                Not run: kata/ctr: no /dev/kvm; remedy: run on a host with nested virtualisation
                Parked: runsc~kvm/direct/exit/burst/default after 20 attempts: 20 failures in a row: runtime
                Timed out: runsc~kvm/direct/exit/burst/default: 5 starts, untimed ones too, took 10.0 s until their time-out ended them
                Timed out: youki@0.3.3/direct/exit/burst/default: 5 starts, untimed ones too, took 10.0 s until their time-out ended them

                Times are in ms, of the n successful starts. Median: of the medians of the turns; in brackets its 95 % order-statistic interval over turns, which
                  describes this run, not another day or host, and is not a test: where no difference shows, that does not mean no change. CPU and peak mem: medians
                  per start. JMH's mean (score) is in jmh.json.
                censored: more than 1 % of the attempts failed; if failing depends on speed, the times show a selection.
                parked: given up during the campaign; its figures are of the starts until then.
                r: from getrusage, which misses descendants that were not waited for.
                n/a: no operation of the arm has a value.
                """, campaign().text());
    }

    @Test
    void markdown() {
        assertEquals("""
                | runtime | via | n | median [95 % CI] ms | mean | min | max | p95 | CPU ms | peak mem | total s | errors [95 % CI] |
                | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
                | crun | direct | 80 | 8.60 [8.55, 8.65] | 8.78 | 8.20 | 9.50 | 9.50 | 6.20 | 1.3 MiB | 0.70 | 0/80 [0, 4.5] % |
                | youki@0.3.3 | direct | 15 | 12.2 [&lt;6 turns] | 12.2 | 12.1 | 12.4 | n&lt;72 | 24.5 r | 832 KiB | 10.2 | 5/20 [8.7, 49.1] % timeout (censored) |
                | runc@1.1.13 +local | direct | 80 | 23.8 [23.8, 23.9] | 25.3 | 22.1 | 31.2 | 31.2 | 24.5 r | 832 KiB | 2.02 | 0/80 [0, 4.5] % |
                | runsc\\~kvm | direct | 0 | - | - | - | - | - | - | - | 10.0 | 10/10 [69.2, 100] % runtime 5, timeout 5 (censored) (parked) |
                | crun | ctr | 10 | 152.5 [&lt;6 turns] | 152.5 | 151.0 | 155.0 | n&lt;72 | n/a | n/a | 1.53 | 0/10 [0, 30.8] % |

                Controls (no container runtime):

                | runtime | via | n | median [95 % CI] ms | mean | min | max | p95 | CPU ms | peak mem | total s | errors [95 % CI] |
                | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
                | spawn | control | 80 | 0.90 [0.90, 0.90] | 0.95 | 0.80 | 1.40 | 1.37 | 0.90 | n/a | 0.08 | 0/80 [0, 4.5] % |

                What was measured:

                - INDICATIVE: fewer than 20 sub-blocks over 5 blocks, too few for a verdict.
                - Conditions: workload exit, pace burst, kernel default.
                - Linux 6.18.5, 2 CPUs, cgroup v1 (cgroupfs)

                Left out, given up or lost:

                - Not run: kata/ctr: no /dev/kvm; remedy: run on a host with nested virtualisation
                - Parked: runsc\\~kvm/direct/exit/burst/default after 20 attempts: 20 failures in a row: runtime
                - Timed out: runsc\\~kvm/direct/exit/burst/default: 5 starts, untimed ones too, took 10.0 s until their time-out ended them
                - Timed out: youki@0.3.3/direct/exit/burst/default: 5 starts, untimed ones too, took 10.0 s until their time-out ended them

                How to read it:

                - Times are in ms, of the n successful starts. Median: of the medians of the turns; in brackets its 95 % order-statistic interval over turns, which describes this run, not another day or host, and is not a test: where no difference shows, that does not mean no change. CPU and peak mem: medians per start. JMH's mean (score) is in jmh.json.
                - censored: more than 1 % of the attempts failed; if failing depends on speed, the times show a selection.
                - parked: given up during the campaign; its figures are of the starts until then.
                - r: from getrusage, which misses descendants that were not waited for.
                - n/a: no operation of the arm has a value.
                """, campaign().markdown());
    }

    @Test
    void legendExplainsOnlyWhatIsThere() {
        String text = plain(ArmSummary.of(Campaign.CRUN, new Rows()
                .resources(OptionalLong.of(6200), OptionalLong.empty(), OptionalLong.of(2048))
                .turn(1, 1, Campaign.CRUN, 8, 9).list())).text();
        assertTrue(text.contains("JMH's mean (score) is in jmh.json."), text);
        assertTrue(text.contains("8.50 [<6 turns]"), text);
        for (String absent : List.of("censored", "parked", "getrusage", "n/a", "INDICATIVE", "Not run", "Parked", "Controls")) {
            assertFalse(text.contains(absent), absent);
        }
    }

    @Test
    void anArmThatWasParkedWithoutAFailureAmongItsTimedStartsIsMarkedToo() {
        CampaignTable table = new CampaignTable(List.of(ArmSummary.of(Campaign.CRUN, new Rows().turn(1, 1, Campaign.CRUN, 8).list()),
                ArmSummary.of(Campaign.YOUKI, new Rows().turn(1, 1, Campaign.YOUKI, 9, Rows.TIMEOUT).list())), Map.of(), List.of(),
                List.of(), List.of(new Parked(Campaign.CRUN, 1, "its binary was replaced")), false);
        List<String> lines = table.text().lines().toList();
        assertTrue(lines.get(2).startsWith("crun ") && lines.get(2).endsWith("% (parked)"), lines.get(2));
        assertTrue(lines.get(3).endsWith("timeout (censored)"), lines.get(3));
        assertTrue(lines.contains("Parked: crun/direct/exit/burst/default after 1 attempt: its binary was replaced"), table.text());
        assertTrue(table.text().contains(": 1 start, untimed ones too, took 2.0 s"), table.text());
    }

    @Test
    void conditionsThatVaryAreColumnsAndTheOthersCaption() {
        String isolated = "crun/direct/exit/isolated/default";
        List<String> lines = plain(ArmSummary.of(Campaign.CRUN, new Rows().turn(1, 1, Campaign.CRUN, 8).list()),
                ArmSummary.of(isolated, new Rows().turn(1, 1, isolated, 20).list())).text().lines().toList();
        assertTrue(lines.get(0).startsWith("runtime  via     pace      n  "), lines.get(0));
        assertTrue(lines.get(2).startsWith("crun     direct  burst     1  "), lines.get(2));
        assertTrue(lines.get(3).startsWith("crun     direct  isolated  1  "), lines.get(3));
        assertTrue(lines.contains("Conditions: workload exit, kernel default."), lines.toString());
    }

    @Test
    void controlUnderAnotherPaceMakesItAColumnButItsWorkloadDoesNot() {
        String spawn = "spawn/control/true/isolated/default";
        List<String> lines = plain(ArmSummary.of(Campaign.CRUN, new Rows().turn(1, 1, Campaign.CRUN, 8).list()),
                ArmSummary.of(spawn, new Rows().turn(1, 1, spawn, 1).list())).text().lines().toList();
        assertTrue(lines.get(0).startsWith("runtime  via      pace      n  "), lines.get(0));
        assertTrue(lines.contains("Conditions: workload exit, kernel default."), lines.toString());
    }

    @Test
    void rowsAreSortedByLadderAndThenByMedianWithControlsLast() {
        List<String> arms = List.of("spawn/control/true/burst/default", "a/podman/exit/burst/default",
                "b/nerdctl-default/exit/burst/default", "c/nerdctl/exit/burst/default", "d/ctr/exit/burst/default",
                "e/direct-shim/exit/burst/default", "failing/direct/exit/burst/default",
                "slow/direct/exit/burst/default", "fast/direct/exit/burst/default");
        ArmSummary[] summaries = arms.stream().map(arm -> ArmSummary.of(arm, new Rows()
                .turn(1, 1, arm, arm.startsWith("failing") ? Rows.TIMEOUT : arm.startsWith("slow") ? 9 : 8).list()))
                .toArray(ArmSummary[]::new);
        List<String> names = plain(summaries).text().lines().takeWhile(l -> !l.startsWith("Conditions")).skip(2)
                .filter(l -> !l.isEmpty()).map(l -> l.split(" ")[0]).toList();
        assertEquals(List.of("fast", "slow", "failing", "e", "d", "c", "b", "a", "Controls", "spawn"), names);
    }

    @Test
    void widestUsualTableStaysWithinTheTerminal() {
        String failing = "youki@0.3.3/nerdctl-default/live50/isolated/quiet";
        Rows rows = new Rows().resources(OptionalLong.of(124_000), OptionalLong.empty(), OptionalLong.of(134_217_728));
        for (int cycle = 1; cycle <= 25; cycle++) {
            rows.turn(1, cycle, failing, 480.2 + cycle, 512.8, 530, cycle < 4 ? Rows.TIMEOUT : 700);
        }
        CampaignTable table = new CampaignTable(List.of(ArmSummary.of(failing, rows.list()),
                ArmSummary.of(Campaign.CRUN, new Rows().turn(1, 1, Campaign.CRUN, 8).list())),
                Map.of("youki@0.3.3", "youki@0.3.3 +local"),
                List.of("word ".repeat(100)), List.of(new NotRun("kata", "reason ".repeat(40), "")), List.of(), false);
        Stream<String> tooWide = table.text().lines().filter(l -> l.length() > WIDTH + 5);
        assertEquals(List.of(), tooWide.toList());
    }

    @Test
    void textFromStrangersCannotReachTheTerminalOrTheMarkup() {
        String evil = "\u001B[2J\u001B]0;pwned\u0007x\u202E | <b>\n# head";
        CampaignTable table = new CampaignTable(
                List.of(ArmSummary.of(Campaign.CRUN, new Rows().turn(1, 1, Campaign.CRUN, 8).list())),
                Map.of("crun", evil), List.of(evil), List.of(new NotRun(evil, evil, evil)),
                List.of(new Parked(evil, 1, evil)), false);
        for (String output : List.of(table.text(), table.markdown())) {
            assertTrue(output.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127), output);
            assertFalse(output.contains("pwned"), output);
        }
        assertTrue(table.markdown().contains("| x \\| &lt;b&gt; # head | direct |"), table.markdown());
    }

    @Test
    void noArmAtAllStillTellsWhatWasLeftOut() {
        CampaignTable table = new CampaignTable(List.of(), Map.of(), List.of(),
                List.of(new NotRun("crun", "not installed", "")), List.of(), false);
        assertTrue(table.text().contains("\nNot run: crun: not installed\n"), table.text());
        assertFalse(table.text().contains("Conditions"), table.text());
    }
}
