package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ocibench.host.LivingProcess;
import org.ocibench.host.MadeTrace;
import org.ocibench.host.TaskExit;

class AttributorTest {

    private static final int BENCH = 100;
    private static final int DAEMON = 200;
    private static final int STRANGER = 300;

    private final MadeTrace trace = new MadeTrace();
    private final Attributor attributor = new Attributor(new Roles(Set.of("crun"), Set.of("ctr"), "/c",
            pid -> Map.of((long) BENCH, CostLayer.BENCH, (long) DAEMON, CostLayer.CONTAINERD).getOrDefault(pid, CostLayer.OTHERS)));

    private void startCrun(int pid) {
        trace.fork(BENCH, pid).run(pid, 3, 0).exec(pid, "/bin/crun").run(pid, 7, 5);
    }

    private LayerBill bill(Optional<List<TaskExit>> exits, Attributor.Daemon daemon, long hostMicros) {
        return attributor.bill(trace.cut(), exits, Optional.ofNullable(daemon), OptionalLong.of(hostMicros));
    }

    private LayerBill bill() {
        return bill(Optional.empty(), null, 0);
    }

    @Test
    void cpuTimeIsDividedByTheLayersSamples() {
        startCrun(1);
        startCrun(2);
        LayerCosts runtime = bill().layers().get(CostLayer.RUNTIME);
        assertEquals(20, runtime.cpuMicros());
        assertEquals(10, runtime.userMicros());
        assertEquals(4, runtime.switches());
    }

    @Test
    void callsAreTheirs() {
        startCrun(1);
        trace.call(1, false).call(1, false).call(1, true).call(BENCH, false);
        LayerBill bill = bill();
        assertEquals(2, bill.layers().get(CostLayer.RUNTIME).writeCalls());
        assertEquals(1, bill.layers().get(CostLayer.RUNTIME).syncs());
        assertEquals(1, bill.layers().get(CostLayer.BENCH).writeCalls());
    }

    @Test
    void whatIsNotAccountedForIsTold() {
        startCrun(1);
        trace.run(STRANGER, 5, 5);
        LayerBill bill = bill(Optional.empty(), null, 18);
        assertEquals(5, bill.layers().get(CostLayer.OTHERS).cpuMicros());
        assertEquals(OptionalLong.of(3), bill.unattributedMicros());
        trace.run(STRANGER, 5, 5);
        assertEquals(OptionalLong.of(-1), bill(Optional.empty(), null, 4).unattributedMicros(), "two clocks");
    }

    @Test
    void endedThreadsTellWhatTheyWroteAndTheirPeak() {
        startCrun(1);
        startCrun(2);
        LayerCosts runtime = bill(Optional.of(List.of(new TaskExit(1, 4096, 1 << 20), new TaskExit(2, 8192, 2 << 20))), null, 0)
                .layers().get(CostLayer.RUNTIME);
        assertEquals(OptionalLong.of(12288), runtime.writtenBytes());
        assertEquals(OptionalLong.of(2 << 20), runtime.peakBytes());
    }

    @Test
    void withoutExitAccountingNothingIsSaidOfIt() {
        startCrun(1);
        LayerBill bill = bill();
        assertEquals(OptionalLong.empty(), bill.layers().get(CostLayer.RUNTIME).writtenBytes());
        assertEquals(OptionalLong.empty(), bill.layers().get(CostLayer.RUNTIME).peakBytes());
        assertEquals(OptionalLong.empty(), bill.layers().get(CostLayer.CONTAINERD).writtenBytes());
    }

    @Test
    void theDaemonIsReadAndItsEndedThreadsCountOnce() {
        trace.run(DAEMON, 10, 0);
        var reading = new LivingProcess.Reading(Map.of(DAEMON, 4096L, 201, 100L), Map.of(DAEMON, 12288L), OptionalLong.of(7));
        LayerCosts daemon = bill(Optional.of(List.of(new TaskExit(DAEMON, 0, 99))), new Attributor.Daemon(DAEMON, reading), 0)
                .layers().get(CostLayer.CONTAINERD);
        assertEquals(OptionalLong.of(8192), daemon.writtenBytes());
        assertEquals(OptionalLong.of(7), daemon.peakBytes());
    }

    @Test
    void anEndAfterTheCutBelongsToTheNextPart() {
        LayerBill first = bill(Optional.of(List.of(new TaskExit(1, 4096, 0))), null, 0);
        assertEquals(OptionalLong.of(0), first.layers().get(CostLayer.RUNTIME).writtenBytes());
        startCrun(1);
        LayerBill second = bill(Optional.of(List.of()), null, 0);
        assertEquals(OptionalLong.of(4096), second.layers().get(CostLayer.RUNTIME).writtenBytes());
        assertEquals(OptionalLong.of(0), bill(Optional.of(List.of()), null, 0).layers().get(CostLayer.RUNTIME).writtenBytes());
    }

    @Test
    void lostRecordsAreTold() {
        trace.drop();
        assertFalse(bill().complete());
        assertTrue(bill().complete());
    }
}
