package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.ocibench.compare.Claims;
import org.ocibench.compare.Measure;
import org.ocibench.compare.SessionSpread;
import org.ocibench.compare.Sign;
import org.ocibench.compare.Versus;

/** What must be known to read verdicts. */
final class VerdictLegend {

    private static final List<String> ALWAYS = List.of(
            "Change: candidate / baseline - 1, paired in the same sub-blocks (three turns of every arm); n of them, or blocks where said; "
                    + "of errors n starts. The intervals are not adjusted for the number of measures; p is (Holm), one-sided against a "
                    + "change within the margin of 2 %, for memory 1 % and 64 KiB, for errors against none.",
            "REGRESSED, IMPROVED: by more than the margin, p below .005. EQUIVALENT: apart by less than the margin. DIFFERENT: apart, "
                    + "but not shown to be so by more than the margin. INCONCLUSIVE: none of these was shown, which is not \"no change\".",
            "Detectable: the change that such a campaign would tell from none in 80 of 100 repetitions; claimable: that it would call "
                    + "REGRESSED.");

    private static final String SIGNS = "Signs of the cause are no claims. Slow starts took half as long again as their lower quartile";
    private static final String WATCHED = "; counts and critical paths are of an untimed, watched pass, and steps of a container's life "
            + "(create, start, delete) of a short one of their own";

    private VerdictLegend() {
    }

    /** A line each. */
    static List<String> of(List<Versus> pairs) {
        List<String> lines = new ArrayList<>(ALWAYS);
        if (pairs.stream().anyMatch(pair -> pair.isDifferent() && !pair.signs().isEmpty())) {
            boolean watched = pairs.stream().flatMap(pair -> pair.signs().stream()).anyMatch(sign -> sign.unit() == Sign.Unit.COUNT);
            lines.add(SIGNS + (watched ? WATCHED : "") + ".");
        }
        pairs.stream().map(Versus::sessions).distinct().map(VerdictLegend::sessions).forEach(lines::add);
        lines.add(control(pairs));
        return lines;
    }

    private static String sessions(SessionSpread sessions) {
        if (!sessions.isKnown()) {
            return "What differs from one campaign to the next is in no interval: it takes " + SessionSpread.LEAST_CAMPAIGNS
                    + " other campaigns with an A/A control in this environment and under these conditions, of which there are "
                    + sessions.campaigns() + ". For a claim of a few per cent repeat the whole, best on another day.";
        }
        return "By the A/A controls of " + Counted.of(sessions.campaigns(), "other campaign") + " in this environment, equal binaries differ "
                + "from one campaign to the next by " + Figures.percent(sessions.of(Measure.WALL)) + " % of wall and "
                + Figures.percent(sessions.of(Measure.CPU_GEOMETRIC_MEAN)) + " % of CPU time (sd beyond the errors within); what is said of "
                + "these two allows for it.";
    }

    private static String control(List<Versus> pairs) {
        List<Claims> controls = pairs.stream().flatMap(pair -> pair.control().stream()).toList();
        if (controls.isEmpty()) {
            return "The campaign has no A/A control (--aa), so nothing shows how far it tells equal things apart.";
        }
        String told = controls.stream().map(VerdictLegend::changes).collect(Collectors.joining("; "));
        return pairs.stream().anyMatch(Versus::isInvalid) ? "INVALID: a copy of the baseline's own binary came out changed (" + told + "); believe "
                + "none of it, and look for what disturbed the host."
                : "A/A control: a copy of the baseline's binary did not come out changed: " + told + ".";
    }

    private static String changes(Claims control) {
        return control.measures().stream().filter(claim -> claim.paired().isPresent())
                .map(claim -> VerdictSentence.noun(claim.measure()) + " " + Figures.change(claim.paired().get().ratio().ratio(),
                        claim.paired().get().ratio().interval())).collect(Collectors.joining(", "));
    }
}
