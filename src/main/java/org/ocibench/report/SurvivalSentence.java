package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.Interval;
import org.ocibench.compare.Survival;

/**
 * Whether one runtime's advantage over another survives containerd, in one sentence.
 *
 * @param pair the two and their distances
 * @param name name to show of a runtime
 */
record SurvivalSentence(Survival pair, UnaryOperator<String> name) {

    String text() {
        List<String> clauses = new ArrayList<>();
        clauses.add(name.apply(pair.faster()) + " before " + name.apply(pair.slower()) + ": directly by "
                + distance(pair.direct()) + (pair.direct().sign() > 0 ? "" : ", " + unshown(pair.direct())));
        pair.through().forEach(gap -> clauses.add("through " + gap.via() + (gap.gap().sign() < 0
                ? " behind by " + distance(negative(gap.gap())) + ": turned round" : " by " + distance(gap.gap()) + ": " + fate(gap))));
        if (pair.through().isEmpty()) {
            clauses.add("through containerd nothing was measured of both");
        }
        return String.join("; ", clauses) + (pair.censored() ? " (more than 1 % of the starts of one of the arms failed)" : "") + ".";
    }

    private String fate(Survival.Gap gap) {
        if (gap.gap().sign() == 0) {
            return unshown(gap.gap());
        }
        if (pair.direct().sign() <= 0) {
            return "an advantage that was not shown directly";
        }
        return "survives" + gap.change().map(change -> ", "
                + (change.sign() < 0 ? "smaller by " + distance(negative(change))
                : change.sign() > 0 ? "larger by " + distance(change)
                : "smaller or larger cannot be told, the change is " + distance(change))).orElse("");
    }

    private static String unshown(Estimate gap) {
        return gap.interval().isPresent() ? "a difference is not shown" : "too few sub-blocks to tell (" + gap.n() + ")";
    }

    private static Estimate negative(Estimate change) {
        return new Estimate(-change.mean(), change.n(), change.interval()
                .map(i -> new Interval(-i.upper(), -i.lower())));
    }

    private static String distance(Estimate gap) {
        return gap.interval().map(i -> Figures.millis(gap.mean(), i)).orElseGet(() -> Figures.millis(gap.mean())) + " ms";
    }
}
