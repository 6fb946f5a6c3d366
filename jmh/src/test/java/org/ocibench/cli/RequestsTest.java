package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.Scripts;
import org.ocibench.bundle.SpecOption;
import org.ocibench.engine.Burst;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Limit;
import org.ocibench.engine.Phase;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.schedule.Plan;
import org.ocibench.schedule.Request;
import org.ocibench.schedule.Selection;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.VerboseMode;

class RequestsTest {

    @TempDir
    private static Path prefix;
    private static RuntimeCatalog catalog;

    /** crun 1.15 is here, the other runtimes are not. */
    @BeforeAll
    static void catalog() throws IOException {
        Scripts.write(prefix.resolve("crun/1.15/bin/crun"), "echo crun version 1.15");
        catalog = RuntimeCatalog.discover(new RuntimeCatalog.Places(prefix, List.of()), null);
    }

    private static Request request(String... args) throws ExitException {
        return Requests.of(Arguments.parse(args), catalog);
    }

    /** The arguments of a command line without quoting. */
    private static Request of(String line) throws ExitException {
        return request(line.isEmpty() ? new String[0] : line.split(" "));
    }

    private static String refusal(String line) {
        ExitException thrown = assertThrows(ExitException.class, () -> of(line), line);
        assertEquals(ExitCode.USAGE, thrown.code());
        assertFalse(thrown.getMessage().contains("\n"), "one sentence: " + thrown.getMessage());
        return thrown.getMessage();
    }

    private static void assertRefused(String line, String... parts) {
        String message = refusal(line);
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' in: " + message);
        }
    }

    @Test
    void withoutArgumentsEverythingIsPlannedOverTheDefaults() throws ExitException {
        Request request = of("");
        assertEquals(List.of("runc", "crun", "youki", "runsc", "runsc~runcshim"), request.values().runtimes());
        assertEquals(Engines.DEFAULT_WAYS, request.values().ways());
        assertEquals(List.of("exit"), request.values().workloads());
        assertEquals(List.of("burst"), request.values().paces());
        assertEquals(List.of("default"), request.values().kernels());
        assertEquals(List.of(), request.namedRuntimes());
        assertEquals(List.of(0, 0, 4), List.of(request.blocks(), request.starts(), request.timedPerTurn()));
        assertEquals(Path.of("results"), request.results());
        assertNull(request.opTimeout());
        assertNull(request.containerd());
        assertNull(request.format());
        assertFalse(request.full() || request.failOnError() || request.articleTable());
    }

    @Test
    void layersAreWatchedByAShortName() throws ExitException {
        Request request = of("-prof layers:buffer=8;period=100");
        assertTrue(request.watchesLayers());
        assertEquals("org.ocibench.benchmark.LayerProfiler", request.profilers().get(0).getKlass());
        assertEquals("buffer=8;period=100", request.profilers().get(0).getOpts());
        assertTrue(of("-prof org.ocibench.benchmark.LayerProfiler").watchesLayers());
        assertFalse(of("-prof gc").watchesLayers());
        assertRefused("-prof layers:help", "-prof layers[:buffer=MIB;period=US]", "a power of two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-t 4          | refused -t: one container at a time",
        "-t max        | refused -t: one container at a time",
        "-tg 1,2       | refused -tg: one container at a time",
        "-bs 10        | refused -bs: an operation is one start; use -i",
        "-wbs 10       | refused -wbs: an operation is one start; use -wi",
        "-opi 10       | refused -opi: an operation is one start",
        "-to 10s       | refused -to: use --op-timeout SECONDS",
        "-r 1s         | refused -r: a start takes as long as it takes; use -i",
        "-w 1s         | refused -w: a start takes as long as it takes; use -wi",
        "-wf 1         | refused -wf: forks take turns; use -wi",
        "-wm BULK      | refused -wm, -wmb: there is one benchmark",
        "-wmb .*       | refused -wm, -wmb: there is one benchmark",
        "-si true      | refused -si: there is one thread",
        "-gc true      | refused -gc: a collection would fall between",
        "-tu ms        | refused -tu: results are in us/op",
        "-bm avgt      | refused -bm: only ss",
        "-bm ss,avgt   | refused -bm: only ss",
        "-bm all       | refused -bm: only ss"})
    void whatWouldChangeTheMeaningIsRefusedWithAReason(String line, String reason) {
        assertRefused(line, reason);
    }

    @Test
    void whatJmhFlagsSayIsHonoured() throws ExitException {
        Request request = of("-f 5 -i 48 -wi 0 -bm ss -foe true -v extra -jvm /jdk/bin/java -prof gc"
                + " -jvmArgsPrepend -Da=1 -jvmArgs -Db=2 -jvmArgsAppend -Dc=3");
        assertEquals(List.of(5, 48, 0), List.of(request.blocks(), request.starts(), request.warmUps()));
        assertTrue(request.failOnError());
        assertEquals(VerboseMode.EXTRA, request.verbosity());
        assertEquals("/jdk/bin/java", request.jvm());
        assertEquals(List.of("-Da=1", "-Db=2", "-Dc=3"), request.jvmArgs());
        assertEquals("gc", request.profilers().get(0).getKlass());
    }

    @Test
    void flagsForTheForksMayHaveTwoDashes() throws ExitException {
        assertEquals(List.of("--enable-native-access=ALL-UNNAMED"),
                of("-jvmArgsAppend --enable-native-access=ALL-UNNAMED --full").jvmArgs());
    }

    @Test
    void ownOptionsAreHonoured() throws ExitException {
        Request request = of("--full --turn 6 --seed -5 --op-timeout 2.5 --containerd /run/c.sock --results=elsewhere");
        assertTrue(request.full());
        assertEquals(6, request.timedPerTurn());
        assertEquals(-5, request.seed());
        assertEquals(Duration.ofMillis(2500), request.opTimeout());
        assertEquals("/run/c.sock", request.containerd());
        assertEquals(Path.of("elsewhere"), request.results());
        assertEquals("--results=elsewhere", request.commandLine().get(9));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-p runtme=crun     | unknown parameter 'runtme' | did you mean runtime?",
        "-pvai=ctr          | unknown parameter 'vai' | did you mean via?",
        "-p via=direkt      | unknown via 'direkt' | did you mean direct?",
        "-p workload=exti   | unknown workload 'exti' | did you mean exit?",
        "-p pace=bursty     | unknown pace 'bursty' | did you mean burst?",
        "-p kernel=quite    | unknown kernel 'quite' | did you mean quiet?",
        "-p runtime=cruun   | unknown runtime 'cruun' | did you mean crun?",
        "-p runtime=crun~cpy | unknown variant 'crun~cpy' | did you mean crun~copy?",
        "-p runtime=crun@1.14 | crun@1.14 is not here (found: 1.15) | jmh/provision.sh crun@1.14",
        "-p runtime=runc@1.1.13 | runc is not installed | jmh/provision.sh runc@1.1.13",
        "--fulll            | unknown option --fulll | did you mean --full?",
        "--kernal quiet     | unknown option --kernal | did you mean -p kernel=? (-h lists all)",
        "--nonsense         | unknown option --nonsense. | (-h lists all)",
        "--optimeout=3      | unknown option --optimeout | did you mean --op-timeout?",
        "-p via=direct+secomp | unknown via 'direct+secomp' | did you mean direct+seccomp?",
        "--preset artikle   | unknown preset 'artikle' | there is article, ladder, prices",
        "--cgroup v3        | v3 | --cgroup"})
    void whatIsUnknownIsRefusedWithTheNearest(String line, String what, String nearest) {
        assertRefused(line, what, nearest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--turn 0", "--turn -1", "--turn=1000001", "--turn four", "--turn 1.5", "--turn 99999999999", "-f 0",
        "-f -1", "-f 1000001", "-i 0", "-i -5", "-i 1000001", "-wi -1", "-f nonsense", "-i", "-i 1000001",
        "--op-timeout nonsense", "--op-timeout 0", "--op-timeout -1", "--op-timeout NaN", "--op-timeout Infinity",
        "--op-timeout 3601", "--op-timeout 0.0001", "--seed x", "--seed", "--op-timeout", "--containerd", "--seed 1 --seed 2",
        "--full=maybe", "-p runtime", "-p runtime=", "-p via=", "-p =crun", "-p", "-nonsense", "-rf yaml", "--", "-p runtime=a/b",
        "-p runtime=crun@"})
    void nonsenseIsRefused(String line) {
        assertFalse(refusal(line).isBlank());
    }

    @Test
    void aMissingValueNamesTheOption() {
        assertRefused("--full --seed", "--seed needs a value: N");
        assertRefused("LifecycleBenchmark -p via=ctr,direct", "refused -p via=ctr: the steps of a container's life");
        assertRefused("--preset prices -p via=direct,ctr", "refused -p via=ctr: --preset prices compares direct");
        assertRefused("-p via=direct+secomp", "did you mean direct+seccomp?", "and direct with one option of the spec (-lp lists them)");
        assertRefused("-p runtime=crun -p via=direct -f 1000 -i 4000", "-f and -i make 15000000 starts", "a campaign can keep 4000000");
        assertRefused("--turn 0", "--turn wants a number from 1 to 1000000, not 0");
        assertRefused("-f 0", "-f wants a number from 1 to 1000000, not 0");
    }

    @Test
    void parametersTakeListsAndBothSpellings() throws ExitException {
        Request request = of("-p runtime=crun,spawn,crun@1.15 -pvia=direct,ctr -p workload=live50,true");
        assertEquals(List.of("crun", "spawn", "crun@1.15"), request.values().runtimes());
        assertEquals(request.values().runtimes(), request.namedRuntimes());
        assertEquals(List.of("direct", "ctr"), request.values().ways());
        assertEquals(List.of("live50", "true"), request.values().workloads());
    }

    @Test
    void aParameterGivenTwiceHasBothValues() throws ExitException {
        assertEquals(List.of("direct", "ctr"), of("-p via=direct -p via=ctr").values().ways());
    }

    @Test
    void aValueGivenTwiceIsMeasuredOnce() throws ExitException {
        assertEquals(List.of("crun"), of("-p runtime=crun,crun").values().runtimes());
    }

    @Test
    void aKnownRuntimeThatIsNotInstalledBecomesAnArmThatCannotRun() throws ExitException {
        assertEquals(List.of("youki"), of("-p runtime=youki").values().runtimes());
    }

    @Test
    void theNameOfASubcommandIsAnOrdinaryValueElsewhere() throws ExitException {
        Request request = of("-rff report -rf csv");
        assertEquals(Path.of("report"), request.formatFile());
        assertEquals(ResultFormatType.CSV, request.format());
    }

    @Test
    void aFurtherResultHasJmhsDefaults() throws ExitException {
        assertEquals(ResultFormatType.CSV, of("-rff out").format());
        assertEquals(Path.of("jmh-result.json"), of("-rf json").formatFile());
    }

    @Test
    void includesAndExcludesChooseTheBenchmark() throws ExitException {
        assertEquals(0, of("Startup").blocks());
        assertEquals(0, of("Other .*run$").blocks());
        assertRefused("Other", "no benchmark matches 'Other'", "StartupBenchmark.run");
        assertRefused("-e Startup", "no benchmark matches -e Startup");
        assertRefused("[", "not a regular expression: [");
        assertRefused("-e (", "not a regular expression: (");
    }

    @Test
    void theArticlesPreset() throws ExitException {
        Request request = of("--preset article");
        assertTrue(request.articleTable());
        assertEquals(List.of("nerdctl-default"), request.values().ways());
        assertEquals(List.of("true"), request.values().workloads());
        assertEquals(1000, request.blocks() * request.starts());
        Request smaller = of("--preset article -f 2 -i 10 -p via=ctr");
        assertEquals(List.of(2, 10), List.of(smaller.blocks(), smaller.starts()));
        assertEquals(List.of("ctr"), smaller.values().ways());
    }

    @Test
    void benchmarksAreNamedAsJmhNamesThem() throws ExitException {
        assertEquals(List.of(Phase.RUN), of("").values().phases());
        assertEquals(List.of(Phase.RUN), of("Startup").values().phases());
        List<Phase> life = List.of(Phase.values()).subList(1, Phase.values().length);
        Request lifecycle = of("LifecycleBenchmark");
        assertEquals(life, lifecycle.values().phases());
        assertEquals(List.of("direct"), lifecycle.values().ways());
        assertEquals(List.of(Phase.DELETE, Phase.DELETE_FORCE), of("Lifecycle.*delete").values().phases());
        assertEquals(List.of(Phase.DELETE), of("-e Force Lifecycle.*delete").values().phases());
        Request both = of("-e BurstBenchmark .*");
        assertEquals(List.of(Phase.values()), both.values().phases());
        assertEquals(Engines.DEFAULT_WAYS, both.values().ways());
        assertRefused("-e Startup", "no benchmark matches -e Startup");
    }

    @Test
    void theLaddersPreset() throws ExitException {
        Request request = of("--preset ladder");
        assertEquals(Engines.PLAIN_WAYS, request.values().ways());
        assertTrue(request.values().runtimes().containsAll(Engines.CLIENT_FLOORS), request.values().runtimes()::toString);
        assertTrue(request.values().patiently());
        assertFalse(request.articleTable());
        int cycles = request.starts() / request.timedPerTurn();
        assertTrue(request.blocks() >= Plan.VERDICT_BLOCKS
                && cycles / Plan.CYCLES_PER_SUB_BLOCK * request.blocks() >= Plan.VERDICT_SUB_BLOCKS, "enough for a verdict");
        assertEquals(List.of("crun", "ctr-version", "nerdctl-version"), of("--preset ladder -p runtime=crun").values().runtimes());
    }

    @Test
    void thePricesPreset() throws ExitException {
        Request request = of("--preset prices -p runtime=crun");
        assertEquals("direct", request.values().ways().get(0));
        assertEquals(SpecOption.labels().stream().map(label -> "direct+" + label).toList(),
                request.values().ways().subList(1, request.values().ways().size()));
        int cycles = request.starts() / request.timedPerTurn();
        assertEquals(15, cycles / Plan.CYCLES_PER_SUB_BLOCK * request.blocks(), "sub-blocks");
        assertEquals(List.of("direct+seccomp"), of("-p via=direct+seccomp").values().ways());
    }

    @Test
    void aaAddsACopyOfEveryPlainRuntime() throws ExitException {
        assertEquals(List.of("crun", "crun~copy"), of("--aa -p runtime=crun").values().runtimes());
        assertEquals(List.of("crun", "crun~copy"), of("--aa -p runtime=crun,crun~copy").values().runtimes());
        assertEquals(List.of("crun@1.15", "spawn", "crun@1.15~copy"), of("--aa -p runtime=crun@1.15,spawn").values().runtimes());
    }

    @Test
    void aSearchIsRunWhereItIsNamed() throws ExitException {
        Request search = of("MinimumMemoryBenchmark");
        assertEquals(List.of(), search.values().phases());
        assertEquals(new Selection.Searches(List.of(Limit.Kind.MEMORY), List.of("direct", "nerdctl")), search.searches());
        assertEquals(new Selection.Searches(List.of(Limit.Kind.MEMORY, Limit.Kind.PIDS), List.of("nerdctl-default")),
                of("Minimum -p via=nerdctl-default").searches());
        Request both = of("Startup|MinimumPids -p via=direct,ctr -i 4");
        assertEquals(List.of(Phase.RUN), both.values().phases());
        assertEquals(new Selection.Searches(List.of(Limit.Kind.PIDS), List.of("direct")), both.searches());
        assertEquals(List.of(), of("").searches().kinds());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-f 5               | refused -f, -i, -wi: a search",
        "-i 4               | refused -f, -i, -wi: a search",
        "--full             | refused --full: a search",
        "--turn 2           | refused --turn: a search",
        "-p kernel=quiet    | refused -p pace, -p kernel: a search",
        "-prof gc           | refused -prof: a search",
        "-jvmArgs -Da=1     | refused -jvm, -jvmArgs: a search",
        "-foe true          | refused -foe: a search",
        "-p via=ctr         | no limit can be given via ctr"})
    void whatASearchHasNotIsRefused(String line, String reason) {
        assertRefused("MinimumMemoryBenchmark " + line, reason);
    }

    @Test
    void theArticlesPresetSearchesTheMinimumOfMemoryToo() throws ExitException {
        assertEquals(new Selection.Searches(List.of(Limit.Kind.MEMORY), List.of("nerdctl-default")), of("--preset article").searches());
        assertEquals(List.of(), of("--preset article -p via=ctr").searches().ways());
        assertEquals(List.of(), of("--preset article -e Minimum").searches().kinds());
    }

    @Test
    void aCampaignOfBurstsHasThreeParametersMore() throws ExitException {
        Request plain = of("BurstBenchmark");
        assertEquals(List.of("together-1", "together-2", "together-4", "together-8", "together-16"),
                plain.values().bursts().stream().map(Burst::phase).toList());
        assertEquals(List.of("direct", "ctr"), plain.values().ways());
        Request all = of("BurstBenchmark -p together=3,1 -p idle=0,50 -p mounts=100 -p via=nerdctl");
        assertEquals(List.of("together-3-mounts100", "together-1-mounts100", "together-3-idle50-mounts100",
                "together-1-idle50-mounts100"), all.values().bursts().stream().map(Burst::phase).toList());
        assertEquals(List.of("nerdctl"), all.values().ways());
        assertEquals(List.of(), of("").values().bursts());
        assertEquals(List.of(), of("-e BurstBenchmark .*run$").values().bursts());
    }

    @Test
    void whatBurstsCannotBeIsRefused() {
        for (String value : List.of("0", "257", "x", "1.5", "-1", "", "01", "99999999999")) {
            assertRefused("BurstBenchmark -p together=" + value, "-p together wants whole numbers from 1 to 256, not '" + value + "'");
        }
        assertRefused("BurstBenchmark -p idle=1001", "-p idle wants whole numbers from 0 to 1000");
        assertRefused("BurstBenchmark -p mounts=many", "-p mounts wants whole numbers from 0 to 10000");
        assertRefused("BurstBenchmark -p mount=1", "did you mean mounts?", "together, idle, mounts");
        assertRefused("-p together=4", "parameter of another benchmark: name BurstBenchmark");
        assertRefused("Benchmark", "BurstBenchmark has a campaign of its own");
        assertRefused("BurstBenchmark -p via=direct-shim", "refused -p via=direct-shim");
        assertRefused("BurstBenchmark -p via=teleport", "unknown via 'teleport'");
        assertRefused("BurstBenchmark --preset article", "--preset is of single containers");
        assertRefused("BurstBenchmark -p mounts=5 --containerd /run/x.sock", "a containerd of the host does not see");
        assertRefused("Burst|MinimumPids", "BurstBenchmark has a campaign of its own");
        assertRefused("BurstBenchmark -prof layers", "refused -prof layers");
        assertRefused("BurstBenchmark -t 4", "BurstBenchmark -p together=N");
    }

    @Test
    void mountsBesideAContainerdOfTheHostAreForTheDirectWay() throws ExitException {
        assertEquals(1, of("BurstBenchmark -p mounts=5 -p together=2 -p via=direct --containerd /run/x.sock").values().bursts().size());
    }
}
