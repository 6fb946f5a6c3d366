package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.OperationKind;
import org.ocibench.report.Counted;

/**
 * Every fault of {@code fault-runtime.sh}, each on an arm of its own, all in one campaign beside crun without any: what it is
 * classed as, by what layer and in which starts, what is found on the host, and that nothing stays.
 */
class FaultMatrixIT {

    private static final int TIMED = 16;
    private static final int SLOWER_NANOS = 50_000_000;

    private static final Set<FailureClass> NONE = EnumSet.noneOf(FailureClass.class);

    @RegisterExtension
    static final SurvivalReport REPORT = SurvivalReport.ofFaults("Runtimes that misbehave", "crun with and without each fault, each "
            + "on an arm of its own in one campaign per way, faults in two of its starts");

    @TempDir
    private Path folder;

    /**
     * What a fault is to come out as.
     *
     * @param classes classes that a struck start may have; none: it succeeds
     * @param leaks   whether something is found after it
     * @param parked  what the reason for giving the arm up says, or null if it goes on
     */
    private record Expected(Set<FailureClass> classes, boolean leaks, String parked) {
        static Expected fails(FailureClass first, FailureClass... more) {
            return new Expected(EnumSet.of(first, more), false, null);
        }

        static Expected leaking() {
            return new Expected(NONE, true, null);
        }

        static Expected harmless() {
            return new Expected(NONE, false, null);
        }
    }

    private static Map<String, Expected> expected(boolean direct) {
        Map<String, Expected> faults = new LinkedHashMap<>();
        faults.put("fail-create", Expected.fails(FailureClass.RUNTIME));
        faults.put("fail-start", Expected.fails(FailureClass.RUNTIME));
        faults.put("fail-delete", Expected.fails(direct ? FailureClass.RUNTIME : FailureClass.CONTAINERD));
        Stream.of("hang-create", "hang-start", "hang-delete").forEach(f -> faults.put(f, Expected.fails(FailureClass.TIMEOUT)));
        // Without a container the shim finds no process to wait for, and says that create failed.
        faults.put("silent", Expected.fails(direct ? FailureClass.WORKLOAD : FailureClass.RUNTIME));
        faults.put("forged", direct ? new Expected(EnumSet.of(FailureClass.NOT_RUN), false, "its container had")
                : Expected.fails(FailureClass.RUNTIME));
        // Whoever reads the container's output through a pipe waits for all that hold it.
        faults.put("daemon", direct ? Expected.leaking() : new Expected(EnumSet.of(FailureClass.TIMEOUT), true, null));
        faults.put("shout", direct ? Expected.harmless() : Expected.fails(FailureClass.TIMEOUT, FailureClass.RUNTIME));
        Stream.of("leak-process", "leak-mount", "leak-cgroup", "leak-netns", "leak-state")
                .forEach(f -> faults.put(f, Expected.leaking()));
        faults.put("replaced", new Expected(EnumSet.of(FailureClass.REPLACED), false, "was replaced"));
        faults.put("slow", Expected.harmless());
        faults.put("none", Expected.harmless());
        return faults;
    }

    @ParameterizedTest(name = "all faults, {0}")
    @ValueSource(strings = {"direct", "ctr"})
    void everyFaultIsClassedCountedAndCleaned(String via) throws Exception {
        boolean direct = via.equals("direct");
        Map<String, Expected> faults = expected(direct);
        REPORT.asks(faults.keySet().stream().map(fault -> title(fault, via)).toList());
        Requirements.needs("crun");
        if (via.equals("ctr")) {
            Requirements.needs("containerd");
        }
        Bench bench = new Bench(folder);
        FakeRuntime fakes = new FakeRuntime(folder, Requirements.newest("crun", "crun"));
        for (String fault : faults.keySet()) {
            fakes.add(name(fault), fault, String.join(",", struck(via)));
        }
        String runtimes = faults.keySet().stream().map(FaultMatrixIT::name).collect(Collectors.joining(",", "crun,", ""));
        Bench.Ended ended = bench.campaign(fakes.tell(bench, "-p", "runtime=" + runtimes, "-p", "via=" + via, "-f", "1", "-i",
                Integer.toString(TIMED), "--op-timeout", "2")).exits(0).speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        assertAll(faults.entrySet().stream().map(fault -> () -> REPORT.check(title(fault.getKey(), via), () -> {
            check(fault.getKey(), fault.getValue(), via, kept, fakes, ended);
            return told(fault.getKey(), via, kept, fakes);
        })));
        assertEquals(TIMED, kept.successes("crun/" + via + "/exit/burst/default"), "the arm without a fault");
        Leftovers.assertNone(kept.token());
        assertEquals(List.of(), Leftovers.processes("sleep\0" + "600"), "processes that the faults left");
    }

    /** Starts before those of the log; through containerd one container more is run, for its configuration. */
    private static int probes(String via) {
        return via.equals("direct") ? 2 : 3;
    }

    /** Numbers of the spoilt starts of each arm: after the probes and a warm-up the second timed one, and the lead-in of the next turn. */
    private static List<String> struck(String via) {
        return List.of(Integer.toString(probes(via) + 4), Integer.toString(probes(via) + 7));
    }

    private static String title(String fault, String via) {
        return fault + ", " + via;
    }

    private static List<String> told(String fault, String via, Kept kept, FakeRuntime fakes) throws Exception {
        String arm = name(fault) + "/" + via + "/exit/burst/default";
        List<OperationRow> rows = kept.rows().stream().filter(row -> row.arm().equals(arm)).toList();
        Map<String, Long> classes = kept.failures(arm, OperationRow::isStart);
        long spoilt = fakes.starts(name(fault)).stream().filter(line -> !line.endsWith(" none")).count();
        boolean parked = kept.meta().path("quality").path("parked").toString().contains(arm);
        long leaks = rows.stream().filter(row -> row.kind() == OperationKind.CHECK).count();
        return List.of(Counted.of(spoilt, "start") + " spoilt: " + (classes.isEmpty() ? "no failure" : classes.entrySet().stream()
                        .map(e -> e.getValue() + " x " + e.getKey()).collect(Collectors.joining(", "))) + (parked ? ", arm parked" : ""),
                Counted.of(rows.stream().filter(OperationRow::isStart).count(), "start") + " in the log, " + kept.successes(arm) + " of "
                        + kept.timed(arm).size() + " timed in jmh.json; crun beside it " + kept.successes("crun/" + via
                        + "/exit/burst/default") + " of " + TIMED,
                leaks == 0 ? "nothing" : Counted.of(leaks, "leak") + ", charged to the arm and removed");
    }

    private static String name(String fault) {
        return fault.replace("-", "");
    }

    private void check(String fault, Expected expected, String via, Kept kept, FakeRuntime fakes, Bench.Ended ended)
            throws Exception {
        String arm = name(fault) + "/" + via + "/exit/burst/default";
        List<OperationRow> rows = kept.rows().stream().filter(row -> row.arm().equals(arm) && row.isStart()).toList();
        // The wrapper's own list says which starts it spoilt; the probes, which the log does not have, came first.
        List<String> begun = fakes.starts(name(fault));
        int probes = begun.size() - rows.size();
        Map<String, String> wrong = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            OperationRow row = rows.get(i);
            boolean struck = struck(via).contains(begun.get(probes + i).split(" ")[0]) && !fault.equals("none");
            boolean fits = !struck || expected.classes().isEmpty() ? row.succeeded()
                    : expected.classes().contains(row.failure()) || fault.equals("daemon") && row.succeeded();
            if (!fits) {
                wrong.put(begun.get(probes + i), row.toString());
            }
            if (struck && fault.equals("slow")) {
                assertTrue(row.wallNanos() > SLOWER_NANOS, () -> "slow: " + row);
            }
        }
        assertEquals(Map.of(), wrong, () -> fault + " by " + via + ": starts and what they came out as");
        assertEquals(probes(via), probes, () -> "probes of " + arm + ": " + begun);

        List<OperationRow> leaks = kept.rows().stream().filter(r -> r.arm().equals(arm) && r.kind() == OperationKind.CHECK).toList();
        boolean nameless = fault.equals("leak-state") && via.equals("ctr");
        assertEquals(expected.leaks() && !nameless, !leaks.isEmpty(), () -> fault + " left: " + leaks);
        if (nameless) {
            assertTrue(kept.meta().path("quality").path("leaks").toString().contains("an arm left state dir"), "leaks without an arm");
        }
        JsonNode described = kept.metaOf(arm);
        assertEquals(leaks.size(), described.path("leaks").asInt(), "leaks in meta.json");
        assertEquals(leaks.size(), kept.entries().get(arm).path("secondaryMetrics").path("leaks").path("score").asInt(),
                "leaks in jmh.json");
        assertEquals(!leaks.isEmpty(), ended.out().lines().anyMatch(l -> l.startsWith(name(fault) + "@") && l.contains("leaked"))
                || wrapped(ended.out(), name(fault)), "leaks in the table");

        String parked = "";
        for (JsonNode each : kept.meta().path("quality").path("parked")) {
            parked += each.path("arm").asText().equals(arm) ? each.path("reason").asText() : "";
        }
        assertEquals(expected.parked() != null, !parked.isEmpty(), "parked: " + parked);
        assertTrue(expected.parked() == null || parked.contains(expected.parked()), parked);
        boolean late = rows.stream().anyMatch(row -> row.failure() == FailureClass.TIMEOUT);
        assertEquals(late, ended.out().contains("Timed out: " + arm), "the time lost is told");
    }

    // The last column of a wide table goes on in the next line.
    private static boolean wrapped(String out, String name) {
        List<String> lines = out.lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith(name + "@") && lines.get(i + 1).startsWith("  ") && lines.get(i + 1).contains("leaked")) {
                return true;
            }
        }
        return false;
    }
}
