package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Scripts;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Phase;

/** The steps of a container's life, each a benchmark of its own, with real containers. */
class LifecycleIT {

    /** runc sleeps so long after the kill, on every machine. */
    private static final long RUNC_SLEEPS_NANOS = 100_000_000;

    @TempDir
    private Path folder;

    private static String arm(String runtime, Phase phase) {
        return new Arm(runtime, "direct", "exit", "burst", "default", phase).key();
    }

    @Test
    void everyStepOfALife() throws Exception {
        Requirements.needs("crun", "runc");
        Bench.Ended ended = new Bench(folder).campaign("LifecycleBenchmark", "-p", "runtime=crun,runc", "-f", "1", "-i", "8").exits(0)
                .speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        Leftovers.assertNone(kept.token());
        assertTrue(kept.meta().path("quality").path("leaks").isEmpty(), () -> "leaks: " + kept.meta().path("quality"));

        Set<String> expected = new TreeSet<>(Set.of("spawn/control/true/burst/default", "namespaces/control/true/burst/default"));
        for (Phase phase : Phase.values()) {
            if (phase != Phase.RUN) {
                expected.addAll(List.of(arm("crun", phase), arm("runc", phase)));
            }
        }
        Map<String, JsonNode> entries = kept.entries();
        assertEquals(expected, new TreeSet<>(entries.keySet()));
        assertEquals(Benchmarks.name(Phase.STOP), entries.get(arm("crun", Phase.STOP)).path("benchmark").asText());
        kept.rows().forEach(row -> assertEquals(Arm.ofKey(row.arm()).phase().label(), row.phase(), row::toString));

        assertKnownFacts(kept, ended.out());
    }

    private static void assertKnownFacts(Kept kept, String table) {
        String forced = arm("runc", Phase.DELETE_FORCE);
        kept.timed(forced).forEach(row -> assertTrue(row.wallNanos() >= RUNC_SLEEPS_NANOS, row::toString));
        assertEquals(forced, kept.meta().path("fixedSleeps").findValuesAsText("arm").stream().filter(forced::equals).findFirst()
                .orElse("no sleep recognised in " + kept.timed(forced)));
        assertTrue(table.replaceAll("\\s+", " ").contains("Fixed wait: " + forced), table);
        for (Phase phase : List.of(Phase.USER_CODE, Phase.CREATE)) {
            double crun = kept.median(arm("crun", phase), OperationRow::wallNanos);
            double runc = kept.median(arm("runc", phase), OperationRow::wallNanos);
            assertTrue(crun < runc, () -> phase + " takes crun " + crun + " ns, runc " + runc);
        }
    }

    @Test
    void aStepThatARuntimeCannotDoIsListedWithItsReason() throws Exception {
        Requirements.needs("crun");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Scripts.write(bin.resolve("lame"), "for word; do [ \"$word\" != exec ] || { echo 'lame has no exec' >&2; exit 1; }; done\nexec "
                + Requirements.newest("crun", "crun") + " \"$@\"");
        Path file = Files.writeString(folder.resolve("runtimes.json"),
                "[{\"name\": \"lame\", \"binary\": \"lame\", \"versionPattern\": \"crun version (\\\\S+)\"}]");
        Bench bench = new Bench(folder).environment("PATH", bin + ":" + System.getenv("PATH"));
        Kept kept = bench.campaign("--runtimes", file.toString(), "Lifecycle.*(exec|kill)", "-p", "runtime=lame", "-f", "1", "-i", "4")
                .exits(0).kept();
        assertEquals(Set.of(arm("lame", Phase.EXEC)), kept.notRun().keySet());
        assertTrue(kept.notRun().get(arm("lame", Phase.EXEC)).contains("exec: lame has no exec"), kept.notRun()::toString);
        assertEquals(4, kept.successes(arm("lame", Phase.KILL)));
        Leftovers.assertNone(kept.token());
    }

    @Test
    void gvisorAndYoukiCanDoAllOfIt() throws Exception {
        Requirements.needs("youki", "runsc");
        Kept kept = new Bench(folder).campaign("LifecycleBenchmark", "-p", "runtime=youki,runsc", "-f", "1", "-i", "4", "-wi", "0")
                .kept();
        kept.assertConsistent();
        Leftovers.assertNone(kept.token());
        assertEquals(Map.of(), kept.notRun());
        for (Phase phase : Phase.values()) {
            if (phase != Phase.RUN) {
                assertTrue(kept.successes(arm("runsc", phase)) > 0, () -> "runsc " + phase + ": " + kept.timed(arm("runsc", phase)));
                // youki's run, which userCode has, hangs now and then.
                assertTrue(kept.successes(arm("youki", phase)) > 0, () -> "youki " + phase + ": " + kept.timed(arm("youki", phase)));
            }
        }
    }
}
