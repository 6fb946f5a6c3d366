package org.ocibench.host;

import java.util.Collection;
import java.util.Comparator;

/** The valid name that a mistyped one is nearest to. */
public final class Nearest {

    private Nearest() {
    }

    /**
     * The candidate with the smallest Levenshtein distance.
     *
     * @throws java.util.NoSuchElementException if there is no candidate
     */
    public static String to(String word, Collection<String> candidates) {
        return candidates.stream().min(Comparator.comparingInt(c -> distance(word, c))).orElseThrow();
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
