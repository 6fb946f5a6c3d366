package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.benchmark.Benchmarks;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Limit;

/** JMH's own flags and JMH's own main, as every JMH benchmark has them. */
class CitizenshipIT {

    private static final String PROFILER = "org.ocibench.benchmark.ContainerProfiler";
    private static final String[] SHORT = {"-p", "runtime=crun", "-p", "via=direct", "-f", "1", "-i", "4", "-wi", "0"};
    private static final int STARTS = 4;

    @TempDir
    private Path folder;

    @Test
    void theJarListsItsBenchmarks() throws IOException {
        try (ZipFile jar = new ZipFile(Bench.jar().toFile())) {
            String list = text(jar, "META-INF/BenchmarkList");
            assertTrue(list.contains("org.ocibench.benchmark.StartupBenchmark"), list);
            assertTrue(text(jar, "META-INF/services/org.openjdk.jmh.profile.Profiler").contains(PROFILER));
        }
    }

    @Test
    void listings() throws Exception {
        Bench bench = new Bench(folder);
        String list = bench.run("-l").exits(0).out();
        assertTrue(list.startsWith("Benchmarks: \n"), list);
        Set<String> names = new TreeSet<>(Benchmarks.names());
        Arrays.stream(Limit.Kind.values()).map(Benchmarks::name).forEach(names::add);
        assertEquals(names, list.lines().skip(1).collect(Collectors.toCollection(TreeSet::new)));
        assertTrue(bench.run("-lprof").exits(0).out().contains(PROFILER + ": "));
        String formats = bench.run("-lrf").exits(0).out();
        for (String format : List.of("text", "csv", "scsv", "json", "latex")) {
            assertTrue(formats.toLowerCase(java.util.Locale.ROOT).contains(format), formats);
        }
        String help = bench.run("-h").exits(0).out();
        for (String option : List.of("-rff <filename>", "-prof <profiler>", "--op-timeout", "--runtimes", "--results", "clean")) {
            assertTrue(help.contains(option), () -> option + " is not in\n" + help);
        }
    }

    @Test
    void theRuntimesFoundAreListed() throws Exception {
        Requirements.needs("crun", "runc");
        Bench bench = new Bench(folder);
        FakeRuntime fakes = new FakeRuntime(folder, Requirements.newest("crun", "crun")).add("mine", "none", "1+");
        String out = bench.run(fakes.tell(bench, "-lp")).exits(0).out();
        assertTrue(out.lines().toList().containsAll(Benchmarks.names()), out);
        String runtimes = out.lines().filter(line -> line.contains("param \"runtime\"")).findFirst().orElseThrow();
        for (String runtime : List.of("crun,", "runc,", "runc@", "crun@", "mine,", "mine@1.0.0")) {
            assertTrue(runtimes.contains(runtime), () -> runtime + " is not in " + runtimes);
        }
        assertTrue(out.contains("param \"via\" = {" + String.join(", ", Engines.WAYS) + "}"), out);
    }

    @ParameterizedTest(name = "-rf {0}")
    @CsvSource(delimiter = '|', value = {"text|Benchmark ", "csv|\"Benchmark\",\"Mode\"", "scsv|\"Benchmark\";\"Mode\"", "json|[",
        "latex|\\begin{tabular}"})
    void formats(String format, String beginning) throws Exception {
        Requirements.needs("crun");
        Path file = folder.resolve("out." + format);
        Kept kept = new Bench(folder).campaign(with("-rf", format, "-rff", file.toString())).exits(0).kept();
        String text = Files.readString(file);
        assertTrue(text.strip().startsWith(beginning), text);
        assertTrue(text.contains("crun") && text.contains("spawn"), text);
        kept.assertConsistent();
    }

    @Test
    void outputVerbosityJvmFlagsAndProfilers() throws Exception {
        Requirements.needs("crun");
        Path file = folder.resolve("out.txt");
        Bench.Ended ended = new Bench(folder).campaign(with("-o", file.toString(), "-v", "EXTRA", "-jvmArgsAppend",
                "-Dmy.flag=7 -Dmine.too=8", "-prof", "gc", "-prof", PROFILER)).exits(0).speaksPlainly();
        assertEquals("", ended.out(), "stdout goes to the file");
        assertTrue(Files.readString(file).contains("crun@"), "the table is in the file");
        Kept kept = ended.kept();
        kept.assertConsistent();
        for (JsonNode entry : kept.jmh()) {
            List<String> flags = new ArrayList<>();
            entry.path("jvmArgs").forEach(flag -> flags.add(flag.asText()));
            assertTrue(flags.containsAll(List.of("-Dmy.flag=7", "-Dmine.too=8", "-XX:+UseSerialGC")), flags::toString);
            assertTrue(flags.stream().noneMatch(flag -> flag.contains("/var/") || flag.contains("/tmp/")), flags::toString);
            JsonNode metrics = entry.path("secondaryMetrics");
            assertTrue(metrics.has("gc.count") || metrics.has("\u00b7gc.count"), () -> "-prof gc: " + metrics);
            assertEquals(STARTS, metrics.path("cpu").path("rawData").path(0).size(), () -> "ours once only: " + metrics);
        }
    }

    @Test
    void silent() throws Exception {
        Requirements.needs("crun");
        Bench.Ended ended = new Bench(folder).campaign(with("-v", "SILENT", "-e", "Nothing", "StartupBenchmark")).exits(0)
                .speaksPlainly();
        ended.kept().assertConsistent();
    }

    @Test
    void failOnError() throws Exception {
        Requirements.needs("crun");
        Bench bench = new Bench(folder);
        FakeRuntime fakes = new FakeRuntime(folder, Requirements.newest("crun", "crun")).add("breaks", "fail-create", "7+");
        Bench.Ended ended = bench.campaign(fakes.tell(bench, "-p", "runtime=crun,breaks", "-p", "via=direct", "-f", "3", "-i", "40",
                "-foe", "true")).exits(4).speaksPlainly();
        assertTrue(ended.err().contains("ocibench: a start failed"), ended.err());
        Kept kept = ended.kept();
        kept.assertConsistent();
        kept.assertTurns();
        assertEquals(1, kept.rows().stream().mapToInt(row -> row.block()).max().orElse(0), "it ended in the first block");
        assertFalse(kept.meta().path("complete").asBoolean(true), "complete");
        assertTrue(kept.successes("breaks/direct/exit/burst/default") > 0, "what succeeded before is kept");
        assertTrue(kept.successes("crun/direct/exit/burst/default") > 0);
        Leftovers.assertNone(kept.token());
    }

    @Test
    void stockMainWithAControl() throws Exception {
        Requirements.needsRoot();
        JsonNode entry = only(stock(new Bench(folder), "runtime=spawn", "via=control", "workload=true").exits(0));
        assertEquals(3, entry.path("primaryMetric").path("rawData").path(0).size());
        assertEquals("ss", entry.path("mode").asText());
        assertEquals("us/op", entry.path("primaryMetric").path("scoreUnit").asText());
        assertEquals(0, entry.path("secondaryMetrics").path("failures").path("score").asDouble(), "failures");
        assertTrue(entry.path("secondaryMetrics").has("cpu"), "our profiler");
    }

    @Test
    void stockMainWithARuntime() throws Exception {
        Requirements.needs("crun");
        boolean hybrid = isMounted("cgroup2") && isMounted("cgroup");
        Bench bench = new Bench(folder);
        if (hybrid) {
            Bench.Ended refused = stock(new Bench(folder), "runtime=crun", "via=direct");
            assertTrue(refused.out().contains("use java -jar target/benchmarks.jar"), refused.out());
            assertTrue(refused.out().contains("umount /sys/fs/cgroup/unified"), refused.out());
            assertFalse(Files.exists(folder.resolve("out.json")) && Bench.json(folder.resolve("out.json")).size() > 0);
            // As the sentence says.
            bench.startedBy("/usr/bin/unshare", "--mount", "sh", "-c", "umount /sys/fs/cgroup/unified; exec \"$@\"", "sh");
        }
        JsonNode entry = only(stock(bench, "runtime=crun", "via=direct").exits(0));
        assertEquals(3, entry.path("primaryMetric").path("rawData").path(0).size());
        assertEquals("crun", entry.path("params").path("runtime").asText());
        assertEquals(0, entry.path("secondaryMetrics").path("failures").path("score").asDouble(), "failures");
    }

    private Bench.Ended stock(Bench bench, String... params) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-Djmh.ignoreLock=true", "-cp", Bench.jar().toString(),
                "org.openjdk.jmh.Main", "StartupBenchmark", "-f", "1", "-wi", "1", "-i", "3", "-prof", PROFILER, "-rf", "json", "-rff",
                folder.resolve("out.json").toString()));
        for (String param : params) {
            arguments.addAll(List.of("-p", param));
        }
        return bench.runJava(arguments.toArray(String[]::new));
    }

    private JsonNode only(Bench.Ended ended) throws IOException {
        JsonNode results = Bench.json(folder.resolve("out.json"));
        assertEquals(1, results.size(), ended::out);
        assertFalse(ended.out().contains("<failure>"), ended.out());
        return results.get(0);
    }

    private static boolean isMounted(String type) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream().anyMatch(line -> line.contains(" - " + type + " "));
    }

    private static String[] with(String... further) {
        List<String> all = new ArrayList<>(List.of(SHORT));
        all.addAll(List.of(further));
        return all.toArray(String[]::new);
    }

    private static String text(ZipFile jar, String entry) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
