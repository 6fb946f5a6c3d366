package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.OomKills;

class LimitDiagnosisTest {

    private static final Outcome LATE = new Outcome.TimedOut(2, Duration.ofSeconds(2), Layer.RUNTIME, "still here");

    @TempDir
    private Path root;
    private LimitDiagnosis diagnosis;

    @BeforeEach
    void host() throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.createFile(root.resolve("proc/self/mountinfo"));
        counted(7);
        diagnosis = new LimitDiagnosis(new OomKills(root, CgroupLayout.read(root), "/a"));
        diagnosis.watch();
    }

    private void counted(int kills) throws IOException {
        Files.writeString(root.resolve("proc/vmstat"), "nr_free_pages 1\noom_kill " + kills + "\n");
    }

    private static Outcome.Failed failed(int exit, String said) {
        return new Outcome.Failed(1, exit, FailureClass.WORKLOAD, Layer.CONTAINER, said);
    }

    private static List<Object> told(Outcome outcome) {
        return outcome.fold(ok -> List.of(), f -> List.of(f.failure(), f.layer(), f.exit(), f.stderr()), late -> List.of(late));
    }

    @Test
    void whatTheKernelKilledIsAnOomKillEvenIfItThenHung() throws IOException {
        counted(8);
        assertEquals(List.of(FailureClass.OOM_KILL, Layer.CONTAINER, 1, "reset"), told(diagnosis.refine(failed(1, "reset"))));
        assertEquals(List.of(FailureClass.OOM_KILL, Layer.CONTAINER, -1, "still here"), told(diagnosis.refine(LATE)));
    }

    @Test
    void aSuccessStaysOneAndOtherFailuresStayWhatTheyAre() throws IOException {
        Outcome success = new Outcome.Completed(1, 42);
        assertSame(LATE, diagnosis.refine(LATE));
        Outcome killedByAnother = failed(137, "");
        assertSame(killedByAnother, diagnosis.refine(killedByAnother), "the kernel counts, and has not killed");
        counted(8);
        assertSame(success, diagnosis.refine(success));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "error setting cgroup config for procHooks process: unable to set memory limit to 4096 (current usage: 2342912)",
        "write `/sys/fs/cgroup/memory/c1/memory.limit_in_bytes`: Device or resource busy", "open pids.max: permission denied"})
    void aLimitThatCannotBeSetIsRefused(String said) throws IOException {
        assertEquals(List.of(FailureClass.LIMIT_REFUSED, Layer.CONTAINER, 1, said), told(diagnosis.refine(failed(1, said))));
    }

    @Test
    void withoutACounterTheSignalTells() throws IOException {
        Files.delete(root.resolve("proc/vmstat"));
        assertEquals(FailureClass.OOM_KILL, told(diagnosis.refine(failed(137, ""))).get(0));
        assertEquals(FailureClass.WORKLOAD, told(diagnosis.refine(failed(1, ""))).get(0));
    }
}
