package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for the two outputs: wrapped for a terminal, escaped for Markdown. */
final class Prose {

    /** Columns of a terminal that tables and notes keep to. */
    static final int WIDTH = 150;

    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_|~]|\\](?=[(:\\[])|^[#+-](?= )");

    private Prose() {
    }

    /** Breaks a line at spaces; a word longer than the width stays whole. */
    static List<String> wrap(String line, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : line.split(" ")) {
            if (!current.isEmpty() && current.length() + 1 + word.length() > width) {
                lines.add(current.toString());
                current.setLength(0);
            }
            current.append(current.isEmpty() ? "" : " ").append(word);
        }
        lines.add(current.toString());
        return lines;
    }

    /** A paragraph for the terminal whose second and later lines are indented. */
    static String paragraph(String line) {
        return String.join("\n  ", wrap(line, WIDTH - 2)) + "\n";
    }

    /** The text as it stands between tags of HTML or XML. */
    static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The text with everything disarmed that Markdown or HTML would take as markup; plain brackets stay. */
    static String markdown(String text) {
        return MARKUP.matcher(html(text)).replaceAll(m -> "\\\\" + Matcher.quoteReplacement(m.group()));
    }
}
