package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} says of real runtimes. */
class ExplainIT {

    private static final String CGROUP_MOVE = "moving a process into a cgroup";
    private static final double SLOW_MILLIS = 50;

    @TempDir
    private Path folder;
    private Bench bench;

    @BeforeEach
    void needs() throws Exception {
        Requirements.needs("crun");
        bench = new Bench(folder);
    }

    @Test
    void crunAsksTheKernelForLessThanRunc() throws Exception {
        Requirements.needs("runc");
        Bench.Ended ended = explain("-p", "runtime=crun,runc", "-p", "via=direct", "-p", "pace=burst", "-p", "kernel=default", "-i", "6");
        JsonNode crun = arm("crun/direct/exit/burst/default");
        JsonNode runc = arm("runc/direct/exit/burst/default");
        for (String work : new String[] {"syscalls", "minor faults", "context switches"}) {
            assertTrue(crun.path("work").path(work).path("max").asDouble() < runc.path("work").path(work).path("min").asDouble(),
                    () -> work + ": " + crun.path("work") + " and " + runc.path("work"));
        }
        JsonNode calls = crun.path("work").path("syscalls");
        assertTrue(calls.path("max").asDouble() < 1.1 * calls.path("min").asDouble(), () -> "nearly free of noise: " + calls);
        JsonNode spawn = arm("spawn/control/true/burst/default").path("work").path("syscalls");
        assertTrue(spawn.path("max").asDouble() * 5 < calls.path("min").asDouble(), () -> "what precedes a program is not its: " + spawn);
        assertAddsUp(crun);
        assertAddsUp(runc);
        for (String table : new String[] {"The critical path\n", "The longest waits on it, per start\n", "Work per start: median [least, most]\n"}) {
            assertTrue(ended.out().contains(table), ended.out());
        }
        assertTrue(Files.readString(report()).contains("Work per start"), "report.md");
        assertNothingLeft();
    }

    @Test
    void gracePeriodsAreNamedAndTheQuietKernelShortensThem() throws Exception {
        KernelSwitch.needs();
        int before = KernelSwitch.read();
        Bench.Ended ended = explain("-p", "runtime=crun", "-p", "via=direct", "-p", "pace=isolated", "-i", "12");
        JsonNode asIs = arm("crun/direct/exit/isolated/default");
        JsonNode quiet = arm("crun/direct/exit/isolated/quiet");
        assertTrue(waited(asIs, CGROUP_MOVE, "crun") > 1.5 * waited(quiet, CGROUP_MOVE, "crun"),
                () -> asIs.path("path") + " and " + quiet.path("path"));
        assertTrue(ended.out().startsWith("What grace periods cost a start, and what kernel=quiet saves\n"), ended.out());
        assertEquals(before, KernelSwitch.read(), "rcu_expedited afterwards");
        assertNothingLeft();
    }

    /** What is planted is found, with the process that it was planted in. */
    @Test
    void aPlantedSleepIsFoundWhereItIs() throws Exception {
        FakeRuntime fakes = new FakeRuntime(folder, Requirements.newest("crun", "crun")).add("slow", "slow", "1+");
        explain(fakes.tell(bench, "-p", "runtime=slow", "-p", "via=direct", "-p", "pace=burst", "-p", "kernel=default", "-i", "4"));
        JsonNode arm = arm("slow/direct/exit/burst/default");
        assertTrue(waited(arm, "fixed sleep", "sleep") >= SLOW_MILLIS, () -> arm.path("path").toString());
        assertAddsUp(arm);
    }

    @Test
    void throughContainerdItsWorkIsCountedToo() throws Exception {
        Requirements.needs("containerd");
        explain("-p", "runtime=crun", "-p", "via=direct,ctr", "-p", "pace=burst", "-p", "kernel=default", "-i", "4");
        double direct = arm("crun/direct/exit/burst/default").path("work").path("syscalls").path("median").asDouble();
        JsonNode ctr = arm("crun/ctr/exit/burst/default");
        assertTrue(ctr.path("work").path("syscalls").path("median").asDouble() > 2 * direct, () -> ctr.path("work").toString());
        JsonNode running = ctr.path("path").path("running");
        for (String process : new String[] {"ctr", "containerd", "containerd-shim", "crun"}) {
            assertTrue(running.has(process), () -> process + " is not on the path: " + running);
        }
        assertAddsUp(ctr);
        assertNothingLeft();
    }

    @Test
    void jsonIsPrintedInsteadOfTheTables() throws Exception {
        Bench.Ended ended = explain("-p", "runtime=crun", "-p", "via=direct", "-p", "pace=burst", "-p", "kernel=default", "-i", "1",
                "--json");
        assertEquals(json(), new ObjectMapper().readTree(ended.out()));
        assertTrue(json().path("complete").asBoolean());
    }

    @Test
    void besideACampaignItIsRefusedAndCtrlCKeepsWhatWasSeen() throws Exception {
        KernelSwitch.needs();
        int before = KernelSwitch.read();
        Bench.Running running = bench.startExplain("-p", "runtime=crun", "-p", "via=direct", "-p", "kernel=quiet", "-i", "10000");
        try {
            Path other = Files.createDirectory(folder.resolve("other"));
            Bench.Ended refused = new Bench(other).explain("-p", "runtime=crun", "-p", "via=direct").exits(69).speaksPlainly();
            assertTrue(refused.err().contains(running.token()), refused.err());
            running.signal("INT", true);
            Bench.Ended ended = running.await().exits(130).speaksPlainly();
            assertTrue(ended.err().contains("interrupted"), ended.err());
        } finally {
            running.destroy();
        }
        assertFalse(json().path("complete").asBoolean());
        assertEquals(before, KernelSwitch.read(), "rcu_expedited afterwards");
        assertNothingLeft();
    }

    private Bench.Ended explain(String... arguments) throws Exception {
        return bench.explain(arguments).exits(0).speaksPlainly();
    }

    private Path report() throws Exception {
        return Kept.folderOf(bench.results()).resolve("report.md");
    }

    private JsonNode json() throws Exception {
        return Bench.json(Kept.folderOf(bench.results()).resolve("explain.json"));
    }

    private JsonNode arm(String key) throws Exception {
        JsonNode found = StreamSupport.stream(json().path("arms").spliterator(), false)
                .filter(arm -> arm.path("arm").asText().equals(key)).findFirst().orElse(null);
        assertNotNull(found, () -> "no " + key + " in " + bench.results());
        assertTrue(found.path("starts").asInt() > 0, key);
        return found;
    }

    private static double waited(JsonNode arm, String wait, String process) {
        return StreamSupport.stream(arm.path("path").path("waits").spliterator(), false)
                .filter(w -> w.path("wait").asText().equals(wait) && w.path("process").asText().equals(process))
                .mapToDouble(w -> w.path("millis").asDouble()).sum();
    }

    private static void assertAddsUp(JsonNode arm) {
        JsonNode path = arm.path("path");
        double sum = path.path("noCpu").asDouble() + path.path("unknown").asDouble();
        for (JsonNode running : path.path("running")) {
            sum += running.asDouble();
        }
        for (JsonNode wait : path.path("waits")) {
            sum += wait.path("millis").asDouble();
        }
        assertTrue(path.path("wall").asDouble() > 0);
        assertEquals(path.path("wall").asDouble(), sum, path.path("wall").asDouble() * 1e-9, path::toString);
    }

    private void assertNothingLeft() throws Exception {
        assertEquals("[]", json().path("left").toString(), "found on the host afterwards");
        String name = report().getParent().getFileName().toString();
        Leftovers.assertNone("ocib-" + name.substring(name.lastIndexOf('-') + 1));
    }
}
