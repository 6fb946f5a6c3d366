package org.ocibench.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.benchmark.Messages;
import org.ocibench.campaign.CampaignLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.LimitSummary;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.Engines;
import org.ocibench.engine.OperationKind;

class LimitSearchesTest {

    private static final Function<String, Optional<String>> UNCHANGED = arm -> Optional.empty();
    private static final Map<String, Long> NEEDS = Map.of("crun", 208L, "runc", 2928L);

    @TempDir
    private Path folder;
    private final Health health = new Health(null);
    private final StderrTexts texts = new StderrTexts();
    private boolean stopped;
    private int logs;

    private static Arm arm(String runtime) {
        return new Arm(runtime, "direct+memory-1048576", "exit", "burst", "default");
    }

    private static Messages.Done done(FailureClass failure, String said) {
        return new Messages.Done(0, 5_000_000, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(),
                failure == null ? 42 : 1, failure, failure == null ? null : Layer.RUNTIME, 2000, said, List.of());
    }

    private static Messages.Done byNeed(Arm home, Arm arm, int number) {
        boolean enough = Engines.limit(arm.via()).orElseThrow().amount() >= NEEDS.get(arm.runtime());
        return done(enough ? null : FailureClass.OOM_KILL, "");
    }

    private List<OperationRow> search(long seed, Function<String, Optional<String>> change, LimitSearches.Starts starts)
            throws IOException {
        try (CampaignLog log = new CampaignLog(Files.createDirectory(folder.resolve("log-" + ++logs)), false)) {
            new LimitSearches(List.of(arm("crun"), arm("runc")),
                    new LimitSearches.Means(3, log, texts, health, new Order(seed), change, () -> stopped, 0)).run(starts, cycle -> { });
            return log.rows();
        }
    }

    @Test
    void theSearchesTakeTurnsUntilEachIsDone() throws IOException {
        List<OperationRow> rows = search(7, UNCHANGED, LimitSearchesTest::byNeed);
        assertEquals(List.of(208L, 2928L), LimitSummary.of(rows).stream().map(s -> s.minimum().orElseThrow().amount()).sorted().toList());
        assertTrue(rows.stream().allMatch(row -> row.kind() == OperationKind.SEARCH && row.block() == 3));
        Map<Integer, List<OperationRow>> cycles = rows.stream().collect(Collectors.groupingBy(OperationRow::cycle));
        long shorter = LimitSummary.of(rows).stream().mapToInt(LimitSummary::starts).min().orElseThrow();
        cycles.forEach((cycle, ofCycle) -> assertEquals(cycle <= shorter ? 2 : 1,
                new HashSet<>(ofCycle.stream().map(row -> Arm.ofKey(row.arm()).runtime()).toList()).size(), "arms of cycle " + cycle));
        for (int i = 1; i < rows.size(); i++) {
            assertEquals(rows.get(i - 1).arm(), rows.get(i).predecessor());
        }
    }

    @Test
    void theSeedDecidesTheOrder() throws IOException {
        List<OperationRow> first = search(7, UNCHANGED, LimitSearchesTest::byNeed);
        assertEquals(first, search(7, UNCHANGED, LimitSearchesTest::byNeed));
        assertNotEquals(first, search(8, UNCHANGED, LimitSearchesTest::byNeed));
    }

    @Test
    void aProgramThatWasReplacedEndsItsSearchOnly() throws IOException {
        int[] looks = {0};
        List<OperationRow> rows = search(7, key -> key.equals(arm("crun").key()) && ++looks[0] > 4 ? Optional.of("crun was replaced")
                : Optional.empty(), LimitSearchesTest::byNeed);
        List<LimitSummary> summaries = LimitSummary.of(rows);
        assertEquals(List.of(true), summaries.stream().filter(s -> s.arm().runtime().equals("runc")).map(LimitSummary::complete).toList());
        LimitSummary crun = summaries.stream().filter(s -> s.arm().runtime().equals("crun")).findFirst().orElseThrow();
        assertEquals(4, crun.starts());
        assertEquals(1, rows.stream().filter(row -> row.failure() == FailureClass.REPLACED).count());
        assertTrue(health.parked().get(0).reason().contains("crun was replaced"));
    }

    @Test
    void aStartThatLiedEndsItsSearch() throws IOException {
        List<OperationRow> rows = search(7, UNCHANGED, (home, arm, number) -> arm.runtime().equals("crun")
                ? done(FailureClass.NOT_RUN, "nothing ran") : byNeed(home, arm, number));
        assertEquals(1, rows.stream().filter(row -> Arm.ofKey(row.arm()).runtime().equals("crun")).count());
        assertTrue(health.isParked(arm("crun").key()));
    }

    @Test
    void aLimitWhereOnlyTheMarkWasLostIsTriedAgain() throws IOException {
        List<OperationRow> rows = search(7, UNCHANGED, (home, arm, number) -> {
            Messages.Done done = byNeed(home, arm, number);
            return done.oneSucceeded() && number % 5 == 0 ? done(FailureClass.LOST_OUTPUT, "the container's mark did not come") : done;
        });
        assertTrue(rows.stream().anyMatch(row -> row.failure() == FailureClass.LOST_OUTPUT));
        assertEquals(List.of(208L, 2928L), LimitSummary.of(rows).stream().map(s -> s.minimum().orElseThrow().amount()).sorted().toList());
        assertEquals(List.of(), health.parked());
        for (LimitSummary summary : LimitSummary.of(rows)) {
            assertEquals(rows.stream().filter(row -> Arm.ofKey(row.arm()).runtime().equals(summary.arm().runtime())
                    && row.failure() != FailureClass.LOST_OUTPUT).count(), summary.starts());
        }
    }

    @Test
    void anArmThatNeverLeavesItsMarkIsGivenUp() throws IOException {
        List<OperationRow> rows = search(7, UNCHANGED, (home, arm, number) -> arm.runtime().equals("crun")
                ? done(FailureClass.LOST_OUTPUT, "the container's mark did not come") : byNeed(home, arm, number));
        assertEquals(Health.MARKS, rows.stream().filter(row -> Arm.ofKey(row.arm()).runtime().equals("crun")).count());
        assertTrue(health.isParked(arm("crun").key()));
    }

    @Test
    void afterTheStopNothingIsStartedAndTheLastStartIsNoRow() throws IOException {
        List<String> started = new ArrayList<>();
        List<OperationRow> rows = search(7, UNCHANGED, (home, arm, number) -> {
            started.add(arm.key());
            stopped = number == 5;
            return byNeed(home, arm, number);
        });
        assertEquals(5, started.size());
        assertEquals(4, rows.size());
    }
}
