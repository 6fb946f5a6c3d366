package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.Engines;

/** Every way from a plain process to nerdctl's defaults, with real containers. */
class LadderIT {

    private static final String CONDITIONS = "/exit/burst/default";

    @TempDir
    private Path folder;

    @Test
    void everyRungOfTheLadder() throws Exception {
        Requirements.needs("crun", "runc", "containerd", "nerdctl");
        Kept kept = new Bench(folder).campaign("--preset", "ladder", "-p", "runtime=crun,runc", "-f", "1", "-i", "4").exits(0)
                .speaksPlainly().kept();
        kept.assertConsistent();
        kept.assertTurns();
        Leftovers.assertNone(kept.token());
        assertTrue(kept.meta().path("quality").path("leaks").isEmpty(), () -> "leaks: " + kept.meta().path("quality"));

        Set<String> expected = new TreeSet<>();
        Stream.of("crun", "runc").forEach(name -> Engines.PLAIN_WAYS.forEach(via -> expected.add(name + "/" + via + CONDITIONS)));
        Engines.CONTROLS.forEach(control -> expected.add(control + "/control/true/burst/default"));
        assertEquals(expected, new TreeSet<>(kept.entries().keySet()));
        for (String runtime : List.of("crun", "runc")) {
            assertOrder(kept, runtime);
            assertSpecs(Bench.json(kept.folder().resolve("specs.json")), runtime);
        }
        assertBelow(kept, "spawn/control/true/burst/default", "crun/direct" + CONDITIONS);
    }

    /** Four commands instead of one, then a client, a daemon and a shim on top. */
    private static void assertOrder(Kept kept, String runtime) {
        assertBelow(kept, runtime + "/direct" + CONDITIONS, runtime + "/ctr" + CONDITIONS);
        List<String> rungs = Stream.of("/direct", "/direct-shim", "/ctr").map(via -> runtime + via + CONDITIONS).toList();
        List<Double> cpu = rungs.stream().map(arm -> kept.median(arm, row -> row.cpuMicros().orElseThrow())).toList();
        assertEquals(cpu.stream().sorted().toList(), cpu, () -> "CPU time in us of " + rungs);
    }

    private static void assertBelow(Kept kept, String lower, String higher) {
        double low = kept.median(lower, OperationRow::wallNanos);
        double high = kept.median(higher, OperationRow::wallNanos);
        assertTrue(low < high, () -> lower + " takes " + low + " ns, " + higher + " " + high);
    }

    private static void assertSpecs(JsonNode specs, String runtime) {
        JsonNode direct = specs.path(runtime + "/direct" + CONDITIONS);
        JsonNode ctr = specs.path(runtime + "/ctr" + CONDITIONS);
        JsonNode seccomp = specs.path(runtime + "/ctr-seccomp" + CONDITIONS);
        JsonNode nerdctl = specs.path(runtime + "/nerdctl" + CONDITIONS);
        for (JsonNode spec : List.of(direct, ctr, seccomp, nerdctl, specs.path(runtime + "/nerdctl-default" + CONDITIONS))) {
            assertEquals("exit 42", spec.path("process").path("args").path(2).asText(), spec::toString);
        }
        assertEquals(withoutCgroup(direct), withoutCgroup(specs.path(runtime + "/direct-shim" + CONDITIONS)));
        assertTrue(ctr.path("linux").path("seccomp").isMissingNode() && seccomp.path("linux").path("seccomp").isObject());
        assertTrue(ctr.path("hooks").isMissingNode() && nerdctl.path("hooks").isObject());
        assertTrue(nerdctl.path("process").path("noNewPrivileges").asBoolean(), "as ctr has it");
        assertEquals(namespaces(ctr), namespaces(nerdctl));
        assertFalse(namespaces(ctr).isEmpty());
    }

    private static String withoutCgroup(JsonNode spec) {
        return spec.toString().replace(spec.path("linux").path("cgroupsPath").toString(), "");
    }

    private static Set<String> namespaces(JsonNode spec) {
        return spec.path("linux").path("namespaces").findValuesAsText("type").stream().collect(Collectors.toCollection(TreeSet::new));
    }
}
