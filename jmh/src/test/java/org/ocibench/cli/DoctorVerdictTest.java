package org.ocibench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocibench.engine.Arm;
import org.ocibench.schedule.Probe;

class DoctorVerdictTest {

    private static final Arm ARM = new Arm("runsc", "ctr", "exit", "burst", "default");
    private static final String LOST = "lost-status, exit code 128 (ran: /x/ctr run --rm)";

    private static Probe.Finding finding(String obstacle, String note, int successes) {
        return new Probe.Finding(ARM, obstacle, "", note, Collections.nCopies(successes, 1L), 1);
    }

    @Test
    void anArmThatAlwaysEndsWithTheSentinelIsRunnable() {
        Probe.Finding good = finding(null, null, 2);
        assertFalse(DoctorVerdict.isOpen(good));
        assertEquals("runnable", DoctorVerdict.of(good).told());
    }

    @Test
    void anArmThatLosesEveryStatusIsProvenWithTheSlowerWorkload() {
        Probe.Finding lost = finding(null, LOST, 0);
        assertTrue(DoctorVerdict.isOpen(lost));
        DoctorVerdict verdict = DoctorVerdict.of(lost, finding(null, null, 2));
        assertTrue(verdict.isRunnable());
        assertEquals("runnable, but: no start with exit ends with the sentinel (lost-status, exit code 128); proven with live50",
                verdict.told());
        assertEquals(DoctorRemedies.SLOW, verdict.remedy());
    }

    @Test
    void anArmThatSometimesFailsWithBothWorkloadsIsRunnableAndSaysSo() {
        DoctorVerdict verdict = DoctorVerdict.of(finding(null, LOST, 1), finding(null, LOST, 1));
        assertTrue(verdict.isRunnable());
        assertTrue(verdict.told().contains("not every start"), verdict.told());
        assertTrue(verdict.told().endsWith("with live50 too"), verdict.told());
        assertEquals(DoctorRemedies.COUNTED, verdict.remedy());
    }

    @Test
    void anArmThatNeverEndsWithTheSentinelIsNotRunnable() {
        DoctorVerdict verdict = DoctorVerdict.of(finding(null, "no end within 500 ms", 0), finding(null, "no end", 0));
        assertFalse(verdict.isRunnable());
        assertTrue(verdict.remedy().contains("--op-timeout"), verdict.remedy());
    }

    @Test
    void whatCannotRunHasReasonAndRemedy() {
        DoctorVerdict verdict = DoctorVerdict.of(finding("runtime, exit code 1: cgroups in hybrid mode not supported", null, 0));
        assertEquals("not runnable: runtime, exit code 1: cgroups in hybrid mode not supported", verdict.told());
        assertTrue(verdict.remedy().contains("--cgroup v1"), verdict.remedy());
    }

    @Test
    void whatTheProbeAdvisesComesFirst() {
        Probe.Finding vague = finding("runtime, exit code 1: did not terminate successfully", null, 0);
        assertEquals("build a version that works: jmh/provision.sh runsc", DoctorVerdict.of(vague).remedy());
        Probe.Finding advised = new Probe.Finding(ARM, "short...", "boot with them", "the whole", List.of(), 1);
        assertEquals("not runnable: the whole", DoctorVerdict.of(advised).told());
        assertEquals("boot with them", DoctorVerdict.of(advised).remedy());
    }

    @Test
    void aRemedyThatTheReasonNamesIsNotRepeated() {
        assertEquals("", DoctorVerdict.notRunnable(ARM, "not here: run jmh/provision.sh runsc", "jmh/provision.sh runsc").remedy());
    }

    @Test
    void failuresAreToldWithoutCommandLogFrameAndLongPaths() {
        String told = "runtime, exit code 1: time=\"2026-11-24T02:51:24Z\" level=fatal msg=\"no controller for "
                + "\\\"/sys/fs/cgroup/ocibench/ocib-609142/758d6e/containers/8f3c/cpu.weight\\\"\" (ran: nerdctl run x)";
        assertEquals("runtime, exit code 1: no controller for \".../cpu.weight\"", DoctorVerdict.brief(told));
        assertEquals("", DoctorVerdict.brief(""));
        assertEquals("a $1 \\ b", DoctorVerdict.brief("a $1 \\ b"));
    }
}
