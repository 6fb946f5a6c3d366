package org.ocibench.campaign;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.host.Printable;

/** The fields of a row as text, and back. What is read may be a stranger's: each that is none throws IllegalArgumentException. */
final class Fields {

    /** Phases and digests. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+-]{0,64}");

    private static final long MOST = 1_000_000_000_000_000L;

    private Fields() {
    }

    static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }

    static String text(FailureClass failure) {
        return failure == null ? "" : failure.label();
    }

    /** Null for an empty text. */
    static FailureClass failure(String text) {
        return text.isEmpty() ? null : FailureClass.ofLabel(text);
    }

    /** Key of an arm. @param known names that were checked already */
    static String arm(String key, Map<String, String> known) {
        return known.computeIfAbsent(key, k -> Arm.ofKey(k).key());
    }

    /** A word of letters, digits, dashes and plus signs, or none. @param known names that were checked already */
    static String word(String text, Map<String, String> known) {
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException("not a word: " + Printable.quoted(text));
        }
        return known.computeIfAbsent(text, t -> t);
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number: " + Printable.quoted(text), e);
        }
    }

    /** A time, a number of bytes, or the like: not negative, and at most 10<sup>15</sup>, eleven days in nanoseconds. */
    static long amount(String text) {
        long number = number(text);
        if (number < 0 || number > MOST) {
            throw new IllegalArgumentException("not a plausible amount: " + number);
        }
        return number;
    }

    /** The same; empty for an empty text. */
    static OptionalLong optional(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(amount(text));
    }

    static int integer(String text) {
        long number = number(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("too large a number: " + text);
        }
        return (int) number;
    }
}
