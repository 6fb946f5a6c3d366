package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private static Tool.Answer shell(String script, Duration limit) throws IOException {
        return Tool.run(List.of("/bin/sh", "-c", script), Tool.ENVIRONMENT, limit);
    }

    @Test
    void bothOutputsAndTheExitCodeComeBack() throws IOException {
        Tool.Answer answer = shell("echo out; echo err >&2; exit 3", AMPLE);
        assertEquals(new Tool.Answer(3, false, "out\n", "err\n"), answer);
        assertFalse(answer.ok());
        assertEquals("exit code 3: err", answer.told());
    }

    @Test
    void anEnvironmentIsAsLongAsItIsTold() {
        assertEquals(17, Tool.environment(17).values().stream().mapToInt(String::length).sum()
                - Tool.environment(0).values().stream().mapToInt(String::length).sum());
        assertEquals(Tool.environment(0), Tool.ENVIRONMENT);
    }

    @Test
    void successMayBeSilent() throws IOException {
        Tool.Answer answer = shell("exit 0", AMPLE);
        assertTrue(answer.ok());
        assertEquals("exit code 0", answer.told());
        assertEquals("exit code 1: only this", shell("echo only this; exit 1", AMPLE).told());
    }

    @Test
    void noAnswerInTimeIsNotOk() throws IOException {
        Tool.Answer answer = shell("echo begun; sleep 300", Duration.ofMillis(500));
        assertTrue(answer.timedOut());
        assertFalse(answer.ok());
        assertTrue(answer.told().startsWith("no answer within its time-out"), answer.told());
    }

    @Test
    void onlyTheBeginningOfALongOutputIsKept() throws IOException {
        Tool.Answer answer = shell("printf begin; head -c 1000000 /dev/zero | tr '\\0' x", AMPLE);
        assertTrue(answer.ok());
        assertTrue(answer.stdout().startsWith("beginx"));
        assertEquals(256 * 1024, answer.stdout().length());
    }

    @Test
    void noFileTakesTheOutput() throws IOException {
        Tool.Answer answer = shell("readlink /proc/$$/fd/1; readlink /proc/$$/fd/2 >&2", AMPLE);
        assertTrue(answer.stdout().startsWith("pipe:[") && answer.stderr().startsWith("pipe:["), answer.toString());
    }

    @Test
    void aProgramThatPrintsForEverFillsNothing() throws IOException {
        Tool.Answer answer = shell("yes & exec yes >&2", Duration.ofMillis(500));
        assertTrue(answer.timedOut());
        assertEquals(256 * 1024, answer.stdout().length());
        assertEquals(256 * 1024, answer.stderr().length());
    }

    @Test
    void whatIsLeftBehindWithTheOutputInItsHandsIsNotWaitedFor() throws IOException {
        long begun = System.nanoTime();
        Tool.Answer answer = shell("sleep 10 & echo done", AMPLE);
        assertEquals(new Tool.Answer(0, false, "done\n", ""), answer);
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 8, "it waited");
    }

    @Test
    void noDescriptorStaysOpen() throws IOException {
        shell("exit 0", AMPLE);
        int before = descriptors();
        for (int i = 0; i < 20; i++) {
            shell("echo out", AMPLE);
        }
        assertTrue(descriptors() < before + 20, () -> before + " were open before");
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void whatCannotBeStartedIsAnError() {
        assertThrows(IOException.class, () -> Tool.run(List.of("/no/such/program"), Tool.ENVIRONMENT, AMPLE));
    }
}
