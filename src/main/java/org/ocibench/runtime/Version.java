package org.ocibench.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A runtime's version, ordered as its project means it: numbers by value, a pre-release before its release. */
public record Version(String text) implements Comparable<Version> {

    private static final Pattern PART = Pattern.compile("\\d+|[A-Za-z]+");
    private static final Pattern PRE_RELEASE = Pattern.compile("(?i)(?<![a-z])(rc|alpha|beta|dev|pre)(?![a-z])");

    boolean isPreRelease() {
        return PRE_RELEASE.matcher(text).find();
    }

    @Override
    public int compareTo(Version other) {
        List<String> mine = parts(text);
        List<String> theirs = parts(other.text);
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
            int order = Integer.compare(rank(mine, i), rank(theirs, i));
            if (order == 0 && i < mine.size() && i < theirs.size()) {
                order = comparePart(mine.get(i), theirs.get(i));
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    // A word such as rc stands below the end of the version, a further number above it.
    private static int rank(List<String> parts, int index) {
        return index >= parts.size() ? 1 : Character.isDigit(parts.get(index).charAt(0)) ? 2 : 0;
    }

    private static int comparePart(String mine, String theirs) {
        return Character.isDigit(mine.charAt(0))
                ? new java.math.BigInteger(mine).compareTo(new java.math.BigInteger(theirs)) : mine.compareTo(theirs);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        // What follows a plus sign is build metadata and does not order.
        Matcher matcher = PART.matcher(text.split("\\+", 2)[0]);
        while (matcher.find()) {
            parts.add(matcher.group());
        }
        return parts;
    }
}
