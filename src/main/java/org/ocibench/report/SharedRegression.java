package org.ocibench.report;

import java.util.List;
import java.util.Optional;
import org.ocibench.compare.Comparison;
import org.ocibench.compare.ErrorVerdict;
import org.ocibench.compare.Interval;
import org.ocibench.compare.MeasureVerdict;

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
        if (asked.stream().anyMatch(one.found()::contains)) {
            return PRESENT;
        }
        return asked.stream().allMatch(claim -> isWithout(one.first().comparison(), later.first().comparison(), claim)) ? ABSENT : UNDECIDED;
    }

    private static boolean isWithout(Comparison one, Comparison later, int claim) {
        return switch (one.verdicts().get(claim)) {
            case EQUIVALENT, IMPROVED -> true;
            case REGRESSED -> false;
            // What may be beyond the margin need not be anywhere near what is looked for.
            case DIFFERENT, INCONCLUSIVE -> claim == one.measures().size()
                    ? one.errors().difference().upper() < added(later.errors()) / 2
                    : isBelowHalf(one.measures().get(claim), later.measures().get(claim));
        };
    }

    private static boolean isBelowHalf(MeasureVerdict one, MeasureVerdict later) {
        Optional<Interval> change = one.paired().flatMap(paired -> paired.ratio().interval());
        return change.isPresent() && change.get().upper() < Math.sqrt(later.paired().orElseThrow().ratio().ratio());
    }

    private static double added(ErrorVerdict errors) {
        return errors.candidate().rate().orElseThrow() - errors.baseline().rate().orElseThrow();
    }
}
