package org.ocibench.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines below a table. Markdown would run two lists into one, so there each has its title.
 *
 * @param lines may have come from strangers; {@link SafeText} is applied
 */
record Note(String title, List<String> lines) {

    private static final int LINE_LENGTH = 600;

    Note {
        lines = lines.stream().map(l -> SafeText.of(l, LINE_LENGTH)).toList();
    }

    /** For a terminal: what stands above, then the notes, with an empty line before each. */
    static String text(Stream<String> above, Stream<Note> notes) {
        return Stream.concat(above, notes.map(Note::text)).collect(Collectors.joining("\n"));
    }

    /** The same as Markdown. */
    static String markdown(Stream<String> above, Stream<Note> notes) {
        return Stream.concat(above, notes.map(Note::markdown)).collect(Collectors.joining("\n"));
    }

    String text() {
        return lines.stream().map(Prose::paragraph).collect(Collectors.joining());
    }

    String markdown() {
        return title + "\n\n" + lines.stream().map(l -> "- " + Prose.markdown(l) + "\n").collect(Collectors.joining());
    }
}
