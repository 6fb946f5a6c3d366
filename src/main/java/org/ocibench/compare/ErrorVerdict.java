package org.ocibench.compare;

import java.util.Arrays;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether a candidate fails more often than a baseline. Rates are fractions. Any change of the rate that is sure is one;
 * equivalent are rates that are apart by less than the rate from which on an arm is censored. Starts are the units, and blocks
 * too where failures cluster in few of them.
 *
 * @param verdict     what is said
 * @param baseline    failed of the timed starts
 * @param candidate   failed of the timed starts
 * @param difference  99 % interval of candidate minus baseline; [-1, 1] at its widest
 * @param p           two-sided p of {@link Boschloo}'s test; empty if one of the two was not started
 * @param adjusted    the same, adjusted for the other measures
 * @param permutation two-sided p of the permutation over blocks; empty if there is no block in which both were started
 * @param blocks      blocks in which both were started
 * @param caveats     what is to be known beside it
 */
public record ErrorVerdict(Verdict verdict, ErrorRate baseline, ErrorRate candidate, Interval difference, OptionalDouble p,
        OptionalDouble adjusted, OptionalDouble permutation, int blocks, SortedSet<Caveat> caveats) {

    private static final double MARGIN = ErrorRate.CENSORING_LIMIT;

    public ErrorVerdict {
        caveats = Collections.unmodifiableSortedSet(new TreeSet<>(caveats));
    }

    /** The two error rates, before anything is decided on them. */
    record Counts(ErrorRate baseline, ErrorRate candidate, OptionalDouble p, OptionalDouble permutation, int blocks, boolean clustered) {

        static Counts of(SubBlocks subBlocks, String baseline, String candidate) {
            SortedMap<Integer, ErrorRate> of = subBlocks.errorsByBlock(baseline);
            SortedMap<Integer, ErrorRate> against = subBlocks.errorsByBlock(candidate);
            double[] differences = of.keySet().stream().filter(against::containsKey)
                    .mapToDouble(block -> against.get(block).rate().orElseThrow() - of.get(block).rate().orElseThrow()).toArray();
            ErrorRate a = subBlocks.errors(baseline);
            ErrorRate b = subBlocks.errors(candidate);
            return new Counts(a, b, a.attempts() == 0 || b.attempts() == 0 ? OptionalDouble.empty()
                    : OptionalDouble.of(Boschloo.p(a, b)), differences.length == 0 ? OptionalDouble.empty()
                    : OptionalDouble.of(BlockPermutation.p(differences)), differences.length, cluster(of) || cluster(against));
        }

        /** Whether failures scatter over blocks more than independent starts would have it. */
        private static boolean cluster(SortedMap<Integer, ErrorRate> blocks) {
            return ForkEffect.p(blocks.values().stream().map(Counts::outcomes).toList()) < Verdict.ALPHA;
        }

        private static double[] outcomes(ErrorRate block) {
            double[] outcomes = new double[block.attempts()];
            Arrays.fill(outcomes, 0, block.failures(), 1);
            return outcomes;
        }

        boolean censored() {
            return baseline.censored() || candidate.censored();
        }

        /** The verdict with the p adjusted for the other measures; it is not looked at where there is no p. */
        ErrorVerdict verdict(double adjusted) {
            SortedSet<Caveat> caveats = new TreeSet<>();
            Stream.of(baseline, candidate).filter(rate -> rate.attempts() == 0).forEach(rate -> caveats.add(Caveat.NOTHING_SHARED));
            if (!gates(baseline, candidate, blocks)) {
                caveats.add(Caveat.BELOW_GATE);
            }
            if (clustered) {
                caveats.add(Caveat.FAILURES_CLUSTER);
            }
            boolean change = p.isPresent() && adjusted < Verdict.ALPHA && (!clustered || permutation.orElse(1) < Verdict.ALPHA);
            return new ErrorVerdict(verdict(change), baseline, candidate, difference(Verdict.ALPHA / 2), p,
                    p.isPresent() ? OptionalDouble.of(adjusted) : p, permutation, blocks, caveats);
        }

        private Verdict verdict(boolean change) {
            if (change) {
                return candidate.rate().orElseThrow() > baseline.rate().orElseThrow() ? Verdict.REGRESSED : Verdict.IMPROVED;
            }
            Interval within = difference(Verdict.ALPHA);
            return within.lower() > -MARGIN && within.upper() < MARGIN ? Verdict.EQUIVALENT : Verdict.INCONCLUSIVE;
        }

        /**
         * Interval of the difference, made of those of the two rates (G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008),
         * which are exact.
         */
        private Interval difference(double tail) {
            Interval ofBaseline = baseline.interval(tail);
            Interval ofCandidate = candidate.interval(tail);
            double a = baseline.rate().orElse(0);
            double b = candidate.rate().orElse(0);
            if (p.isEmpty()) {
                return new Interval(ofCandidate.lower() - ofBaseline.upper(), ofCandidate.upper() - ofBaseline.lower());
            }
            return new Interval(b - a - Math.hypot(b - ofCandidate.lower(), ofBaseline.upper() - a),
                    b - a + Math.hypot(ofCandidate.upper() - b, a - ofBaseline.lower()));
        }
    }

    /** Whether there is enough for a verdict that may fail a build. */
    public boolean gates() {
        return gates(baseline, candidate, blocks);
    }

    private static boolean gates(ErrorRate baseline, ErrorRate candidate, int blocks) {
        return Math.min(baseline.attempts(), candidate.attempts()) >= Gate.ATTEMPTS && blocks >= Gate.BLOCKS;
    }
}
