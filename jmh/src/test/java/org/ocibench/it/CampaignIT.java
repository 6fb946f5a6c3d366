package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns with real containers. */
class CampaignIT {

    private static final String CONDITIONS = "/exit/burst/default";

    @TempDir
    private Path folder;

    @Test
    void everyRuntimeDirectly() throws Exception {
        Requirements.needs("crun", "runc", "youki", "runsc");
        Bench.Ended ended = new Bench(folder).campaign("-p", "runtime=crun,runc,youki,runsc", "-p", "via=direct", "-f", "2", "-i",
                "8", "--seed", "11").exits(0).speaksPlainly();
        Kept kept = ended.kept();
        assertKept(kept);
        assertEquals(arms("direct", "crun", "runc", "youki", "runsc"), new TreeSet<>(kept.entries().keySet()));
        for (String arm : kept.arms()) {
            assertEquals(16, kept.timed(arm).size(), () -> "timed operations of " + arm);
        }
        assertTable(ended, kept, "direct");
    }

    @Test
    void theSameSeedGivesTheSameOrder() throws Exception {
        Requirements.needs("crun");
        List<Kept> kept = new ArrayList<>();
        for (String seed : List.of("11", "11", "12")) {
            Path own = Files.createDirectory(folder.resolve("run-" + kept.size()));
            kept.add(new Bench(own).campaign("-p", "runtime=crun", "-p", "via=direct", "-f", "1", "-i", "24", "-wi", "0", "--seed",
                    seed).exits(0).kept());
            assertEquals(seed, kept.get(kept.size() - 1).meta().path("plan").path("seed").asText());
        }
        assertEquals(kept.get(0).order(), kept.get(1).order());
        assertNotEquals(kept.get(0).order(), kept.get(2).order());
        assertNotEquals(kept.get(0).token(), kept.get(1).token());
    }

    @Test
    void throughContainerd() throws Exception {
        Requirements.needs("crun", "runc", "containerd", "nerdctl");
        Bench.Ended ended = new Bench(folder).campaign("-p", "runtime=crun,runc", "-p", "via=ctr,nerdctl", "-f", "1", "-i", "4")
                .exits(0).speaksPlainly();
        Kept kept = ended.kept();
        assertKept(kept);
        Set<String> expected = arms("ctr", "crun", "runc");
        expected.addAll(arms("nerdctl", "crun", "runc"));
        assertEquals(expected, new TreeSet<>(kept.entries().keySet()));
        assertTable(ended, kept, "ctr");
        assertTable(ended, kept, "nerdctl");
        assertTrue(kept.meta().path("stack").path("containerd").path("sha256").isTextual(), "containerd's digest");
        assertTrue(kept.meta().path("plan").path("seed").isIntegralNumber(), "a drawn seed is recorded too");
    }

    @Test
    void paceKernelAndCopyAreArms() throws Exception {
        Requirements.needs("crun");
        KernelSwitch.needs();
        int before = KernelSwitch.read();
        Kept kept = new Bench(folder).campaign("-p", "runtime=crun", "-p", "via=direct", "-p", "pace=burst,isolated", "-p",
                "kernel=default,quiet", "--aa", "-f", "1", "-i", "4", "-wi", "0").exits(0).kept();
        assertKept(kept);
        assertEquals(2 * 2 * (2 + 2), kept.entries().size(), "two paces, two kernels; crun, its copy and two controls");
        for (String arm : kept.arms()) {
            Set<Integer> blocks = new TreeSet<>();
            kept.timed(arm).forEach(row -> blocks.add(row.block()));
            assertEquals(1, blocks.size(), () -> "one block has one kernel setting: " + arm);
        }
        assertEquals(before, KernelSwitch.read(), "rcu_expedited after the campaign");
    }

    private static void assertKept(Kept kept) throws Exception {
        kept.assertConsistent();
        kept.assertTurns();
        assertTrue(kept.meta().path("complete").asBoolean(), "complete");
        assertEquals(Set.of("jmh.json", "meta.json", "ops.csv.gz", "report.md", "specs.json"), names(kept.folder()));
        JsonNode sums = kept.meta().path("sha256");
        for (String name : List.of("jmh.json", "ops.csv.gz", "report.md", "specs.json")) {
            assertEquals(sha256(kept.folder().resolve(name)), sums.path(name).asText(), () -> "digest of " + name);
        }
        assertTrue(kept.meta().path("quality").path("leaks").isEmpty(), () -> "leaks: " + kept.meta().path("quality"));
        Leftovers.assertNone(kept.token());
    }

    // A binary that was built here must say so; one from a distribution must not.
    private static void assertTable(Bench.Ended ended, Kept kept, String via) throws Exception {
        String report = Files.readString(kept.folder().resolve("report.md"), StandardCharsets.UTF_8);
        for (JsonNode runtime : kept.meta().path("runtimes")) {
            String name = runtime.path("name").asText();
            assertEquals(runtime.path("local").asBoolean(), name.endsWith("+local"), name);
            String arm = kept.arm(runtime.path("runtime").asText(), via);
            String n = Long.toString(kept.successes(arm));
            assertTrue(ended.out().lines().anyMatch(line -> line.matches("\\Q" + name + "\\E +" + via + " +" + n + " .*")),
                    () -> name + " via " + via + " with n " + n + " is not in\n" + ended.out());
            assertTrue(report.contains(name), () -> name + " is not in report.md");
        }
        for (String control : List.of("spawn", "namespaces")) {
            assertTrue(ended.out().lines().anyMatch(line -> line.matches(control + " +control +\\d+ .*")), () -> "no " + control);
        }
        assertTrue(ended.out().contains("seed " + kept.meta().path("plan").path("seed").asLong()), "the seed is in the caption");
        assertFalse(ended.out().contains("INVALID"));
    }

    private static Set<String> arms(String via, String... runtimes) {
        Set<String> arms = new TreeSet<>(Set.of("spawn/control/true/burst/default", "namespaces/control/true/burst/default"));
        Stream.of(runtimes).forEach(runtime -> arms.add(runtime + "/" + via + CONDITIONS));
        return arms;
    }

    private static Set<String> names(Path folder) throws Exception {
        Set<String> names = new TreeSet<>();
        Bench.entries(folder).forEach(file -> names.add(file.getFileName().toString()));
        return names;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
