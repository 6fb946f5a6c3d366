package org.ocibench.compare;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is said of one measure of a candidate against a baseline.
 *
 * @param measure  what is compared
 * @param margin   what a change must exceed
 * @param verdict  what is said
 * @param paired   the comparison; empty if the arms have no value in the same sub-block
 * @param p        the smaller of the one-sided p values against a ratio of at most 1 + margin and of at least 1 / (1 + margin):
 *                 a change is claimed below half of {@link Verdict#ALPHA}, adjusted. Empty where there are too few units
 * @param adjusted the same, adjusted for the other measures
 * @param caveats  what is to be known beside it
 */
public record MeasureVerdict(Measure measure, Margin margin, Verdict verdict, Optional<Paired> paired, OptionalDouble p,
        OptionalDouble adjusted, SortedSet<Caveat> caveats) {

    public MeasureVerdict {
        caveats = Collections.unmodifiableSortedSet(new TreeSet<>(caveats));
    }

    /** One measure, before anything is decided on it. */
    record Claim(Measure measure, Margin margin, Optional<Paired> paired, Optional<Evidence> evidence, SortedSet<Caveat> caveats) {

        /**
         * The claim that the values of two arms make.
         *
         * @param sessions what campaigns of this environment differ by
         * @param censored whether the times of one arm are those of a selection
         */
        static Claim of(SubBlocks subBlocks, String baseline, String candidate, Measure measure, SessionSpread sessions, boolean censored) {
            Margin margin = Margin.of(measure);
            Optional<Paired> paired = Paired.of(subBlocks, baseline, candidate, measure).map(values -> values.widened(sessions, measure));
            SortedSet<Caveat> caveats = caveats(paired);
            Optional<Evidence> evidence = evidence(paired, margin);
            if (censored) {
                caveats.add(Caveat.CENSORED);
            }
            if (censored && measure == Measure.WALL && evidence.isPresent()) {
                Evidence ofSuccesses = evidence.get();
                evidence = evidence(Paired.of(subBlocks, baseline, candidate, Measure.WALL_WITH_TIMEOUTS)
                        .map(values -> values.widened(sessions, measure)), margin).map(ofSuccesses::and);
                if (evidence.map(Evidence::verdict).orElse(Verdict.INCONCLUSIVE) != ofSuccesses.verdict()) {
                    caveats.add(Caveat.OVERTURNED_BY_TIMEOUTS);
                }
            }
            return new Claim(measure, margin, paired, evidence, caveats);
        }

        /**
         * The verdict.
         *
         * @param pChange     p of the evidence against a change within the margin, adjusted for the other measures
         * @param pDifference p against equality, likewise
         */
        MeasureVerdict verdict(double pChange, double pDifference) {
            Verdict word = evidence.map(e -> e.verdict(pChange, pDifference)).orElse(Verdict.INCONCLUSIVE);
            boolean small = paired.isPresent() && Math.abs(paired.get().difference().mean()) <= margin.difference();
            return new MeasureVerdict(measure, margin, word.isChange() && small ? Verdict.DIFFERENT : word, paired,
                    evidence.map(e -> OptionalDouble.of(e.pChange())).orElse(OptionalDouble.empty()),
                    evidence.isPresent() ? OptionalDouble.of(pChange) : OptionalDouble.empty(), caveats);
        }

        private static Optional<Evidence> evidence(Optional<Paired> paired, Margin margin) {
            return paired.map(Paired::ratio).filter(ratio -> ratio.n() >= Estimate.LEAST_N).map(ratio -> Evidence.of(ratio, margin));
        }

        private static SortedSet<Caveat> caveats(Optional<Paired> paired) {
            SortedSet<Caveat> caveats = new TreeSet<>();
            if (paired.isEmpty()) {
                caveats.add(Caveat.NOTHING_SHARED);
                return caveats;
            }
            Paired values = paired.get();
            if (values.ratio().n() < Estimate.LEAST_N) {
                caveats.add(Caveat.TOO_FEW_UNITS);
            } else if (!values.ratio().hasSpread()) {
                caveats.add(Caveat.NO_SPREAD);
            }
            if (!values.gates()) {
                caveats.add(Caveat.BELOW_GATE);
            }
            if (values.leftOut() > 0) {
                caveats.add(Caveat.UNITS_LEFT_OUT);
            }
            if (values.byBlock()) {
                caveats.add(Caveat.FORK_EFFECT);
            }
            return caveats;
        }
    }

    /** Whether a build may fail for it. */
    public boolean gates() {
        return paired.map(Paired::gates).orElse(false);
    }

    /** The change, as a fraction, that would have been called {@link Verdict#REGRESSED} in 80 of 100 repetitions. */
    public OptionalDouble claimable() {
        return paired.map(values -> values.ratio().claimable(margin)).orElse(OptionalDouble.empty());
    }

    /** The change, as a fraction, that would have differed from none in 80 of 100 repetitions. */
    public OptionalDouble detectable() {
        return paired.map(values -> values.ratio().detectable()).orElse(OptionalDouble.empty());
    }
}
