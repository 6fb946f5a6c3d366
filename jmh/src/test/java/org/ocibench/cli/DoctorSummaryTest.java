package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;

class DoctorSummaryTest {

    private static final Arm CRUN = new Arm("crun", "direct", "exit", "burst", "default");
    private static final Arm RUNC = new Arm("runc", "direct", "exit", "burst", "default");
    private static final Arm YOUKI = new Arm("youki", "direct", "exit", "burst", "default");
    private static final String BUSY = "campaign ocib-3fa2b1 is running on this host (process 77)";

    private static DoctorVerdict runnable(Arm arm) {
        return new DoctorVerdict(arm, DoctorVerdict.State.RUNNABLE, "", "");
    }

    @Test
    void armsAreCountedWhereTheyWereTried() {
        assertEquals("1 of 2 arms runnable; 1 thing this host cannot do",
                DoctorCommand.summary(List.of(runnable(CRUN), DoctorVerdict.notRunnable(RUNC, "it fails", "")), 1, null));
        assertEquals("1 of 1 arm runnable; 0 things this host cannot do",
                DoctorCommand.summary(List.of(runnable(CRUN)), 0, null));
    }

    @Test
    void whereNoneWasTriedTheReasonIsToldAndNothingCounted() {
        assertEquals("No arm could be tried: " + BUSY + "; 2 things this host cannot do",
                DoctorCommand.summary(List.of(DoctorVerdict.notTried(CRUN), DoctorVerdict.notTried(RUNC)), 2, BUSY));
    }

    @Test
    void anArmThatWasNotTriedIsNotCalledOneThatDoesNotRun() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DoctorArmSection section = new DoctorArmSection(new DoctorText(new PrintStream(bytes, true, StandardCharsets.UTF_8)),
                new DoctorArms(List.of(CRUN, RUNC), List.of(), List.of(DoctorVerdict.notRunnable(YOUKI, "not installed", ""))));
        section.printUntried(BUSY);
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
        assertTrue(lines.containsAll(List.of("no arm could be tried: " + BUSY, "crun direct not tried", "runc direct not tried",
                "youki direct not runnable: not installed")), lines.toString());
        assertEquals(BUSY, section.obstacle());
        assertFalse(section.counted().stream().anyMatch(DoctorVerdict::isRunnable));
    }
}
