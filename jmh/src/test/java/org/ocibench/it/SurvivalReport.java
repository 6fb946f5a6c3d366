package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.ocibench.report.SafeText;

/**
 * What the tests of a class survived, as a table with a row for every case: green, red or not run. A test is one case with its
 * display name, unless it {@link #asks} for several; a case that it gave no row gets one from how the test ended. Added as a
 * section to the file of {@code -Docibench.moments.report=FILE}, where there is one.
 */
final class SurvivalReport implements BeforeEachCallback, TestWatcher, AfterAllCallback {

    private static final String FILE = System.getProperty("ocibench.moments.report", "");
    private static final String GREEN = "green";
    private static final String RED = "**red**";
    private static final String NOT_RUN = "not run";
    private static final String NOTHING = "-";
    private static final int LONGEST_CELL = 300;

    private final String title;
    private final String tried;
    private final int columns;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> open = new LinkedHashSet<>();
    private boolean red;

    /**
     * A section.
     *
     * @param tried   what was done, for the line with the machine
     * @param columns titles: of the cases, of what happened, and of what more there is to say; the verdict's has none
     */
    SurvivalReport(String title, String tried, String... columns) {
        this.title = title;
        this.tried = tried;
        this.columns = columns.length;
        lines.add(line(List.of(columns), ""));
        lines.add(line(Collections.nCopies(columns.length, "---"), "---"));
    }

    /** A section on faults: each row says what happened, what was kept and what was left. */
    static SurvivalReport ofFaults(String title, String tried) {
        return new SurvivalReport(title, tried, "fault", "what happened", "what was kept", "what was left");
    }

    /** Says which cases the test that runs is made of. */
    void asks(Collection<String> cases) {
        open.clear();
        open.addAll(cases);
    }

    /** The row of a case where all was as it should be; asserted before. */
    void green(String name, String... cells) {
        add(name, List.of(cells), GREEN);
    }

    /** The row of a case where something was not. */
    void red(String name, String... cells) {
        red = true;
        add(name, List.of(cells), RED);
    }

    /** Looks at one case of several: green with the cells that come back, red with the failure, which is thrown on. */
    void check(String name, Callable<List<String>> look) throws Exception {
        try {
            add(name, look.call(), GREEN);
        } catch (Exception | AssertionError e) {
            red(name, firstLine(e));
            throw e;
        }
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        asks(List.of(test.getDisplayName()));
        red = false;
    }

    @Override
    public void testSuccessful(ExtensionContext test) {
        close(GREEN, NOTHING);
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        if (open.isEmpty() && !red) {
            // All cases were well, and then something else was not.
            open.add(test.getDisplayName());
        }
        close(RED, firstLine(cause));
    }

    @Override
    public void testAborted(ExtensionContext test, Throwable cause) {
        close(NOT_RUN, firstLine(cause));
    }

    @Override
    public void testDisabled(ExtensionContext test, Optional<String> reason) {
        asks(List.of(test.getDisplayName()));
        close(NOT_RUN, reason.orElse(NOTHING));
    }

    @Override
    public void afterAll(ExtensionContext all) throws IOException {
        if (!FILE.isEmpty()) {
            String text = "## %s%n%n%s. linux %s, %d cores, java %s, %s.%n%n%s%n%n".formatted(title, tried,
                    Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(), Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.version"), Instant.now().truncatedTo(ChronoUnit.MINUTES), String.join("\n", lines));
            Files.writeString(Path.of(FILE), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** The table, in Markdown. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    private void close(String verdict, String happened) {
        List.copyOf(open).forEach(name -> add(name, List.of(happened), verdict));
    }

    private void add(String name, List<String> told, String verdict) {
        open.remove(name);
        List<String> cells = new ArrayList<>(List.of(name));
        cells.addAll(told);
        cells.addAll(Collections.nCopies(columns - cells.size(), NOTHING));
        lines.add(line(cells.stream().map(SurvivalReport::safe).toList(), verdict));
    }

    private static String line(List<String> cells, String verdict) {
        return "| " + String.join(" | ", cells) + " | " + verdict + " |";
    }

    private static String safe(String cell) {
        return SafeText.of(cell.replace('|', '/'), LONGEST_CELL);
    }

    // Assertions go on with what the process printed, which may be long.
    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().filter(line -> !line.isBlank()).findFirst()
                .orElse(cause.getClass().getSimpleName());
    }
}
