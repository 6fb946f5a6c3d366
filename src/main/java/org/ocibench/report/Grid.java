package org.ocibench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of texts. The last column may wrap on a terminal; the others are as wide as their widest cell.
 *
 * @param columns  at least one
 * @param sections parts of the table that are set apart from each other
 */
record Grid(List<Column> columns, List<Section> sections) {

    private static final String WIDE_GAP = "  ";
    private static final String NARROW_GAP = " ";
    private static final int LEAST_WRAP = 20;

    /** A column; numbers stand right, words left. */
    record Column(String title, boolean right) {
        static Column left(String title) {
            return new Column(title, false);
        }

        static Column right(String title) {
            return new Column(title, true);
        }
    }

    /** Rows under a title; an empty title is not shown. */
    record Section(String title, List<List<String>> rows) {
        Section {
            Objects.requireNonNull(title, "title is null");
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    Grid {
        columns = List.copyOf(columns);
        sections = List.copyOf(sections);
        int width = columns.size();
        if (width == 0 || sections.stream().flatMap(s -> s.rows().stream()).anyMatch(r -> r.size() != width)) {
            throw new IllegalArgumentException("rows do not fit the columns");
        }
    }

    /** Aligned lines, each ended by a line feed. */
    String text() {
        List<String> titles = columns.stream().map(Column::title).toList();
        Layout layout = layout(titles);
        StringBuilder text = new StringBuilder();
        append(text, titles, layout);
        append(text, IntStream.of(layout.widths()).mapToObj("-"::repeat).toList(), layout);
        for (Section section : sections) {
            if (!section.title().isEmpty()) {
                text.append('\n').append(section.title()).append('\n');
            }
            section.rows().forEach(row -> append(text, row, layout));
        }
        return text.toString();
    }

    /** One Markdown table per section. */
    String markdown() {
        return sections.stream().map(this::markdown).collect(Collectors.joining("\n"));
    }

    private String markdown(Section section) {
        StringBuilder text = new StringBuilder();
        if (!section.title().isEmpty()) {
            text.append(Prose.markdown(section.title())).append("\n\n");
        }
        text.append(line(columns.stream().map(c -> Prose.markdown(c.title())).toList()));
        text.append(line(columns.stream().map(c -> c.right() ? "---:" : "---").toList()));
        section.rows().forEach(row -> text.append(line(row.stream().map(Prose::markdown).toList())));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private Layout layout(List<String> titles) {
        List<List<String>> all = new ArrayList<>();
        all.add(titles);
        sections.forEach(s -> all.addAll(s.rows()));
        int[] widths = IntStream.range(0, columns.size())
                .map(c -> all.stream().mapToInt(row -> row.get(c).length()).max().orElse(0)).toArray();
        int last = widths.length - 1;
        int before = IntStream.of(widths).limit(last).sum();
        String gap = before + last * WIDE_GAP.length() + LEAST_WRAP <= Prose.WIDTH ? WIDE_GAP : NARROW_GAP;
        int rest = Prose.WIDTH - before - last * gap.length();
        widths[last] = Math.min(widths[last], Math.max(LEAST_WRAP, rest));
        return new Layout(widths, gap);
    }

    private void append(StringBuilder text, List<String> row, Layout layout) {
        int last = row.size() - 1;
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < last; c++) {
            line.append(pad(row.get(c), layout.widths()[c], columns.get(c).right())).append(layout.gap());
        }
        String indent = " ".repeat(line.length());
        List<String> wrapped = Prose.wrap(row.get(last), layout.widths()[last]);
        line.append(pad(wrapped.get(0), layout.widths()[last], columns.get(last).right()));
        text.append(line.toString().stripTrailing()).append('\n');
        wrapped.stream().skip(1).forEach(rest -> text.append(indent).append(rest).append('\n'));
    }

    private static String pad(String cell, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - cell.length()));
        return right ? blanks + cell : cell + blanks;
    }

    private record Layout(int[] widths, String gap) {
    }
}
