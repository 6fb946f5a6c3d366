package org.ocibench.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final int BENCH = 10;
    private static final int CHILD = 20;

    private final Timeline timeline = new Timeline(0);

    private static TaskUsage of(TaskTrace trace, int pid, int program) {
        return trace.usage().entrySet().stream()
                .filter(e -> e.getKey().process().pid() == pid && e.getKey().index() == program)
                .map(Map.Entry::getValue).findFirst().orElse(TaskUsage.NONE);
    }

    private static long nanos(TaskTrace trace, int pid, int program) {
        return of(trace, pid, program).cpuNanos();
    }

    private void switchTo(int cpu, int from, int to, long nanos) {
        timeline.switchedOut(cpu, from, from, nanos);
        timeline.switchedIn(cpu, to, to, from, nanos);
    }

    @Test
    void anExecSplitsTheStretchThatItFallsInto() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.switchedIn(0, CHILD, CHILD, 0, 100);
        timeline.executed(0, CHILD, "/bin/a", 130);
        timeline.executed(0, CHILD, "/bin/b", 180);
        timeline.switchedOut(0, CHILD, CHILD, 300);
        TaskTrace trace = timeline.cut(400, true);
        assertEquals(30, nanos(trace, CHILD, 0));
        assertEquals(50, nanos(trace, CHILD, 1));
        assertEquals(120, nanos(trace, CHILD, 2));
        List<TracedProcess.Program> programs = trace.ofThread(CHILD).orElseThrow().programs();
        assertEquals(List.of(Optional.empty(), Optional.of("/bin/a"), Optional.of("/bin/b")),
                programs.stream().map(TracedProcess.Program::path).toList());
    }

    /** A process that was waited for, or that its CPU's next switch names otherwise, has no number at its last switch. */
    @Test
    void aStretchIsChargedToWhomItBeganWith() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.switchedIn(0, CHILD, CHILD, 0, 100);
        timeline.ended(CHILD);
        timeline.switchedOut(0, -1, -1, 170);
        TaskTrace trace = timeline.cut(200, true);
        assertEquals(70, nanos(trace, CHILD, 0));
        assertEquals(1, of(trace, CHILD, 0).switches());
        assertEquals(1, trace.usage().size(), trace.usage().toString());
    }

    @Test
    void anExecOnOneCpuLeavesAnotherCpusStretchAlone() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.switchedIn(0, CHILD, CHILD, 0, 0);
        timeline.switchedIn(1, BENCH, BENCH, 0, 0);
        timeline.executed(0, CHILD, "/bin/a", 40);
        switchTo(1, BENCH, 0, 100);
        switchTo(0, CHILD, 0, 100);
        TaskTrace trace = timeline.cut(100, true);
        assertEquals(100, nanos(trace, BENCH, 0));
        assertEquals(40, nanos(trace, CHILD, 0));
        assertEquals(60, nanos(trace, CHILD, 1));
    }

    @Test
    void whoIsFirstSeenLeavingWasThereFromTheBeginning() {
        timeline.switchedOut(0, BENCH, BENCH, 25);
        timeline.switchedIn(0, 0, 0, BENCH, 25);
        assertEquals(25, nanos(timeline.cut(50, true), BENCH, 0));
    }

    @Test
    void theSwitchItselfIsTheIncomingThreads() {
        timeline.switchedOut(0, 0, 0, 10);
        timeline.switchedIn(0, BENCH, BENCH, 0, 12);
        timeline.switchedOut(0, BENCH, BENCH, 20);
        timeline.switchedIn(0, 0, 0, BENCH, 22);
        timeline.switchedOut(0, 0, 0, 50);
        timeline.switchedIn(0, BENCH, BENCH, 0, 51);
        assertEquals(10 + 49, nanos(timeline.cut(99, true), BENCH, 0));
    }

    @Test
    void idleTimeAndTasksOfOtherNamespacesAreNobodys() {
        switchTo(0, 0, 0, 10);
        switchTo(0, 0, BENCH, 30);
        switchTo(0, BENCH, 0, 35);
        timeline.ticked(0, false);
        TaskTrace trace = timeline.cut(60, true);
        assertEquals(5, nanos(trace, BENCH, 0));
        assertEquals(1, trace.usage().size());
    }

    /** As on a CPU whose idle thread's own records are missing. */
    @Test
    void idleTimeIsNobodysThoughTheIdleThreadIsNeverHeardOf() {
        timeline.switchedIn(0, BENCH, BENCH, 0, 10);
        timeline.switchedOut(0, BENCH, BENCH, 20);
        timeline.switchedIn(0, CHILD, CHILD, 0, 500);
        timeline.switchedOut(0, CHILD, CHILD, 530);
        timeline.switchedIn(0, BENCH, BENCH, CHILD, 532);
        TaskTrace trace = timeline.cut(540, true);
        assertEquals(30, nanos(trace, CHILD, 0));
        assertEquals(10 + 10, nanos(trace, BENCH, 0));
    }

    @Test
    void aCutSplitsWhatRuns() {
        timeline.switchedIn(0, BENCH, BENCH, 0, 10);
        TaskTrace first = timeline.cut(100, true);
        timeline.switchedOut(0, BENCH, BENCH, 130);
        TaskTrace second = timeline.cut(200, true);
        assertEquals(90, nanos(first, BENCH, 0));
        assertEquals(30, nanos(second, BENCH, 0));
        assertEquals(0, of(first, BENCH, 0).switches());
    }

    @Test
    void threadsAreChargedToTheirProcess() {
        timeline.forked(BENCH, BENCH, BENCH + 1);
        timeline.switchedIn(0, BENCH, BENCH, 0, 0);
        timeline.switchedIn(1, BENCH, BENCH + 1, 0, 0);
        TaskTrace trace = timeline.cut(10, true);
        assertEquals(20, nanos(trace, BENCH, 0));
        assertEquals(BENCH, trace.ofThread(BENCH + 1).orElseThrow().pid());
    }

    @Test
    void childrenKnowTheirLineAndTheCgroupsOfTheirFathers() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.moved(CHILD, 1, "/c/1");
        timeline.forked(CHILD + 1, CHILD, CHILD + 1);
        timeline.switchedIn(0, CHILD + 1, CHILD + 1, 0, 0);
        timeline.executed(0, CHILD + 1, "/bin/a", 5);
        TracedProcess grandchild = timeline.cut(10, true).ofThread(CHILD + 1).orElseThrow();
        TracedProcess.Program father = grandchild.forkedBy().orElseThrow();
        assertEquals(BENCH, father.process().forkedBy().orElseThrow().process().pid());
        assertEquals(Set.of("/c/1"), grandchild.programs().get(1).cgroups());
        assertEquals(Set.of(), father.cgroups());
    }

    @Test
    void aMoveLeavesAnotherCgroupOfTheSameHierarchy() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.moved(CHILD, 1, "/c/1");
        timeline.moved(CHILD, 2, "/c/1");
        timeline.moved(CHILD, 1, "/");
        timeline.executed(0, CHILD, "/bin/a", 5);
        timeline.moved(CHILD, 2, "/");
        timeline.executed(0, CHILD, "/bin/b", 6);
        timeline.called(CHILD, false);
        List<TracedProcess.Program> programs = timeline.cut(10, true).ofThread(CHILD).orElseThrow().programs();
        assertEquals(Set.of("/", "/c/1"), programs.get(1).cgroups());
        assertEquals(Set.of("/"), programs.get(2).cgroups());
    }

    /** A tracepoint's own field names a task by its number in the first namespace: 4711 is CHILD there. */
    @Test
    void aMoveIsUnderstoodInAnotherNamespace() {
        timeline.numbered(4711, CHILD);
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.moved(4711, 1, "/c/1");
        timeline.executed(0, CHILD, "/bin/a", 5);
        timeline.called(CHILD, false);
        assertEquals(Set.of("/c/1"), timeline.cut(10, true).usage().keySet().iterator().next().cgroups());
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherProcess() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.switchedIn(0, CHILD, CHILD, 0, 0);
        timeline.ended(CHILD);
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.switchedOut(0, -1, -1, 10);
        timeline.switchedIn(0, CHILD, CHILD, 0, 10);
        timeline.executed(0, CHILD, "/bin/a", 13);
        TaskTrace trace = timeline.cut(20, true);
        assertEquals(Set.of(10L, 3L, 7L), Set.copyOf(trace.usage().values().stream().map(TaskUsage::cpuNanos).toList()));
    }

    @Test
    void whatEndedIsForgottenOnePartLater() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.ended(CHILD);
        assertTrue(timeline.cut(10, true).ofThread(CHILD).isPresent());
        assertTrue(timeline.cut(20, true).ofThread(CHILD).isPresent());
        assertFalse(timeline.cut(30, true).ofThread(CHILD).isPresent());
    }

    @Test
    void callsAndSamplesAreTheCurrentPrograms() {
        timeline.forked(CHILD, BENCH, CHILD);
        timeline.called(CHILD, false);
        timeline.executed(0, CHILD, "/bin/a", 5);
        timeline.called(CHILD, true);
        timeline.called(CHILD, false);
        timeline.ticked(CHILD, true);
        timeline.ticked(CHILD, false);
        TaskTrace trace = timeline.cut(10, true);
        assertEquals(new TaskUsage(0, 0, 0, 0, 1, 0), of(trace, CHILD, 0));
        assertEquals(new TaskUsage(0, 1, 1, 0, 1, 1), of(trace, CHILD, 1));
    }

    @Test
    void droppedRecordsMakeOnePartIncomplete() {
        timeline.dropped();
        assertFalse(timeline.cut(10, true).complete());
        assertTrue(timeline.cut(20, true).complete());
        assertFalse(timeline.cut(30, false).complete());
    }
}
