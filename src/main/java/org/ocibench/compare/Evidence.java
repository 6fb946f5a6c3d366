package org.ocibench.compare;

/**
 * The one-sided p values that a verdict on a ratio is made of: each against the opposite of its name.
 *
 * @param regressed  against a ratio of at most 1 + margin
 * @param improved   against a ratio of at least 1 / (1 + margin)
 * @param higher     against a ratio of at most 1
 * @param lower      against a ratio of at least 1
 * @param equivalent against a ratio outside of the margin: the larger of the two one-sided tests (D. J. Schuirmann, Journal
 *                   of Pharmacokinetics and Biopharmaceutics 15, 1987)
 */
record Evidence(double regressed, double improved, double higher, double lower, double equivalent) {

    /** The evidence of a ratio with at least {@value Estimate#LEAST_N} units. */
    static Evidence of(LogRatio ratio, Margin margin) {
        return new Evidence(ratio.pAbove(margin.log()), ratio.pBelow(-margin.log()), ratio.pAbove(0), ratio.pBelow(0),
                Math.max(ratio.pBelow(margin.log()), ratio.pAbove(-margin.log())));
    }

    /** What both show: a claim about both is as sure as the less sure of the two (R. L. Berger, Technometrics 24, 1982). */
    Evidence and(Evidence other) {
        return new Evidence(Math.max(regressed, other.regressed), Math.max(improved, other.improved),
                Math.max(higher, other.higher), Math.max(lower, other.lower), Math.max(equivalent, other.equivalent));
    }

    /** One-sided p against a change within the margin, for the direction that is nearer to a claim. */
    double pChange() {
        return Math.min(regressed, improved);
    }

    /** One-sided p against equality, likewise. */
    double pDifference() {
        return Math.min(higher, lower);
    }

    /** What this shows where nothing else is tested. */
    Verdict verdict() {
        return verdict(pChange(), pDifference());
    }

    /**
     * What this shows. Either direction may use half of the level.
     *
     * @param pChange     {@link #pChange()}, adjusted for what else is tested
     * @param pDifference {@link #pDifference()}, likewise
     */
    Verdict verdict(double pChange, double pDifference) {
        if (pChange < Verdict.ALPHA / 2) {
            return regressed < improved ? Verdict.REGRESSED : Verdict.IMPROVED;
        }
        if (equivalent < Verdict.ALPHA) {
            return Verdict.EQUIVALENT;
        }
        return pDifference < Verdict.ALPHA / 2 ? Verdict.DIFFERENT : Verdict.INCONCLUSIVE;
    }
}
