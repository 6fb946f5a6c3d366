package org.ocibench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.Interval;
import org.ocibench.compare.Measure;
import org.ocibench.compare.SessionSpread;
import org.ocibench.compare.Sign;
import org.ocibench.compare.Synthetic;
import org.ocibench.compare.Verdict;
import org.ocibench.compare.Versus;

class VerdictReportTest {

    private static final String CONDITIONS = "/direct/exit/burst/quiet";
    private static final Map<String, String> NAMES = Map.of("runc@1.1.13", "runc@1.1.13+local", "runc@1.1.15", "runc@1.1.15+local");

    /** Blocks of four sub-blocks of runc 1.1.13, its copy, and 1.1.15. */
    private static Versus versus(long seed, int blocks, double old, double copy, double young) {
        Synthetic campaign = new Synthetic(seed, .5).arm("runc@1.1.13" + CONDITIONS, old, old).arm("runc@1.1.13~copy" + CONDITIONS, copy, copy)
                .arm("runc@1.1.15" + CONDITIONS, young, young);
        return Versus.of(campaign.arms(), "runc@1.1.13", "runc@1.1.15", campaign.rows(blocks, 12), arm -> SessionSpread.UNKNOWN, 1).get(0);
    }

    private static String text(Versus pair) {
        return new VerdictReport(List.of(pair), NAMES, List.of("campaign results/x")).text();
    }

    @Test
    void aRegressionIsToldInOneSentence() {
        String text = text(versus(1, 6, 20, 20, 30));
        assertTrue(text.startsWith("runc@1.1.15+local against runc@1.1.13+local, via direct, workload exit, pace burst, kernel quiet:\n"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("wall ms +\\S+ +\\S+ +\\+3\\d\\.\\d % \\[\\+.* REGRESSED")), text);
        assertTrue(text.replaceAll("\\s+", " ").matches("(?s).*runc@1\\.1\\.15\\+local takes 3\\d\\.\\d % more wall time, 3\\d\\.\\d % more CPU time "
                + "than runc@1\\.1\\.13\\+local; peak memory is the same within the margin; whether it fails more often cannot be told "
                + "\\(0 of 288 against 0 of 288\\)\\..*"), text);
        assertTrue(text.contains("a copy of the baseline's binary did not come out changed"), text);
        assertTrue(text.contains("errors: indicative"), text);
    }

    @Test
    void equalOnesAreEqualAndTooFewTellNothing() {
        assertTrue(text(versus(2, 6, 20, 20, 20)).contains("wall time, CPU time, peak memory are the same within the margin"));
        Versus few = versus(3, 1, 20, 20, 30);
        assertTrue(text(few).contains("wall, CPU, peak, p95: too few sub-blocks for any verdict"), text(few));
        assertTrue(text(few).replaceAll("\\s+", " ").contains("wall time, CPU time, peak memory cannot be told apart, nor be called equal"), text(few));
    }

    @Test
    void whereTheCopyChangedNothingIsBelieved() {
        Versus invalid = versus(4, 6, 20, 26, 30);
        assertTrue(invalid.isInvalid());
        assertTrue(text(invalid).contains("The campaign is INVALID: a copy of runc@1.1.13+local came out changed."), text(invalid));
        ConfirmedReport report = new ConfirmedReport(invalid, Optional.of(versus(5, 6, 20, 20, 30)), List.of(), NAMES, List.of());
        assertTrue(report.isInvalid());
        assertFalse(report.isRegressed());
    }

    @Test
    void onlyWhatIsFoundTwiceIsARegression() {
        Versus slower = versus(6, 6, 20, 20, 30);
        ConfirmedReport twice = new ConfirmedReport(slower, Optional.of(versus(7, 6, 20, 20, 30)), List.of(), NAMES, List.of());
        assertTrue(twice.isRegressed());
        assertTrue(twice.text().endsWith("REGRESSED, found twice: wall time, CPU time\n"), twice.text());
        ConfirmedReport once = new ConfirmedReport(slower, Optional.of(versus(8, 6, 20, 20, 20)), List.of(), NAMES, List.of());
        assertFalse(once.isRegressed());
        assertTrue(once.text().endsWith("not confirmed, so INCONCLUSIVE: wall time, CPU time\n"), once.text());
        assertFalse(new ConfirmedReport(slower, Optional.empty(), List.of(), NAMES, List.of()).isRegressed(), "found once only");
        ConfirmedReport tooShort = new ConfirmedReport(versus(10, 3, 20, 20, 40), Optional.of(versus(11, 3, 20, 20, 40)), List.of(), NAMES, List.of());
        assertTrue(tooShort.text().replaceAll("\\s+", " ").contains("REGRESSED, found twice (indicative: too little was measured"), tooShort.text());
        assertFalse(tooShort.isRegressed(), "too little for a build to fail");
    }

    @Test
    void whatWasNotMeasuredToTheEndHasNoVerdict() {
        List<String> troubles = List.of("runc@1.1.15+local was not measured to the end: 20 starts in a row failed");
        ConfirmedReport equal = new ConfirmedReport(versus(2, 6, 20, 20, 20), Optional.empty(), troubles, NAMES, List.of());
        assertTrue(equal.isInvalid());
        assertFalse(equal.isControlChanged());
        assertTrue(equal.text().replaceAll("\\s+", " ").contains("INVALID: runc@1.1.15+local was not measured to the end"), equal.text());
        assertEquals(troubles, equal.json().get("troubles"));
        ConfirmedReport twice = new ConfirmedReport(versus(6, 6, 20, 20, 30), Optional.of(versus(7, 6, 20, 20, 30)), troubles, NAMES, List.of());
        assertTrue(twice.isRegressed() && !twice.isInvalid(), "what was found twice stands");
        assertEquals(ConfirmedReport.json(troubles).keySet(), Set.of("invalid", "troubles", "regressed", "inconclusive"));
    }

    @Test
    void aRegressionIsSharedByWhatRegressedAsMuch() {
        ConfirmedReport later = confirmed(30, 30);
        assertEquals(SharedRegression.PRESENT, SharedRegression.of(confirmed(25, 25), later));
        assertEquals(SharedRegression.ABSENT, SharedRegression.of(new ConfirmedReport(versus(2, 6, 20, 20, 20), Optional.empty(), List.of(), NAMES,
                List.of()), later));
        assertEquals(SharedRegression.UNDECIDED, SharedRegression.of(confirmed(30, 20), later), "found once");
        // Three sub-blocks have no interval: nothing is known.
        assertEquals(SharedRegression.UNDECIDED, SharedRegression.of(new ConfirmedReport(versus(3, 1, 20, 20, 20), Optional.empty(), List.of(), NAMES,
                List.of()), later));
        // Some per cent more or less is inconclusive, and not half of what is looked for.
        Synthetic campaign = new Synthetic(21, 4).arm("runc@1.1.13" + CONDITIONS, 20, 20).arm("runc@1.1.15" + CONDITIONS, 20, 20);
        Versus noisy = Versus.of(campaign.arms(), "runc@1.1.13", "runc@1.1.15", campaign.rows(6, 12), arm -> SessionSpread.UNKNOWN, 1).get(0);
        assertEquals(Verdict.INCONCLUSIVE, noisy.comparison().verdicts().get(0));
        assertEquals(SharedRegression.ABSENT, SharedRegression.of(new ConfirmedReport(noisy, Optional.empty(), List.of(), NAMES, List.of()), later));
    }

    private static ConfirmedReport confirmed(double first, double second) {
        return new ConfirmedReport(versus(6, 6, 20, 20, first), Optional.of(versus(7, 6, 20, 20, second)), List.of(), NAMES, List.of());
    }

    @Test
    void signsOfTheCauseStandBesideADifference() {
        Versus slower = versus(12, 6, 20, 20, 30).and(List.of(new Sign("create", Sign.Unit.MILLIS, 12, 21, Optional.of(new Interval(8, 10))),
                new Sign("syscalls", Sign.Unit.COUNT, 3400, 5000, Optional.empty()),
                new Sign("CPU time in the kernel", Sign.Unit.SHARE, .8, .65, Optional.empty())));
        String text = text(slower);
        assertTrue(text.lines().anyMatch(line -> line.matches("create ms +12\\.0 +21\\.0 +\\+9\\.00 \\[8\\.00, 10\\.00\\]")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("syscalls +3400 +5000 +\\+1600")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("CPU time in the kernel +80\\.0 % +65\\.0 % +-15\\.0 %")), text);
        assertTrue(text.contains("wall less CPU time ms"), text);
        assertFalse(text(versus(2, 6, 20, 20, 20)).contains("signs of the cause"), "there is nothing to explain");
    }

    @Test
    void severalPacesStandSideBySide() {
        Synthetic campaign = new Synthetic(13, .5);
        for (String conditions : List.of(CONDITIONS, "/direct/exit/isolated/default")) {
            double wait = conditions.equals(CONDITIONS) ? 1 : 15;
            campaign.arm("runc@1.1.13" + conditions, 20 + wait, 20).arm("runc@1.1.15" + conditions, 29 + wait, 29);
        }
        String text = new VerdictReport(Versus.of(campaign.arms(), "runc@1.1.13", "runc@1.1.15", campaign.rows(6, 12), arm -> SessionSpread.UNKNOWN, 1), NAMES, List.of()).text();
        assertTrue(text.lines().anyMatch(line -> line.matches("direct +exit +burst +quiet .*")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("direct +exit +isolated +default .*")), text);
        assertTrue(text.contains("Why the changes differ"), text);
        Synthetic alike = new Synthetic(16, .5);
        for (String conditions : List.of(CONDITIONS, "/direct/exit/isolated/default")) {
            alike.arm("runc@1.1.13" + conditions, 21, 20).arm("runc@1.1.15" + conditions, 30, 29);
        }
        String same = new VerdictReport(Versus.of(alike.arms(), "runc@1.1.13", "runc@1.1.15", alike.rows(6, 12), arm -> SessionSpread.UNKNOWN, 1), NAMES,
                List.of()).text();
        assertFalse(same.contains("Why the changes differ"), "both wait equally long");
        assertFalse(text(versus(14, 6, 20, 20, 30)).contains("Why the changes differ"), "there is one pace");
    }

    @Test
    void whatShowsNeitherChangeNorEqualityIsInconclusive() {
        assertFalse(versus(2, 6, 20, 20, 20).isInconclusive(), "equal");
        assertFalse(versus(1, 6, 20, 20, 30).isInconclusive(), "slower");
        assertTrue(versus(3, 1, 20, 20, 30).isInconclusive(), "too few sub-blocks");
        Versus slower = versus(6, 6, 20, 20, 30);
        assertTrue(new ConfirmedReport(slower, Optional.of(versus(8, 6, 20, 20, 20)), List.of(), NAMES, List.of()).isInconclusive(), "not confirmed");
        assertFalse(new ConfirmedReport(slower, Optional.of(versus(7, 6, 20, 20, 30)), List.of(), NAMES, List.of()).isInconclusive(), "confirmed");
        assertFalse(new ConfirmedReport(versus(2, 6, 20, 20, 20), Optional.empty(), List.of(), NAMES, List.of()).isInconclusive());
        ConfirmedReport tooShort = new ConfirmedReport(versus(10, 3, 20, 20, 40), Optional.of(versus(11, 3, 20, 20, 40)), List.of(), NAMES, List.of());
        assertTrue(tooShort.isInconclusive(), "too little for a build to fail");
        ConfirmedReport once = new ConfirmedReport(slower, Optional.empty(), List.of(), NAMES, List.of());
        assertTrue(once.isInconclusive());
        assertTrue(once.text().contains("not confirmed, since the second campaign was not made, so INCONCLUSIVE: wall time"), once.text());
        assertEquals(List.of("wall time", "CPU time"), once.json().get("unconfirmed"));
        assertEquals(true, once.json().get("inconclusive"));
    }

    @Test
    void whatCampaignsDifferByIsAllowedForButNotByTheControl() {
        Synthetic campaign = new Synthetic(15, .2, 1).arm("runc@1.1.13" + CONDITIONS, 20, 20).arm("runc@1.1.13~copy" + CONDITIONS, 21, 21)
                .arm("runc@1.1.15" + CONDITIONS, 21, 21);
        List<OperationRow> rows = campaign.rows(8, 12);
        Versus alone = Versus.of(campaign.arms(), "runc@1.1.13", "runc@1.1.15", rows, arm -> SessionSpread.UNKNOWN, 1).get(0);
        SessionSpread spread = new SessionSpread(Map.of(Measure.WALL, .05, Measure.CPU_GEOMETRIC_MEAN, .05), 9);
        Versus allowed = Versus.of(campaign.arms(), "runc@1.1.13", "runc@1.1.15", rows, arm -> spread, 1).get(0);
        assertEquals(Verdict.REGRESSED, alone.comparison().verdicts().get(0));
        assertEquals(List.of(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE), allowed.comparison().verdicts().subList(0, 2));
        assertTrue(allowed.isInvalid(), "the copy changed, and a campaign is no excuse for itself");
        String text = text(allowed).replaceAll("\\s+", " ");
        assertTrue(text.contains("By the A/A controls of 9 other campaigns in this environment, equal binaries differ from one campaign to the next by 5.0 % of "
                + "wall and 5.0 % of CPU time"), text);
        assertEquals(Map.of("campaigns", 9, "wallSd", .05, "cpuSd", .05), VerdictJson.of(allowed, NAMES).get("sessions"));
    }

    @Test
    void withoutACopyThatIsSaid() {
        Synthetic campaign = new Synthetic(9, .5).arm("crun" + CONDITIONS, 6, 6).arm("youki" + CONDITIONS, 17, 16);
        List<Versus> pairs = Versus.of(campaign.arms(), "crun", "youki", campaign.rows(6, 12), arm -> SessionSpread.UNKNOWN, 1);
        assertEquals(1, pairs.size());
        assertEquals(Optional.empty(), pairs.get(0).control());
        assertTrue(text(pairs.get(0)).contains("The campaign has no A/A control (--aa)"));
    }
}
