package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What was survived, as Markdown, where {@code -Docibench.moments.report=FILE} asks for it: every class adds a section. */
final class SurvivalReport {

    private static final String FILE = System.getProperty("ocibench.moments.report", "");

    private SurvivalReport() {
    }

    /**
     * Adds a section to the file, if there is to be one.
     *
     * @param tried what was done, for the line with the machine
     * @param lines the section's Markdown
     */
    static void add(String title, String tried, List<String> lines) throws IOException {
        if (!FILE.isEmpty()) {
            String text = "## %s%n%n%s. linux %s, %d cores, java %s, %s.%n%n%s%n%n".formatted(title, tried,
                    Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(), Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version"), Instant.now().truncatedTo(ChronoUnit.MINUTES), String.join("\n", lines));
            Files.writeString(Path.of(FILE), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Head of a table of faults: each row says what happened, what was kept and what was left, and was asserted before. */
    static List<String> faultTable() {
        return new ArrayList<>(List.of("| fault | what happened | what was kept | what was left | |", "| --- | --- | --- | --- | --- |"));
    }

    /** A row of such a table. */
    static String row(String fault, String happened, String kept, String left) {
        return "| " + String.join(" | ", fault, happened, kept, left, "green") + " |";
    }
}
