package org.ocibench.host;

import java.util.regex.Pattern;

/**
 * Text that a terminal shows as it is: without control, format (bidirectional and zero-width ones among them), private,
 * unassigned and half characters, and without line ends.
 */
public final class Printable {

    private static final Pattern OTHER = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final int LONGEST_QUOTE = 100;

    private Printable() {
    }

    /** Whether all of a text is printable. */
    public static boolean is(String text) {
        return !OTHER.matcher(text).find();
    }

    /** The text with a question mark for whatever is not printable. */
    public static String of(String text) {
        return OTHER.matcher(text).replaceAll("?");
    }

    /** A stranger's text for an error message: printable, in quotes, at most 100 characters of it. */
    public static String quoted(String text) {
        return "'" + (text.length() <= LONGEST_QUOTE ? of(text) : of(text.substring(0, LONGEST_QUOTE)) + "...") + "'";
    }
}
