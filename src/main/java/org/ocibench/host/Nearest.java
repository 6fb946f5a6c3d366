package org.ocibench.host;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The valid name that a mistyped one probably stands for. */
public final class Nearest {

    /** Two letters that changed places, in a word of three or more. */
    private static final int TYPO = 2;
    private static final int SHORT = 3;
    /** Of the longer word's letters; of what is farther away hardly anything is left. */
    private static final double SHARE = .4;

    private Nearest() {
    }

    /**
     * The candidate with the smallest Levenshtein distance, capitals being small letters, if it is near: at most {@value #TYPO} away, or
     * at most {@value #SHARE} of the longer word, or one contains the other.
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String small = word.toLowerCase(Locale.ROOT);
        return candidates.stream().min(Comparator.comparingInt(c -> distance(small, c.toLowerCase(Locale.ROOT))))
                .filter(c -> near(small, c.toLowerCase(Locale.ROOT)));
    }

    /** What follows a refused word in a sentence: {@code ": did you mean X?"}, or a full stop where nothing is near. */
    public static String hint(String word, Collection<String> candidates) {
        return hint(word, candidates, UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param said what is to be typed for a candidate
     */
    public static String hint(String word, Collection<String> candidates, UnaryOperator<String> said) {
        return to(word, candidates).map(nearest -> ": did you mean " + said.apply(nearest) + "?").orElse(".");
    }

    private static boolean near(String a, String b) {
        int distance = distance(a, b);
        int shorter = Math.min(a.length(), b.length());
        return distance <= SHARE * Math.max(a.length(), b.length())
                || shorter >= SHORT && (distance <= TYPO || a.contains(b) || b.contains(a));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
