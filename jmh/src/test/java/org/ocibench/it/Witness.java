package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.World;

/**
 * What a runtime of {@code fault-runtime.sh} saw of a campaign: its starts in the order in which they began, probes not
 * counted. It knows nothing of the bench. One operation runs at a time, so all but the last were complete when it began.
 */
record Witness(List<Start> starts, int probes) {

    /** Name of the runtime. */
    static final String NAME = "witness";

    /**
     * A start that began.
     *
     * @param arm   short name of the arm
     * @param block the block, from 1
     */
    record Start(String arm, int block) {
    }

    /** Reads the file that the runtime wrote; ids are {@code TOKEN-ARM-BLOCK-NUMBER}, a probe has block 0. */
    static Witness read(Path file, String token) throws IOException {
        List<Start> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String id = line.split(" ")[1];
            if (id.startsWith(token + "-")) {
                String[] field = id.substring(token.length() + 1).split("-");
                if (field[1].equals("spec")) {
                    // It was run to look at its configuration, and is in no log.
                    continue;
                }
                all.add(new Start(field[0], Integer.parseInt(field[1])));
            }
        }
        List<Start> starts = all.stream().filter(start -> start.block() > 0).toList();
        return new Witness(starts, all.size() - starts.size());
    }

    /**
     * How many starts were complete and are not in the log.
     *
     * @param unfinished the start that may have been cut off, or null
     */
    long lost(List<OperationRow> rows, Start unfinished) {
        Map<Start, Long> missing = starts.stream().collect(Collectors.groupingBy(start -> start, Collectors.counting()));
        rows.stream().filter(row -> !isOfLostFork(row)).forEach(row -> missing.computeIfPresent(of(row), (start, n) -> n - 1));
        if (unfinished != null) {
            missing.computeIfPresent(unfinished, (start, n) -> n - 1);
        }
        return missing.values().stream().mapToLong(n -> Math.max(0, n)).sum();
    }

    /** The start that began last, or null. */
    Start last() {
        return starts.isEmpty() ? null : starts.get(starts.size() - 1);
    }

    /** How many successes the log has that no start was seen of. */
    long invented(List<OperationRow> rows) {
        Map<Start, Long> seen = starts.stream().collect(Collectors.groupingBy(start -> start, Collectors.counting()));
        Map<Start, Long> logged = rows.stream().filter(row -> isWitness(row) && row.succeeded())
                .collect(Collectors.groupingBy(Witness::of, Collectors.counting()));
        return logged.entrySet().stream().mapToLong(e -> Math.max(0, e.getValue() - seen.getOrDefault(e.getKey(), 0L))).sum();
    }

    /** Whether a row tells of a start of the witness's. */
    static boolean isWitness(OperationRow row) {
        return row.arm().startsWith(NAME + "/");
    }

    /** Whether a row tells of a fork's end instead of a start's. */
    static boolean isOfLostFork(OperationRow row) {
        return row.failure() == FailureClass.HARNESS && row.wallNanos() == 0;
    }

    /** The start that a row tells of. */
    static Start of(OperationRow row) {
        return new Start(World.shortName(row.arm()), row.block());
    }
}
