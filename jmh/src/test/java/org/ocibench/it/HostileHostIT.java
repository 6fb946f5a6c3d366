package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;

/** The host turns against a campaign: what was measured is kept and can be read, and nothing is left. */
class HostileHostIT {

    private static final int MOUNTS = 1000;

    private static final String FULL = "disk full";
    private static final String READ_ONLY = "results folder read-only in mid-campaign";
    private static final String BUSY = "three busy processes, and one CPU of two";
    private static final String MOUNTED = MOUNTS + " mounts";

    @RegisterExtension
    static final SurvivalReport REPORT = SurvivalReport.ofFaults("The host turns hostile", "one campaign each");

    @TempDir
    private Path folder;

    @BeforeEach
    void needsCrun() throws Exception {
        Requirements.needs("crun");
    }

    @Test
    @DisplayName(FULL)
    void theDiskIsFull() throws Exception {
        Bench bench = new Bench(folder);
        Path results = Files.createDirectory(bench.results());
        command("mount", "-t", "tmpfs", "-o", "size=48k", "full", results.toString());
        try {
            Bench.Running running = bench.startCampaign("-p", "runtime=crun", "-p", "via=direct", "-f", "1", "-i", "400");
            String token = running.token();
            Bench.Ended ended = running.await().exits(69).speaksPlainly();
            Path kept = campaign(results);
            assertTrue(ended.err().contains("No space left on device") && ended.err().contains(kept.toString()), ended.err());
            List<OperationRow> rows = OperationLog.read(kept);
            assertTrue(rows.size() > 10, () -> rows.size() + " operations are kept");
            assertTrue(Bench.json(kept.resolve("jmh.json")).isArray(), "jmh.json");
            try (Stream<Path> files = Files.list(kept)) {
                assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".new")).toList(), "half-written files");
            }
            Leftovers.assertNone(token);
            REPORT.green(FULL, told(ended), rows.size() + " starts in the log, jmh.json reads", "nothing");
        } finally {
            command("umount", results.toString());
        }
    }

    /** Files that are open may still be written, as on a file system that was made read-only; no new one can be made. */
    @Test
    @DisplayName(READ_ONLY)
    void theResultsFolderBecomesReadOnly() throws Exception {
        Bench.Running running = new Bench(folder).startCampaign("-p", "runtime=crun", "-p", "via=direct", "-f", "2", "-i", "60");
        String token = running.token();
        running.awaitOperations(30);
        Path kept = campaign(folder.resolve("results"));
        command("chattr", "+i", kept.toString());
        try {
            Bench.Ended ended = running.await().exits(69).speaksPlainly();
            assertTrue(ended.err().contains("cannot be written") && ended.err().contains(kept.toString()), ended.err());
            int rows = OperationLog.read(kept).size();
            assertTrue(rows >= 30, "operations are kept");
            assertTrue(Bench.json(kept.resolve("jmh.json")).isArray(), "jmh.json");
            assertFalse(Bench.json(kept.resolve("meta.json")).path("complete").asBoolean(true), "complete");
            Leftovers.assertNone(token);
            REPORT.green(READ_ONLY, told(ended), rows + " starts in the log, jmh.json reads", "nothing");
        } finally {
            command("chattr", "-i", kept.toString());
        }
    }

    /** The forks of a block cannot all be made, or are killed: whatever becomes of the campaign, what it measured can be read. */
    @ParameterizedTest(name = "{0} limit of {2}", quoteTextArguments = false)
    @CsvSource({"pids, pids.max, 90", "memory, memory.limit_in_bytes, 260000000"})
    void aLimitIsReached(String controller, String file, String limit) throws Exception {
        Path cgroup = Path.of("/sys/fs/cgroup", controller, "ocibench-test-" + ProcessHandle.current().pid());
        if (!Files.isWritable(cgroup.getParent())) {
            Requirements.hostCannot("limit processes without a cgroup v1 hierarchy " + cgroup.getParent());
        }
        Files.createDirectory(cgroup);
        try {
            Files.writeString(cgroup.resolve(file), limit);
            Bench bench = new Bench(folder).startedBy("sh", "-c", "echo $$ > " + cgroup + "/cgroup.procs; exec \"$@\"", "sh");
            Bench.Running running = bench.startCampaign("-p", "runtime=crun,runc,youki", "-p", "via=direct", "-f", "1", "-i", "40");
            Bench.Ended ended = running.await();
            assertFalse(ended.err().contains("\tat "), () -> "a stack trace:\n" + ended.err());
            int kept = 0;
            if (Files.exists(bench.results())) {
                try (Stream<Path> paths = Files.walk(bench.results())) {
                    List<Path> logs = paths.filter(p -> p.getFileName().toString().startsWith("ops.csv")).toList();
                    for (Path log : logs) {
                        List<OperationRow> rows = OperationLog.read(log.getParent());
                        assertTrue(Bench.json(log.getParent().resolve("jmh.json")).isArray(), () -> "jmh.json beside " + rows);
                        kept += rows.size();
                    }
                }
            }
            // A limit can kill the bench itself; then clean does the rest.
            new Bench(folder).run("clean").exits(0).speaksPlainly();
            assertEquals("nothing is left of any campaign", new Bench(folder).run("clean").exits(0).out().strip());
            REPORT.green(controller + " limit of " + limit, told(ended), kept + " starts in the log, jmh.json reads where there is one",
                    "nothing after clean");
        } finally {
            Files.delete(cgroup);
        }
    }

    /** Other work and a smaller set of CPUs are told in the table and in meta.json. */
    @Test
    @DisplayName(BUSY)
    void otherWorkAndFewerCpus() throws Exception {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            Requirements.hostCannot("take CPUs away where there is one");
        }
        Bench.Running running = new Bench(folder).startCampaign("-p", "runtime=crun", "-p", "via=direct", "-f", "1", "-i", "400");
        running.awaitOperations(30);
        List<Process> burners = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                burners.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            command("taskset", "-a", "-c", "-p", "0", Long.toString(running.pid()));
            Bench.Ended ended = running.await().exits(0).speaksPlainly();
            JsonNode quality = ended.kept().meta().path("quality");
            assertTrue(quality.path("hostChanges").path(0).asText().startsWith("CPUs allowed for the bench changed from 0-"),
                    quality::toString);
            assertTrue(quality.path("otherCpus").path("max").asDouble() > .75, quality::toString);
            assertTrue(ended.out().contains("CPUs allowed for the bench changed") && ended.out().contains("The host was not idle"),
                    ended.out());
            REPORT.green(BUSY, told(ended) + ", both told in table and meta.json", ended.kept().rows().size() + " starts in the log",
                    "nothing");
        } finally {
            burners.forEach(Process::destroyForcibly);
        }
    }

    @Test
    @DisplayName(MOUNTED)
    void aThousandMounts() throws Exception {
        Path mounts = Files.createDirectory(folder.resolve("mounts"));
        String make = "mount -t tmpfs t " + mounts + "; i=0; while [ $i -lt " + MOUNTS + " ]; do mkdir " + mounts + "/$i; mount --bind "
                + mounts + "/$i " + mounts + "/$i; i=$((i+1)); done; exec \"$@\"";
        Bench.Ended ended = new Bench(folder).startedBy("unshare", "--mount", "sh", "-c", make, "sh")
                .campaign("-p", "runtime=crun,runc", "-p", "via=direct", "-f", "1", "-i", "12").exits(0).speaksPlainly();
        Kept kept = ended.kept();
        kept.assertConsistent();
        assertEquals(12, kept.successes("crun/direct/exit/burst/default"));
        assertEquals(12, kept.successes("runc/direct/exit/burst/default"));
        Leftovers.assertNone(kept.token());
        REPORT.green(MOUNTED, told(ended), kept.rows().size() + " starts in the log", "nothing");
    }

    private static String told(Bench.Ended ended) {
        return "exit " + ended.exit() + ended.err().lines().filter(line -> line.startsWith("ocibench: "))
                .map(line -> ": " + line.replaceAll("/\\S*/", "")).findFirst().orElse("");
    }

    private static Path campaign(Path results) throws IOException {
        try (Stream<Path> paths = Files.walk(results)) {
            return paths.filter(p -> p.getFileName().toString().startsWith("ops.csv")).findFirst().orElseThrow().getParent();
        }
    }

    private static void command(String... argv) throws Exception {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), () -> String.join(" ", argv) + ": " + said);
    }
}
