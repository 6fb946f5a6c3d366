package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.ocibench.host.SchedEvent;

class CriticalPathTest {

    private static final int BENCH = 1;
    private static final int RUNTIME = 2;
    private static final int INIT = 3;
    private static final int KWORKER = 9;
    private static final List<String> GRACE = List.of("schedule", "synchronize_rcu_normal", "rcu_sync_enter", "cgroup_procs_write_start");
    private static final List<String> CHILD = List.of("schedule", "do_wait");

    private final List<SchedEvent> trace = new ArrayList<>();

    @Test
    void aThreadThatOnlyRunsIsThePath() {
        sleeps(200, BENCH, CHILD);
        assertEquals("RUNNING bench 10-100", told(path(10, 100)));
    }

    @Test
    void aWaitForAChildIsTheChildsWork() {
        born(10, BENCH, RUNTIME);
        sleeps(20, BENCH, CHILD);
        runs(25, RUNTIME);
        wakes(90, RUNTIME, BENCH);
        runs(95, BENCH);
        assertEquals("RUNNING bench 0-10, RUNNABLE runtime 10-25, RUNNING runtime 25-90, RUNNABLE bench 90-95, RUNNING bench 95-100",
                told(path(0, 100)));
    }

    @Test
    void aSleepThatAnInterruptEndsIsAWaitWithItsStack() {
        runs(5, RUNTIME);
        sleeps(10, RUNTIME, GRACE);
        interrupts(60, 0, RUNTIME);
        runs(62, RUNTIME);
        wakes(90, RUNTIME, BENCH);
        runs(95, BENCH);
        List<PathSegment> path = path(6, 100);
        assertEquals("RUNNING runtime 6-10, WAITING runtime 10-60, RUNNABLE runtime 60-62, RUNNING runtime 62-90, RUNNABLE bench 90-95, "
                + "RUNNING bench 95-100", told(path));
        assertEquals(GRACE, path.get(1).stack());
    }

    @Test
    void whoeverIsInterruptedHasNothingToDoWithTheWake() {
        runs(5, RUNTIME);
        sleeps(10, RUNTIME, GRACE);
        interrupts(60, INIT, RUNTIME);
        runs(62, RUNTIME);
        assertEquals("RUNNING runtime 5-10, WAITING runtime 10-60, RUNNABLE runtime 60-62, RUNNING runtime 62-100", told(
                CriticalPath.of(trace, RUNTIME, 5, 100)));
    }

    @Test
    void aThreadOfTheKernelEndsTheChain() {
        runs(5, RUNTIME);
        sleeps(10, RUNTIME, GRACE);
        wakes(60, KWORKER, RUNTIME);
        trace.add(new SchedEvent.Switch(61, 1, KWORKER, "mine", false, 0, "swapper/1", List.of("schedule", "worker_thread", "kthread")));
        runs(62, RUNTIME);
        assertEquals("RUNNING runtime 5-10, WAITING runtime 10-60, RUNNABLE runtime 60-62, RUNNING runtime 62-100",
                told(CriticalPath.of(trace, RUNTIME, 5, 100)));
    }

    @Test
    void aThreadOfTheKernelIsKnownByItsNameIfItNeverSleeps() {
        trace.add(new SchedEvent.Switch(5, 1, 0, "swapper/1", true, KWORKER, "kworker/u4:1", List.of()));
        sleeps(10, RUNTIME, GRACE);
        wakes(60, KWORKER, RUNTIME);
        runs(62, RUNTIME);
        assertEquals("RUNNING runtime 0-10, WAITING runtime 10-60, RUNNABLE runtime 60-62, RUNNING runtime 62-100",
                told(CriticalPath.of(trace, RUNTIME, 0, 100)));
    }

    @Test
    void theSleepersOwnWorkBeforeIsNotOnThePathIfItsWakerHadBegunEarlier() {
        runs(1, INIT);
        runs(2, RUNTIME);
        sleeps(50, RUNTIME, List.of("schedule", "pipe_read"));
        wakes(80, INIT, RUNTIME);
        runs(81, RUNTIME);
        assertEquals("RUNNING init 1-80, RUNNABLE runtime 80-81, RUNNING runtime 81-100", told(CriticalPath.of(trace, RUNTIME, 1, 100)));
    }

    @Test
    void ofTheHolderOfALockOnlyWhatItDidMeanwhileIsOnThePath() {
        runs(1, RUNTIME);
        interrupts(30, 0, INIT);
        runs(31, INIT);
        sleeps(40, RUNTIME, List.of("schedule", "rwsem_down_read_slowpath", "down_read_killable", "copy_net_ns"));
        wakes(80, INIT, RUNTIME);
        runs(81, RUNTIME);
        assertEquals("RUNNING runtime 1-40, RUNNING init 40-80, RUNNABLE runtime 80-81, RUNNING runtime 81-100",
                told(CriticalPath.of(trace, RUNTIME, 1, 100)));
    }

    @Test
    void locksMayBeNested() {
        List<String> mutex = List.of("schedule", "__mutex_lock", "exp_funnel_lock");
        runs(1, RUNTIME);
        runs(2, INIT);
        runs(3, KWORKER + 1);
        sleeps(20, INIT, mutex);
        sleeps(40, RUNTIME, mutex);
        wakes(60, KWORKER + 1, INIT);
        runs(61, INIT);
        wakes(80, INIT, RUNTIME);
        runs(81, RUNTIME);
        assertEquals("RUNNING runtime 1-40, RUNNING other 40-60, RUNNABLE init 60-61, RUNNING init 61-80, RUNNABLE runtime 80-81, "
                + "RUNNING runtime 81-100", told(CriticalPath.of(trace, RUNTIME, 1, 100)));
    }

    @Test
    void beingPreemptedIsAWaitForACpu() {
        runs(1, RUNTIME);
        trace.add(new SchedEvent.Switch(20, 0, RUNTIME, name(RUNTIME), true, INIT, name(INIT), List.of()));
        runs(40, RUNTIME);
        assertEquals("RUNNING runtime 1-20, RUNNABLE runtime 20-40, RUNNING runtime 40-100",
                told(CriticalPath.of(trace, RUNTIME, 1, 100)));
    }

    @Test
    void aWakeBeforeTheSleeperHasLeftItsCpuMakesItNoSleep() {
        runs(1, RUNTIME);
        wakes(19, INIT, RUNTIME);
        sleeps(20, RUNTIME, CHILD);
        runs(23, RUNTIME);
        assertEquals("RUNNING runtime 1-20, RUNNABLE runtime 20-23, RUNNING runtime 23-100",
                told(CriticalPath.of(trace, RUNTIME, 1, 100)));
    }

    @Test
    void whatNobodyToldIsUnknown() {
        runs(40, RUNTIME);
        assertEquals("UNKNOWN  0-40, RUNNING runtime 40-100", told(CriticalPath.of(trace, RUNTIME, 0, 100)));
        assertEquals("UNKNOWN  0-100", told(CriticalPath.of(List.of(), BENCH, 0, 100)));
    }

    @Test
    void aSleepThatBeganBeforeTheTraceHasNoStack() {
        interrupts(30, 0, RUNTIME);
        runs(31, RUNTIME);
        List<PathSegment> path = CriticalPath.of(trace, RUNTIME, 0, 100);
        assertEquals("WAITING runtime 0-30, RUNNABLE runtime 30-31, RUNNING runtime 31-100", told(path));
        assertEquals(List.of(), path.get(0).stack());
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherThread() {
        runs(1, INIT);
        sleeps(5, INIT, CHILD);
        runs(2, RUNTIME);
        born(50, RUNTIME, INIT);
        runs(60, INIT);
        assertEquals("RUNNING runtime 2-50, RUNNABLE init 50-60, RUNNING init 60-100", told(CriticalPath.of(trace, INIT, 2, 100)));
    }

    @Test
    void threadsThatWakeEachOtherAtOneInstantEndAsUnknown() {
        for (int thread : new int[] {RUNTIME, INIT}) {
            sleeps(10, thread, CHILD);
        }
        wakes(50, RUNTIME, INIT);
        wakes(50, INIT, RUNTIME);
        runs(51, RUNTIME);
        assertEquals("UNKNOWN  0-50, RUNNABLE runtime 50-51, RUNNING runtime 51-100", told(CriticalPath.of(trace, RUNTIME, 0, 100)));
    }

    @RepeatedTest(200)
    void anyTraceGivesAPathWithoutGapOrOverlap(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int at = 0; at < 400; at += random.nextInt(3)) {
            int one = random.nextInt(5);
            int other = random.nextInt(5);
            List<String> stack = random.nextBoolean() ? CHILD : List.of("down_read");
            trace.add(random.nextBoolean()
                    ? new SchedEvent.Switch(at, 0, one, "t" + one, random.nextBoolean(), other, "t" + other, stack)
                    : new SchedEvent.Wake(at, one, random.nextInt(4) == 0, other, random.nextInt(9) == 0));
        }
        List<PathSegment> path = CriticalPath.of(trace, 1 + random.nextInt(4), 50, 350);
        long at = 50;
        for (PathSegment segment : path) {
            assertEquals(at, segment.fromNanos());
            assertTrue(segment.toNanos() > at, "an empty segment");
            at = segment.toNanos();
        }
        assertEquals(350, at);
    }

    private void runs(long at, int thread) {
        trace.add(new SchedEvent.Switch(at, 0, 0, "swapper/0", true, thread, name(thread), List.of()));
    }

    private void sleeps(long at, int thread, List<String> stack) {
        trace.add(new SchedEvent.Switch(at, 0, thread, name(thread), false, 0, "swapper/0", stack));
    }

    private void wakes(long at, int waker, int woken) {
        trace.add(new SchedEvent.Wake(at, waker, false, woken, false));
    }

    private void interrupts(long at, int current, int woken) {
        trace.add(new SchedEvent.Wake(at, current, true, woken, false));
    }

    private void born(long at, int parent, int child) {
        trace.add(new SchedEvent.Wake(at, parent, false, child, true));
    }

    private List<PathSegment> path(long begin, long end) {
        return CriticalPath.of(trace, BENCH, begin, end);
    }

    private static String told(List<PathSegment> path) {
        return path.stream().map(s -> s.kind() + " " + s.name() + " " + s.fromNanos() + "-" + s.toNanos())
                .collect(Collectors.joining(", "));
    }

    private static String name(int thread) {
        return switch (thread) {
            case BENCH -> "bench";
            case RUNTIME -> "runtime";
            case INIT -> "init";
            default -> "other";
        };
    }
}
