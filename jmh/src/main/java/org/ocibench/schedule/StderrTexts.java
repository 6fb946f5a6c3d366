package org.ocibench.schedule;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.ocibench.host.Sha256;
import org.ocibench.report.SafeText;

/** Short digests for what failed commands said: the operation log has the digest, meta.json one text for each. */
final class StderrTexts {

    private static final int DIGITS = 8;
    private static final int MAX_TEXT = 600;
    /** What differs from start to start: ids, numbers, times. */
    private static final Pattern CHANGING = Pattern.compile("ocib-[0-9a-f-]+|[0-9a-f]{12,}|[0-9]+");

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Digest of a text without its ids and numbers, so that the same complaint has the same digest. */
    String digest(String text) {
        if (text.isBlank()) {
            return "";
        }
        String digest = Sha256.of(CHANGING.matcher(text).replaceAll("#").getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
        texts.putIfAbsent(digest, SafeText.of(text, MAX_TEXT));
        return digest;
    }

    /** The first text of each digest. */
    Map<String, String> all() {
        return new LinkedHashMap<>(texts);
    }
}
