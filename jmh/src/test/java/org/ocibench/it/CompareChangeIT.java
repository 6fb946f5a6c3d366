package org.ocibench.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jmh/compare-change.sh} on a repository whose commits are real versions of runc. */
class CompareChangeIT {

    private static final String OLD = "1.1.13";
    private static final String NEW = "1.1.15";

    @TempDir
    private Path folder;
    private Path repository;

    @BeforeEach
    void commits() throws Exception {
        Requirements.needs("runc");
        Path oldBinary = Requirements.version("runc", OLD);
        Path newBinary = Requirements.version("runc", NEW);
        repository = Files.createDirectories(folder.resolve("repository"));
        git("init", "--quiet", "--initial-branch", "main");
        commit(oldBinary);
        git("checkout", "--quiet", "-b", "change");
        commit(newBinary);
    }

    /** A commit whose build gives this binary. */
    private void commit(Path binary) throws Exception {
        Files.writeString(repository.resolve("source"), binary.toString());
        git("add", "source");
        git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "a version");
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        assertEquals("0", run(command)[0], String.join(" ", command));
    }

    private String[] script(String... arguments) throws Exception {
        Bench.awaitFreeHost();
        List<String> command = new ArrayList<>(List.of("bash", "compare-change.sh", "--repo", repository.toString(), "--base", "main", "--head", "change",
                "--build", "cp \"$(cat source)\" runc", "--binary", "runc", "--out", folder.resolve("out").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** The exit code, and what was said. */
    private String[] run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new String[] {Integer.toString(process.waitFor()), said};
    }

    @Test
    void aChangeThatIsSlowerFailsAndSaysWhy() throws Exception {
        String[] ended = script("--", "--budget", "120s");
        assertEquals("1", ended[0], ended[1]);
        assertTrue(ended[1].contains("REGRESSED, found twice: wall time, CPU time"), ended[1]);
        assertTrue(ended[1].lines().anyMatch(line -> line.startsWith("create ms ")), "the steps of a life are among the signs: " + ended[1]);
        assertTrue(ended[1].lines().anyMatch(line -> line.startsWith("syscalls ") || line.startsWith("not all of the signs ")), ended[1]);
        JsonNode verdict = new ObjectMapper().readTree(folder.resolve("out/verdict.json").toFile());
        assertTrue(verdict.path("regressed").asBoolean());
        assertEquals("REGRESSED", verdict.at("/first/measures/cpuMillis/verdict").asText());
        assertTrue(verdict.at("/first/signs").size() > 2, verdict.at("/first/signs").toString());
        String trees = run(List.of("git", "-C", repository.toString(), "worktree", "list"))[1];
        assertEquals(1, trees.lines().count(), trees);
    }

    @Test
    void whatCannotBeToldOrBuiltIsToldApart() throws Exception {
        String[] same = script("--head", "main");
        assertEquals("64", same[0], same[1]);
        assertTrue(same[1].contains("has no change that main lacks"), same[1]);
        String[] broken = script("--build", "echo cannot build this; exit 3");
        assertEquals("65", broken[0], broken[1]);
        assertTrue(broken[1].contains("cannot build this"), broken[1]);
    }
}
