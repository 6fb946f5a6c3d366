package org.ocibench.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.ocibench.report.SafeText;

/** Sections of aligned lines on a terminal. Everything printed goes through {@link SafeText}. */
final class DoctorText {

    /** Longest line, where the words allow it. */
    static final int WIDTH = 118;

    private static final String INDENT = "  ";
    private static final int LONGEST_VALUE = 2000;

    private final PrintStream out;
    private boolean first = true;
    private boolean open;
    private int column;

    DoctorText(PrintStream out) {
        this.out = out;
    }

    /**
     * Begins a section.
     *
     * @param labels what will stand at the left, for the width of that column
     */
    void section(String title, List<String> labels) {
        out.println((first ? "" : "\n") + SafeText.of(title, LONGEST_VALUE));
        first = false;
        column = INDENT.length() + labels.stream().mapToInt(String::length).max().orElse(0) + INDENT.length();
    }

    /** A label and its value. */
    void fact(String label, String value) {
        begin(label);
        end(value);
    }

    /** The label of a line whose value is not known yet. */
    void begin(String label) {
        breakOff();
        open = true;
        String text = INDENT + SafeText.of(label);
        out.print(text + " ".repeat(Math.max(INDENT.length(), column - text.length())));
        out.flush();
    }

    /** The value to the label that was begun. */
    void end(String value) {
        List<String> lines = wrap(SafeText.of(value, LONGEST_VALUE), WIDTH - column);
        out.println(lines.get(0));
        open = false;
        lines.stream().skip(1).forEach(line -> out.println(" ".repeat(column) + line));
    }

    /** Ends a line whose value will never be known. */
    void breakOff() {
        if (open) {
            out.println();
            open = false;
        }
    }

    /** A line of its own in the column of the values. */
    void more(String value) {
        out.print(" ".repeat(column));
        end(value);
    }

    /** What to do about the line before. */
    void remedy(String remedy) {
        if (!remedy.isEmpty()) {
            more("remedy: " + remedy);
        }
    }

    /** A line outside all sections. */
    void closing(String line) {
        out.println();
        wrap(SafeText.of(line, LONGEST_VALUE), WIDTH).forEach(out::println);
    }

    /** Breaks at spaces; a word longer than the width stays whole. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
