package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.bundle.SpecOption;
import org.ocibench.engine.FailureClass;

/** Every option of the spec starts real containers with every runtime, or says why not; and their prices are told. */
class SpecOptionIT {

    private static final String CONDITIONS = "/exit/burst/default";
    private static final String WAYS = SpecOption.labels().stream().map(label -> "direct+" + label)
            .collect(Collectors.joining(",", "via=direct,", ""));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"runc", "crun", "youki", "runsc"})
    void everyOptionStartsOrSaysWhyNot(String runtime) throws Exception {
        Requirements.needs(runtime);
        Bench.Ended ended = new Bench(folder).campaign("-p", "runtime=" + runtime, "-p", WAYS, "-f", "1", "-i", "4").speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        Map<String, String> notRun = kept.notRun();
        for (SpecOption option : SpecOption.values()) {
            String arm = runtime + "/direct+" + option.label() + CONDITIONS;
            boolean ran = kept.arms().contains(arm) && kept.successes(arm) > 0;
            boolean late = kept.arms().contains(arm) && kept.timed(arm).stream()
                    .allMatch(row -> !row.succeeded() && row.failure() == FailureClass.TIMEOUT);
            // youki's run hangs now and then, whatever the spec.
            assertTrue(ran || notRun.containsKey(arm) || runtime.equals("youki") && late, () -> arm + " neither ran nor said why not: "
                    + kept.failures(arm, row -> true) + ended.out());
            boolean impossible = notRun.getOrDefault(arm, "").contains("the plain spec is so already")
                    || notRun.getOrDefault(arm, "").contains("this kernel has no");
            assertTrue(ran || impossible || !runtime.equals("runc") && !runtime.equals("crun"),
                    () -> arm + " is to run: " + notRun.get(arm));
        }
        assertEquals(1, notRun.values().stream().filter(reason -> reason.contains("the plain spec is so already")).count(),
                "of the cgroup namespace's two options one changes nothing: " + notRun);
        Leftovers.assertNone(kept.token());
    }

    @Test
    void pricesAndRungsAreReadFromTheKeptCampaign() throws Exception {
        Requirements.needs("crun", "containerd");
        Bench bench = new Bench(folder);
        Kept kept = bench.campaign("-p", "runtime=crun", "-p", "via=direct,direct+seccomp,ctr", "-f", "2", "-i", "36").exits(0).kept();
        Bench.Ended prices = bench.run("prices", kept.folder().toString()).exits(0).speaksPlainly();
        assertTrue(prices.out().lines().anyMatch(line -> line.matches("seccomp +\\+[0-9.]+ \\[.*\\] .* 6  a seccomp profile.*")),
                prices.out());
        // The newest of the results, without being named.
        Bench.Ended overhead = bench.run("overhead", "--results", bench.results().toString()).exits(0).speaksPlainly();
        assertTrue(overhead.out().lines().anyMatch(line -> line.matches("ctr +[0-9.]+  direct +\\+[0-9.]+ \\[.*%.* 6  containerd.*")),
                overhead.out());
        assertTrue(overhead.out().contains("in the spec: "), overhead.out());
    }
}
