package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;

/** Campaigns that are ended from outside, all with the kernel switch set, which they must put back. */
class InterruptIT {

    private static final int SOME = 30;
    /** Operations of two cycles of the four arms: however the orders fall, every arm has begun a turn in them. */
    private static final int TWO_CYCLES = 40;

    @TempDir
    private Path folder;
    private Bench bench;
    private Bench.Running running;
    private int before;

    @BeforeEach
    void noteTheSwitch() throws Exception {
        Requirements.needs("crun");
        KernelSwitch.needs();
        before = KernelSwitch.read();
        bench = new Bench(folder);
    }

    @AfterEach
    void putTheSwitchBack() throws Exception {
        if (running != null && running.isAlive()) {
            running.destroy();
        }
        if (running != null && KernelSwitch.read() != before) {
            new Bench(folder).run("clean");
            KernelSwitch.write(before);
        }
    }

    /** Ctrl-C reaches every process of the group, a plain kill only the bench. */
    @ParameterizedTest(name = "SIGINT to {0}")
    @ValueSource(strings = {"the process", "the whole group"})
    void interrupted(String whom) throws Exception {
        Requirements.needs("containerd");
        start("direct,ctr");
        running.signal("INT", whom.contains("group"));
        Bench.Ended ended = running.await().exits(130).speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        assertTrue(kept.rows().size() >= SOME, () -> kept.rows().size() + " operations are kept");
        assertFalse(kept.entries().isEmpty(), "jmh.json has what was measured");
        assertFalse(kept.meta().path("complete").asBoolean(true), "complete");
        assertTrue(ended.out().contains("Ended early"), "the table says that it ended early");
        List<OperationRow> blamed = kept.rows().stream().filter(row -> row.failure() == FailureClass.HARNESS).toList();
        assertEquals(List.of(), blamed, "failures that the signal caused");
        assertTrue(kept.meta().path("quality").path("leaks").isEmpty(), () -> kept.meta().path("quality").toString());
        assertEquals(before, KernelSwitch.read(), "rcu_expedited");
        Leftovers.assertNone(kept.token());
    }

    /** Nothing is measured yet; what was set up goes. */
    @Test
    void interruptedBeforeTheFirstBlock() throws Exception {
        Requirements.needs("containerd");
        running = bench.startCampaign("-p", "runtime=crun", "-p", "via=direct,ctr", "-p", "kernel=quiet", "-f", "1", "-i", "4");
        String token = running.token();
        running.signal("INT", true);
        running.await().exits(130).speaksPlainly();
        assertEquals(before, KernelSwitch.read(), "rcu_expedited");
        Leftovers.assertNone(token);
    }

    /** Meanwhile another campaign would disturb this one, and be measured with the switch set, so it is refused. */
    @Test
    void endedNormally() throws Exception {
        start("direct");
        Path other = Files.createDirectory(folder.resolve("other"));
        Bench.Ended refused = new Bench(other).campaign("-p", "runtime=crun", "-p", "via=direct", "-f", "1", "-i", "4").exits(69)
                .speaksPlainly();
        assertTrue(refused.err().contains(running.token()) && refused.err().contains(String.valueOf(running.pid())), refused.err());
        assertTrue(running.isAlive(), "the first still runs");
        assertEquals(1, KernelSwitch.read(), "rcu_expedited is left to the first");
        Kept kept = running.await().exits(0).kept();
        kept.assertConsistent();
        assertEquals(before, KernelSwitch.read(), "rcu_expedited");
        Leftovers.assertNone(kept.token());
    }

    /** Nothing can be restored then, but clean does it, and leaves a living campaign alone. */
    @Test
    void killed() throws Exception {
        Requirements.needs("containerd");
        start("direct,ctr");
        String dead = running.token();
        running.destroyOnlyIt();
        assertEquals(1, KernelSwitch.read(), "rcu_expedited after a kill -9");
        assertFalse(Leftovers.of(dead).isEmpty(), "a kill -9 leaves something");

        try (LivingCampaign living = new LivingCampaign()) {
            Bench.Ended cleaned = bench.run("clean").exits(0).speaksPlainly();
            assertTrue(cleaned.out().contains(dead), cleaned.out());
            assertFalse(cleaned.out().contains(living.token()), cleaned.out());
            Leftovers.assertNone(dead);
            assertEquals(living.things(), Leftovers.of(living.token()), "what the living campaign has");
            assertEquals(1, KernelSwitch.read(), "rcu_expedited may still be wanted by the living campaign");
        }
        bench.run("clean").exits(0).speaksPlainly();
        assertEquals(before, KernelSwitch.read(), "rcu_expedited after clean");
        assertEquals("nothing is left of any campaign", bench.run("clean").exits(0).out().strip());
    }

    /** Results can no longer be written when the signal comes. */
    @Test
    void interruptedWithoutAResultsFolder() throws Exception {
        start("direct");
        String token = running.token();
        delete(bench.results());
        running.signal("INT", true);
        Bench.Ended ended = running.await().speaksPlainly();
        assertNotEquals(0, ended.exit(), "exit code");
        assertTrue(ended.err().lines().anyMatch(line -> line.startsWith("ocibench: ")), ended.err());
        assertEquals(before, KernelSwitch.read(), "rcu_expedited");
        Leftovers.assertNone(token);
    }

    @Test
    void containerdKilledAndThenInterrupted() throws Exception {
        Requirements.needs("containerd");
        start("direct,ctr");
        String token = running.token();
        List<Long> daemons = Leftovers.processes("/containerd\0", token, "config.toml");
        assertEquals(1, daemons.size(), "the campaign's containerd");
        ProcessHandle.of(daemons.get(0)).orElseThrow().destroyForcibly();
        long seen = running.lines();
        running.until("a turn of every arm after containerd's end", () -> running.lines() > seen + TWO_CYCLES);
        running.signal("INT", false);
        Kept kept = running.await().exits(130).speaksPlainly().kept();
        kept.assertConsistent();
        assertTrue(kept.rows().stream().anyMatch(row -> row.arm().contains("/ctr/") && row.failure() != null),
                "starts through a dead containerd fail");
        kept.rows().stream().filter(row -> !row.arm().contains("/ctr/"))
                .forEach(row -> assertTrue(row.succeeded(), () -> "not containerd's business: " + row));
        assertEquals(before, KernelSwitch.read(), "rcu_expedited");
        Leftovers.assertNone(token);
    }

    private void start(String ways) throws Exception {
        running = bench.startCampaign("-p", "runtime=crun", "-p", "via=" + ways, "-p", "kernel=quiet", "-f", "2", "-i", "100",
                "--op-timeout", "10");
        running.awaitOperations(SOME);
        assertEquals(1, KernelSwitch.read(), "rcu_expedited in a quiet block");
    }

    private static void delete(Path tree) throws Exception {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
