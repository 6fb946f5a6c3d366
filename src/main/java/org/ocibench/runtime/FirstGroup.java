package org.ocibench.runtime;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a descriptor's pattern in what a program says. Both may be a stranger's: a pattern can be made to try more ways
 * than there is time for, or to go deeper than there is stack.
 */
final class FirstGroup {

    private static final int LONGEST_TEXT = 16 * 1024;
    private static final int MAX_STEPS = 5_000_000;

    private FirstGroup() {
    }

    /** First group of the first match in the first 16 KiB of the text; empty also if finding it takes too long. */
    static Optional<String> of(String pattern, String text) {
        String head = text.substring(0, Math.min(text.length(), LONGEST_TEXT));
        Matcher matcher = Pattern.compile(pattern).matcher(new Counted(head));
        try {
            return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
        } catch (TooManySteps | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** Ends the search. */
    private static final class TooManySteps extends RuntimeException {
        private TooManySteps() {
            super("too many steps", null, false, false);
        }
    }

    /** A text that lets itself be looked at only so many times. */
    private static final class Counted implements CharSequence {

        private final String text;
        private int steps;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
