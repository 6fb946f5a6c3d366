package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.runtime.RuntimeCatalog;

/** What is wrong is said in one sentence, with the nearest that is right, and the documented exit code. */
class BadInputIT {

    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int INVALID = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "-p runtime=crunn                 | unknown runtime 'crunn': did you mean crun?",
        "-p runtimes=crun                 | unknown parameter 'runtimes': did you mean runtime?",
        "-pvio=direct                     | unknown parameter 'vio': did you mean via?",
        "-p via=nerdct                    | unknown via 'nerdct': did you mean nerdctl?",
        "-p workload=live5                | unknown workload 'live5': did you mean live50?",
        "-p pace=brust                    | unknown pace 'brust': did you mean burst?",
        "-p kernel=quite                  | unknown kernel 'quite': did you mean quiet?",
        "--op-timout 3                    | unknown option --op-timout: did you mean --op-timeout?",
        "--kernal quiet                   | unknown option --kernal: did you mean -p kernel=?",
        "--op-timeout soon                | --op-timeout",
        "--op-timeout -1                  | --op-timeout",
        "--seed                           | --seed needs a value",
        "--cgroup v3                      | --cgroup",
        "--preset articel                 | unknown preset 'articel': there is article",
        "-jvmArg -Xmx1g                   | unknown option -jvmArg: did you mean -jvmArgs?",
        "-v LOUD                          | unknown value LOUD. Known: SILENT, NORMAL, EXTRA",
        "-rf xml                          | unknown value XML. Known: TEXT, CSV",
        "-f x                             | 'x' of option f",
        "-f 0                             | -f",
        "-i 0                             | option i",
        "-t 4                             | refused -t",
        "-bm avgt                         | refused -bm",
        "-bs 10                           | refused -bs",
        "-to 10s                          | use --op-timeout",
        "-r 1s                            | refused -r",
        "-prof nonsense                   | there is no such profiler",
        "NoSuchBenchmark                  | there is org.ocibench.benchmark.StartupBenchmark.run",
        "-e StartupBenchmark              | there is org.ocibench.benchmark.StartupBenchmark.run",
        "-rff report                      | no benchmark matches 'nothing'"})
    void wrongCommandLine(String arguments, String sentence) throws Exception {
        // The last one would be a campaign: -rff's value is no subcommand. A benchmark that does not exist keeps it short.
        String line = arguments.equals("-rff report") ? arguments + " nothing" : arguments;
        // Without runtimes to ask for their versions a refusal comes sooner.
        Bench bench = new Bench(folder).environment("OCIBENCH_PREFIX", folder.toString());
        assertRefused(bench.run(line.split(" ")), USAGE, sentence);
        assertFalse(Files.exists(folder.resolve("results")), "nothing is begun");
    }

    @Test
    void aVersionOrVariantThatIsNotHere() throws Exception {
        Requirements.needs("runc", "runsc");
        assertRefused(new Bench(folder).run("-p", "runtime=runsc~kvn"), USAGE, "did you mean runsc~kvm?");
        assertRefused(new Bench(folder).run("-p", "runtime=runc@0.0.7"), USAGE, "jmh/provision.sh runc@0.0.7");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`[{\"name\": `                                                              | line",
        "`{}`                                                                        | is not a list of runtime descriptors",
        "`[null]`                                                                    | is not a list of runtime descriptors",
        "`[{\"name\": \"My Own\", \"binary\": \"x\", \"versionPattern\": \"(x)\"}]`  | name must be lower-case",
        "`[{\"name\": \"my\", \"binary\": \"../x\", \"versionPattern\": \"(x)\"}]`   | binary must be a file name",
        "`[{\"name\": \"my\", \"binary\": \"x\", \"versionPattern\": \"(x\"}]`       | not a regular expression",
        "`[{\"name\": \"my\", \"binary\": \"x\", \"versionPatern\": \"(x)\"}]`       | versionPattern is missing"})
    void aDescriptorFileThatIsNone(String content, String sentence) throws Exception {
        Path file = folder.resolve("mine.json");
        Files.writeString(file, content);
        Bench.Ended ended = new Bench(folder).run("--runtimes", file.toString(), "-lp");
        assertRefused(ended, USAGE, sentence);
        assertTrue(ended.err().contains("mine.json"), ended.err());
    }

    @Test
    void aDescriptorFileThatIsNotThere() throws Exception {
        assertRefused(new Bench(folder).run("--runtimes", "nowhere.json"), USAGE, "nowhere.json does not exist");
        assertRefused(new Bench(folder).run("--runtimes", folder.toString()), USAGE, folder + " is no regular file");
        assertRefused(new Bench(folder).run("--runtimes", "/dev/zero"), USAGE, "/dev/zero is no regular file");
    }

    @Test
    void filesThatCannotBeWritten() throws Exception {
        String nowhere = folder.resolve("nowhere/file").toString();
        assertRefused(new Bench(folder).run("-o", nowhere), UNAVAILABLE, "-o: cannot write " + nowhere);
        assertRefused(new Bench(folder).run("-rff", nowhere), UNAVAILABLE, "-rff: cannot write " + nowhere);
        assertRefused(new Bench(folder).run("-rff", folder.toString()), UNAVAILABLE, "-rff: cannot write " + folder);
        Requirements.needs("crun");
        // Not even root can make a folder there.
        assertRefused(new Bench(folder).run("--results", "/proc/results", "-p", "runtime=crun", "-p", "via=direct"), UNAVAILABLE,
                "cannot write into the results folder /proc/results");
    }

    @Test
    void notRoot() throws Exception {
        Path open = Files.createTempDirectory("ocibench-it-");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path jar = Files.copy(Bench.jar(), open.resolve("benchmarks.jar"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        try {
            for (String[] arguments : new String[][] {{"-p", "via=direct"}, {"clean"}}) {
                Bench bench = new Bench(folder).jar(jar);
                if (Requirements.isRoot()) {
                    bench.startedBy("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
                }
                assertRefused(bench.run(arguments), UNAVAILABLE, "needs root: run it with sudo");
                Bench mapped = new Bench(folder).jar(jar).startedBy("/usr/bin/unshare", "--user", "--map-root-user");
                assertRefused(mapped.run(arguments), UNAVAILABLE, "this is the root of a user namespace");
            }
        } finally {
            Files.delete(jar);
            Files.delete(open);
        }
    }

    @Test
    void noContainerd() throws Exception {
        Requirements.needs("crun");
        Path script = Files.createDirectories(folder.resolve("prefix/crun/1/bin")).resolve("crun");
        Files.writeString(script, "#!/bin/sh\nexec " + Requirements.newest("crun", "crun") + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Bench bench = new Bench(folder).environment("OCIBENCH_PREFIX", folder.resolve("prefix").toString())
                .environment("PATH", folder.toString());
        for (String folderOfRoot : new String[] {"/usr/local/sbin", "/usr/sbin", "/sbin"}) {
            if (Files.exists(Path.of(folderOfRoot, "containerd"))) {
                Requirements.hostCannot("hide its containerd, which stands in " + folderOfRoot);
            }
        }
        // One of two ways works: the campaign is done, and says what it left out.
        Bench.Ended ended = bench.campaign("-p", "runtime=crun", "-p", "via=direct,ctr,nerdctl", "-f", "1", "-i", "4").exits(0)
                .speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        assertEquals(4, kept.successes("crun/direct/exit/burst/default"));
        for (String via : new String[] {"ctr", "nerdctl"}) {
            String arm = "crun/" + via + "/exit/burst/default";
            assertTrue(kept.notRun().getOrDefault(arm, "").contains("not installed"), () -> "reason for " + arm + kept.notRun());
            assertTrue(ended.out().contains("Not run: " + arm), ended.out());
        }
        assertTrue(ended.out().contains("remedy: jmh/provision.sh"), ended.out());
        Leftovers.assertNone(kept.token());

        // None works: nothing was measured.
        Bench.Ended none = bench.run("--results", folder.resolve("none").toString(), "-p", "runtime=crun", "-p", "via=ctr", "-f",
                "1", "-i", "4");
        none.exits(INVALID).speaksPlainly();
        assertTrue(none.err().contains("ocibench: no runtime gave a number"), none.err());
    }

    @Test
    void noRuntimeAtAll() throws Exception {
        Requirements.needsRoot();
        // A distribution's crun may stand on the PATH.
        String empty = folder.resolve("empty").toString();
        Bench bench = new Bench(folder).environment("OCIBENCH_PREFIX", empty).environment("PATH", empty);
        Bench.Ended ended = bench.campaign("-p", "runtime=crun", "-p", "via=direct", "-f", "1", "-i", "4").exits(INVALID)
                .speaksPlainly();
        assertTrue(ended.out().contains("jmh/provision.sh crun"), ended.out());
    }

    @Test
    void abKnowsByNameOnlyWhatIsInstalled() throws Exception {
        Requirements.needs("crun");
        Path crun = Requirements.newest("crun", "crun");
        String version = RuntimeCatalog.discover(RuntimeCatalog.Places.ofEnvironment(), null).binary("crun").version();
        assertRefused(new Bench(folder).run("ab", "crun", "crun@" + version), USAGE, "OLD and NEW are the same binary, crun@" + version);
        String empty = folder.resolve("empty").toString();
        Bench bare = new Bench(folder).environment("OCIBENCH_PREFIX", empty).environment("PATH", empty);
        assertRefused(bare.run("ab", crun.toString(), "crun"), USAGE, "crun is not installed");
        assertRefused(bare.run("ab", "crun", crun.toString(), "--bisect-exit"), 255, "crun is not installed");
    }

    @Test
    void noContainerdAtTheSocket() throws Exception {
        Requirements.needs("crun", "containerd");
        String[] campaign = {"-p", "runtime=crun", "-p", "via=ctr", "-f", "1", "-i", "4", "--containerd"};
        assertRefused(new Bench(folder).campaign(with(campaign, "/nowhere.sock")), UNAVAILABLE, "/nowhere.sock");
        Path file = Files.createFile(folder.resolve("file.sock"));
        assertRefused(new Bench(folder).campaign(with(campaign, file.toString())), UNAVAILABLE, "file.sock");
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }

    // Warnings of the JVM and the line about the private world may stand before it; there is one sentence of ours, the last.
    private static void assertRefused(Bench.Ended ended, int code, String sentence) {
        ended.exits(code).speaksPlainly();
        assertEquals("", ended.out(), "stdout");
        assertEquals(1, ended.err().lines().filter(line -> line.startsWith("ocibench: ")).count(), ended.err());
        String last = ended.err().lines().reduce((a, b) -> b).orElse("");
        assertTrue(last.startsWith("ocibench: ") && last.contains(sentence),
                () -> "expected: " + sentence + "\nsaid: " + last);
    }
}
