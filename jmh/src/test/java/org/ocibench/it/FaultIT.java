package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.World;

/** Faults on purpose: the arm that has one is charged for it, the others are measured as ever. */
class FaultIT {

    private static final String DIRECT = "/direct/exit/burst/default";

    @TempDir
    private Path folder;

    @Test
    void runtimesThatMisbehave() throws Exception {
        Requirements.needs("crun");
        Bench bench = new Bench(folder);
        FakeRuntime fakes = new FakeRuntime(folder, Requirements.newest("crun", "crun"))
                .add("neverworks", "fail-create", "1+")
                .add("breaks", "fail-create", "4+")
                .add("hangs", "hang-create", "6")
                .add("pretends", "silent", "1+");
        Bench.Ended ended = bench.campaign(fakes.tell(bench, "-p", "runtime=crun,neverworks,breaks,hangs,pretends", "-p",
                "via=direct", "-f", "1", "-i", "24", "--op-timeout", "2")).exits(4).speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();

        assertEquals(24, kept.successes("crun" + DIRECT), "the arm without a fault");

        assertTrue(kept.notRun().getOrDefault("neverworks" + DIRECT, "").contains("injected failure"),
                () -> "reason of the one that never works: " + kept.notRun());
        assertTrue(ended.out().contains("Not run: neverworks" + DIRECT), ended.out());

        // Two probes and the warm-up succeed, all later starts fail: none of them timed with success.
        String breaks = "breaks" + DIRECT;
        assertEquals(0, kept.successes(breaks));
        assertEquals(20, kept.rows().stream().filter(r -> r.arm().equals(breaks) && !r.succeeded()).count(), "tries of a parked arm");
        kept.timed(breaks).forEach(row -> assertEquals(FailureClass.RUNTIME, row.failure(), row::toString));
        assertFalse(kept.entries().containsKey(breaks), "an arm without a success is not in jmh.json");
        assertTrue(parked(kept, breaks).contains("20 starts in a row failed"), () -> "parked: " + kept.meta().path("quality"));
        assertTrue(ended.out().contains("Parked: " + breaks), ended.out());
        assertTrue(kept.meta().path("stderr").toString().contains("injected failure"), "what it said is kept");

        // One start hangs: its time-out ends it, and the arm goes on.
        String hangs = "hangs" + DIRECT;
        List<OperationRow> late = kept.rows().stream().filter(r -> r.arm().equals(hangs) && !r.succeeded()).toList();
        assertEquals(1, late.size(), () -> "failures of the one that hangs: " + late);
        assertEquals(FailureClass.TIMEOUT, late.get(0).failure());
        assertTrue(late.get(0).wallNanos() >= 2_000_000_000L, () -> "it was given its time-out: " + late);
        assertEquals(2000, late.get(0).timeoutMillis());
        assertEquals(23, kept.successes(hangs));

        String pretends = "pretends" + DIRECT;
        assertEquals(0, kept.successes(pretends), "exit code 0 without a container is no success");
        kept.timed(pretends).forEach(row -> assertEquals(FailureClass.WORKLOAD, row.failure(), row::toString));
        assertFalse(kept.entries().containsKey(pretends));

        assertTrue(ended.err().lines().anyMatch(line -> line.startsWith("ocibench: ") && line.contains("neverworks")
                && line.contains("breaks") && line.contains("pretends") && !line.contains("hangs")), ended.err());
        Leftovers.assertNone(kept.token());
    }

    @Test
    void aForkThatIsKilled() throws Exception {
        Requirements.needs("crun");
        Bench.Running running = new Bench(folder).startCampaign("-p", "runtime=crun", "-p", "via=direct", "-f", "2", "-i", "100");
        String arm = "crun" + DIRECT;
        String token = running.token();
        running.awaitOperations(60);
        // All forks of a block have the same command line; the arm's own has a thread in the arm's cgroup.
        List<Long> forks = Leftovers.processes("-Docibench.world=", token, "ForkedMain");
        List<Long> victim = forks.stream().filter(pid -> Leftovers.isInCgroup(pid, "/" + World.shortName(arm))).toList();
        assertEquals(3, forks.size(), "forks of a block");
        long killed = victim.isEmpty() ? forks.get(0) : victim.get(0);
        assertTrue(ProcessHandle.of(killed).orElseThrow().destroyForcibly(), "kill -9");

        Bench.Ended ended = running.await().exits(0).speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        JsonNode lost = kept.meta().path("quality").path("lostForks");
        assertEquals(1, lost.size(), () -> "lost forks: " + lost);
        String where = lost.fieldNames().next();
        String hit = where.substring(0, where.indexOf(" in block"));
        assertTrue(where.endsWith(" in block 1"), where);
        if (!victim.isEmpty()) {
            assertEquals(arm, hit);
        }
        for (String each : kept.arms()) {
            for (int block = 1; block <= 2; block++) {
                int number = block;
                List<OperationRow> ofBlock = kept.timed(each).stream().filter(row -> row.block() == number).toList();
                if (each.equals(hit) && block == 1) {
                    assertTrue(ofBlock.size() < 100, "the fork's rows end with it");
                    assertTrue(ofBlock.stream().anyMatch(OperationRow::succeeded), "what it measured before is kept");
                    assertTrue(kept.rows().stream().filter(row -> row.arm().equals(each) && row.block() == 1)
                            .reduce((a, b) -> b).orElseThrow().failure() == FailureClass.HARNESS, "the last row tells of its end");
                } else {
                    assertEquals(100, ofBlock.stream().filter(OperationRow::succeeded).count(), () -> each + " in block " + number);
                }
            }
        }
        Leftovers.assertNone(kept.token());
    }

    private static String parked(Kept kept, String arm) {
        for (JsonNode parked : kept.meta().path("quality").path("parked")) {
            if (parked.path("arm").asText().equals(arm)) {
                return parked.path("reason").asText();
            }
        }
        return "";
    }
}
