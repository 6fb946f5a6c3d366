package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.Scripts;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.campaign.BurstLog;
import org.ocibench.campaign.BurstRow;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Burst;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.HostState;

/** Several real containers at once. */
class BurstIT {

    private static final int MICROS = 1000;
    private static final long POLL_MILLIS = 20;

    @TempDir
    private Path folder;

    private static String arm(String runtime, String via, int together, HostState state) {
        return new Arm(runtime, via, "exit", "burst", "default").with(new Burst(together, state)).key();
    }

    private static String arm(String runtime, String via, int together) {
        return arm(runtime, via, together, HostState.NONE);
    }

    private static void assertKept(Kept kept, List<BurstRow> containers) throws Exception {
        kept.assertConsistent();
        kept.assertTurns();
        Leftovers.assertNone(kept.token());
        assertTrue(kept.meta().path("quality").path("leaks").isEmpty(), () -> "leaks: " + kept.meta().path("quality"));
        assertTrue(kept.meta().path("sha256").has(BurstLog.CLOSED_NAME), "digest of the log of bursts");
        for (OperationRow row : kept.starts()) {
            List<BurstRow> burst = burst(row, containers);
            assertEquals(Arm.ofKey(row.arm()).burst().together(), burst.size(), () -> "containers of " + row);
            assertEquals(burst.size(), burst.stream().map(BurstRow::index).distinct().count(), () -> "places in " + row);
            assertEquals(row.succeeded(), burst.stream().allMatch(BurstRow::succeeded), () -> "success of " + row);
            // Starts are logged in whole microseconds.
            long makespan = burst.stream().mapToLong(one -> one.startMicros() * MICROS + one.wallNanos()).max().orElseThrow()
                    - burst.stream().mapToLong(one -> one.startMicros() * MICROS).min().orElseThrow();
            assertEquals(row.wallNanos(), makespan, 2 * MICROS, () -> "makespan of " + row);
        }
        assertEquals(kept.starts().stream().mapToInt(row -> Arm.ofKey(row.arm()).burst().together()).sum(), containers.size());
    }

    private static List<BurstRow> burst(OperationRow row, List<BurstRow> containers) {
        return containers.stream().filter(one -> one.block() == row.block() && one.cycle() == row.cycle()
                && one.shot() == row.shot() && one.arm().equals(row.arm())).toList();
    }

    @Test
    void oneAndFourAtOnceDirectlyAndThroughContainerd() throws Exception {
        Requirements.needs("crun", "runc", "containerd");
        Bench.Ended ended = new Bench(folder).campaign("BurstBenchmark", "-p", "runtime=crun,runc", "-p", "via=direct,ctr", "-p",
                "together=1,4", "-f", "1", "-i", "4").exits(0).speaksPlainly();
        Kept kept = ended.kept();
        List<BurstRow> containers = BurstLog.read(kept.folder());
        assertKept(kept, containers);

        Set<String> expected = new TreeSet<>();
        for (int together : List.of(1, 4)) {
            for (String runtime : List.of("crun", "runc")) {
                Stream.of("direct", "ctr").forEach(via -> expected.add(arm(runtime, via, together)));
            }
            Stream.of("spawn", "namespaces").forEach(control -> expected.add(new Arm(control, Arm.CONTROL, "true", "burst", "default")
                    .with(new Burst(together, HostState.NONE)).key()));
        }
        Map<String, JsonNode> entries = kept.entries();
        assertEquals(expected, new TreeSet<>(entries.keySet()));
        for (Map.Entry<String, JsonNode> entry : entries.entrySet()) {
            assertEquals(Benchmarks.BURST, entry.getValue().path("benchmark").asText());
            for (String metric : List.of("containersPerSecond", "containerMedian", "containerMax", "launchSkew")) {
                assertEquals(4, entry.getValue().at("/secondaryMetrics/" + metric + "/rawData/0").size(),
                        () -> metric + " of " + entry.getKey());
            }
            assertEquals(4 * Arm.ofKey(entry.getKey()).burst().together(),
                    kept.metaOf(entry.getKey()).at("/containers/attempts").asInt(), entry.getKey());
        }
        for (OperationRow row : kept.timed(arm("runc", "ctr", 4))) {
            List<BurstRow> burst = burst(row, containers);
            long lastLaunch = burst.stream().mapToLong(BurstRow::startMicros).max().orElseThrow();
            assertTrue(burst.stream().allMatch(one -> one.startMicros() + one.wallNanos() / MICROS > lastLaunch),
                    () -> "all were launched before any had ended: " + burst);
        }
        assertTrue(kept.median(arm("runc", "direct", 4), OperationRow::wallNanos)
                > kept.median(arm("runc", "direct", 1), OperationRow::wallNanos), "four take longer than one");
        assertTrue(ended.out().contains("containers/s") && ended.out().contains("a burst cannot end before N x CPU ms / "), ended.out());
        assertTrue(ended.out().lines().anyMatch(line -> line.matches("runc@\\S+ +ctr +4 +4 .*")), ended.out());
    }

    @Test
    void whatOneContainerFailsIsCountedAndItsBurstIsMasked() throws Exception {
        Requirements.needs("crun");
        Path crun = Requirements.newest("crun", "crun");
        Scripts.write(folder.resolve("bin/eighth"), "[ \"$1\" != --version ] || { echo eighth version 1.0; exit 0; }\n"
                + "for id; do :; done\ncase \" $* \" in *' run '*) number=${id##*-}; number=$(echo $number | sed 's/^0*//')\n"
                + "[ $((number % 8)) -ne 0 ] || { echo every eighth fails >&2; exit 1; };; esac\nexec " + crun + " \"$@\"");
        Path descriptors = Files.writeString(folder.resolve("runtimes.json"), "[{\"name\": \"eighth\", \"binary\": \"eighth\", "
                + "\"versionPattern\": \"eighth version (\\\\S+)\", \"setupFailureExits\": [1]}]");
        Bench bench = new Bench(folder).environment("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        Bench.Ended ended = bench.campaign("BurstBenchmark", "--runtimes", descriptors.toString(), "-p", "runtime=eighth", "-p",
                "via=direct", "-p", "together=4", "-f", "1", "-i", "8").exits(0).speaksPlainly();
        Kept kept = ended.kept();
        List<BurstRow> containers = BurstLog.read(kept.folder());
        assertKept(kept, containers);

        String arm = arm("eighth", "direct", 4);
        assertEquals(4, kept.successes(arm), "every second burst has a container that fails");
        assertEquals(4, kept.entries().get(arm).at("/primaryMetric/rawData/0").size());
        assertEquals(4, kept.entries().get(arm).at("/secondaryMetrics/discarded.containers/score").asInt());
        List<BurstRow> failed = containers.stream().filter(one -> one.arm().equals(arm) && one.timed() && !one.succeeded()).toList();
        assertEquals(4, failed.size());
        assertTrue(failed.stream().allMatch(one -> one.failure() == FailureClass.RUNTIME && one.exit() == 1), failed::toString);
        assertEquals(4, kept.metaOf(arm).at("/containers/failures/runtime").asInt());
        assertTrue(kept.meta().path("stderr").toString().contains("1 of 4 containers failed: every eighth fails"),
                () -> kept.meta().path("stderr").toString());
        assertTrue(ended.out().lines().anyMatch(line -> line.matches("eighth@1.0 +direct +4 +4 .* 4/32 \\[.*")), ended.out());
        assertTrue(ended.out().contains("Broken: " + arm + ": 4 of 8 bursts"), ended.out());
    }

    @Test
    void theHostIsInTheStateThatItsBlockAsksForAndTakenBack() throws Exception {
        Requirements.needs("crun");
        Bench.Running running = new Bench(folder).startCampaign("BurstBenchmark", "-p", "runtime=crun", "-p", "via=direct", "-p",
                "together=2", "-p", "idle=0,5", "-p", "mounts=0,20", "-f", "2", "-i", "8");
        String token = running.token();
        Set<Long> idle = new TreeSet<>();
        Set<Long> mounts = new TreeSet<>();
        while (running.isAlive()) {
            idle.add(idleContainers(token));
            mounts.add(mounts(running.pid(), token));
            Thread.sleep(POLL_MILLIS);
        }
        Kept kept = running.await().exits(0).speaksPlainly().kept();
        assertEquals(5, new TreeSet<>(idle).last(), () -> "idle containers seen from outside: " + idle);
        assertEquals(20, new TreeSet<>(mounts).last(), () -> "mounts seen from outside: " + mounts);
        assertTrue(idle.contains(0L) && mounts.contains(0L), () -> idle + " " + mounts);
        assertKept(kept, BurstLog.read(kept.folder()));
        assertTrue(kept.meta().path("quality").path("hostChanges").isEmpty(), () -> kept.meta().path("quality").toString());
        for (HostState state : List.of(HostState.NONE, new HostState(5, 0), new HostState(0, 20), new HostState(5, 20))) {
            assertEquals(2 * 8, kept.successes(arm("crun", "direct", 2, state)), state::told);
        }
        assertTrue(kept.meta().at("/plan/idleContainersBy").asText().startsWith("crun@"), () -> kept.meta().path("plan").toString());
    }

    @Test
    void whatAKilledCampaignLeftOfItsStateIsCleaned() throws Exception {
        Requirements.needs("crun");
        Bench bench = new Bench(folder);
        Bench.Running running = bench.startCampaign("BurstBenchmark", "-p", "runtime=crun", "-p", "via=direct", "-p", "together=2",
                "-p", "idle=5", "-p", "mounts=20", "-f", "1", "-i", "400");
        String token = running.token();
        running.awaitOperations(10);
        running.destroyOnlyIt();
        assertEquals(5, idleContainers(token), "they outlive the bench");
        Bench.awaitFreeHost();
        bench.run("clean").exits(0).speaksPlainly();
        Leftovers.assertNone(token);
    }

    private static long idleContainers(String token) throws IOException {
        return Leftovers.stats().stream().filter(stat -> !stat.isZombie()
                && Leftovers.isInCgroup(stat.pid(), "/" + token + "/idle/")).count();
    }

    private static long mounts(long pid, String token) {
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo")));
        } catch (IOException ended) {
            return 0;
        }
        return lines.stream().filter(line -> line.contains("/" + token + "/mounts/")
                && !line.split(" ")[4].endsWith("/source")).count();
    }
}
