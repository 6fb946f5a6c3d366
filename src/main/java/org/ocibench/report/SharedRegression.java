package org.ocibench.report;

import java.util.List;
import java.util.Optional;
import org.ocibench.compare.Comparison;
import org.ocibench.compare.ErrorVerdict;
import org.ocibench.compare.Interval;
import org.ocibench.compare.Paired;
import org.ocibench.compare.Verdict;

/** Whether a version has the regression that a later one has, both against the same earlier one. */
public enum SharedRegression {

    /** A regression by the same measure was found twice. */
    PRESENT,
    /** By none of the measures it is shown to be worse, nor can be half as much worse. */
    ABSENT,
    /** Neither. */
    UNDECIDED;

    /**
     * Looks only at the measures by which the later one regressed: another regression is another story.
     *
     * @param one   of the version
     * @param later of the one that regressed
     */
    public static SharedRegression of(ConfirmedReport one, ConfirmedReport later) {
        List<Integer> asked = later.found();
        if (one.isRegressed() && asked.stream().anyMatch(one.found()::contains)) {
            return PRESENT;
        }
        return asked.stream().allMatch(claim -> isWithout(one.first().comparison(), later.first().comparison(), claim)) ? ABSENT : UNDECIDED;
    }

    // What may be beyond the margin need not be anywhere near what is looked for.
    private static boolean isWithout(Comparison one, Comparison later, int claim) {
        Verdict verdict = one.verdicts().get(claim);
        if (verdict != Verdict.INCONCLUSIVE && verdict != Verdict.DIFFERENT) {
            return verdict != Verdict.REGRESSED;
        }
        if (claim == one.measures().size()) {
            return one.errors().difference().upper() < added(later.errors()) / 2;
        }
        Optional<Interval> change = one.measures().get(claim).paired().flatMap(paired -> paired.ratio().interval());
        double half = Math.sqrt(later.measures().get(claim).paired().map(Paired::ratio).orElseThrow().ratio());
        return change.isPresent() && change.get().upper() < half;
    }

    private static double added(ErrorVerdict errors) {
        return errors.candidate().rate().orElseThrow() - errors.baseline().rate().orElseThrow();
    }
}
