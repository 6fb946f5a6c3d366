package org.ocibench.host;

import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mark of a campaign: {@code ocib-} and six lower-case hex digits. It stands in every name that a campaign makes, with
 * neither a letter nor a digit on either side, so that what is left over can be told from what belongs to others.
 */
public final class Tokens {

    private static final String HEAD = "ocib-";
    private static final int DIGITS = 6;
    private static final Pattern WHOLE = Pattern.compile("ocib-[0-9a-f]{6}");
    private static final Pattern WORD = Pattern.compile(
            "(?<![0-9A-Za-z])(ocib-[0-9a-f]{6})(?![0-9A-Za-z])[A-Za-z0-9._@~+-]*");

    private Tokens() {
    }

    /** A token nobody has, up to one in sixteen million. */
    public static String fresh() {
        return HEAD + String.format("%0" + DIGITS + "x", new SecureRandom().nextInt(1 << 4 * DIGITS));
    }

    /** Whether {@code text} is a token and nothing else. */
    public static boolean isToken(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** All tokens in a text, in order. */
    public static Set<String> in(String text) {
        Set<String> tokens = new LinkedHashSet<>();
        if (text.contains(HEAD)) {
            Matcher word = WORD.matcher(text);
            while (word.find()) {
                tokens.add(word.group(1));
            }
        }
        return tokens;
    }

    /**
     * The name in a text that says whose it is: the shortest that goes on after a matching token (a container id, where a log
     * file of it would be longer), else the bare token.
     */
    static Optional<String> owner(String text, Predicate<String> match) {
        if (!text.contains(HEAD)) {
            return Optional.empty();
        }
        String best = null;
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            if (match.test(word.group(1))) {
                best = best == null ? word.group() : closer(best, word.group());
            }
        }
        return Optional.ofNullable(best);
    }

    /** The better owner of two. */
    private static String closer(String one, String other) {
        if (isToken(one) || isToken(other)) {
            return isToken(one) ? other : one;
        }
        return other.length() < one.length() ? other : one;
    }
}
