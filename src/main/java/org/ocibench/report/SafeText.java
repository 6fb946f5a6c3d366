package org.ocibench.report;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Makes text from strangers (command output, files of other people's campaigns) fit to print: one line, no escape
 * sequences, nothing invisible or reordering, bounded length.
 */
public final class SafeText {

    /** Longest text that {@link #of(String)} lets through, in characters. */
    public static final int DEFAULT_LENGTH = 200;

    private static final String ELLIPSIS = "...";

    /**
     * ECMA-48 sequences, introduced by ESC or by the one-character C1 forms: control strings (OSC, DCS, SOS, PM, APC)
     * with their terminator, CSI sequences, and what remains of two or three characters. A control string ends where another
     * begins, or a text of nothing but beginnings would be looked through once for each.
     */
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile(
            "(?:\\u001B[\\]PX^_]|[\\u009D\\u0090\\u0098\\u009E\\u009F])"
                    + "[^\\u0007\\u001B\\u009C\\u009D\\u0090\\u0098\\u009E\\u009F]*+"
                    + "(?:\\u0007|\\u001B\\\\|\\u009C)"
                    + "|(?:\\u001B\\[|\\u009B)[0-?]*+[ -/]*+[@-~]"
                    + "|\\u001B[ -/]*+[0-~]");

    private SafeText() {
    }

    /** {@link #of(String, int)} with at most {@value #DEFAULT_LENGTH} characters. */
    public static String of(String text) {
        return of(text, DEFAULT_LENGTH);
    }

    /**
     * The printable part of a text. Runs of white space and line ends become one space; escape sequences, control,
     * format (bidirectional and zero-width ones among them), private, unassigned and half characters are dropped.
     *
     * @param text      any text
     * @param maxLength longest result in {@code char}s, at least 3; a cut is shown by three dots
     * @return one line without space at its ends; may be empty
     */
    public static String of(String text, int maxLength) {
        Objects.requireNonNull(text, "text is null");
        if (maxLength < ELLIPSIS.length()) {
            throw new IllegalArgumentException("no room for a text: " + maxLength);
        }
        String visible = ESCAPE_SEQUENCE.matcher(text).replaceAll("");
        StringBuilder safe = new StringBuilder();
        boolean gap = false;
        for (int i = 0; i < visible.length() && safe.length() <= maxLength;) {
            int codePoint = visible.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isSpace(codePoint)) {
                gap = true;
            } else if (isPrintable(codePoint)) {
                if (gap && !safe.isEmpty()) {
                    safe.append(' ');
                }
                gap = false;
                safe.appendCodePoint(codePoint);
            }
        }
        return safe.length() <= maxLength ? safe.toString() : cut(safe, maxLength - ELLIPSIS.length()) + ELLIPSIS;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String cut(CharSequence text, int length) {
        boolean splitsPair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.subSequence(0, splitsPair ? length - 1 : length).toString();
    }
}
