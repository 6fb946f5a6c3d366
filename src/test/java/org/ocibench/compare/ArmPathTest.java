package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ocibench.compare.PathSegment.Kind;

class ArmPathTest {

    private static final long MS = 1_000_000;
    private static final List<String> GRACE = List.of("schedule", "synchronize_rcu_normal", "rcu_sync_enter", "cgroup_procs_write_start");

    private final WaitRules rules = WaitRules.standard();

    @Test
    void figuresAreMeansPerStartAndAddUp() {
        ArmPath path = ArmPath.of(List.of(
                List.of(segment(Kind.RUNNING, "ocibench", 0, 1), segment(Kind.RUNNING, "crun", 1, 5), waiting(5, 17, GRACE),
                        segment(Kind.RUNNABLE, "crun", 17, 18), segment(Kind.RUNNING, "crun", 18, 20)),
                List.of(segment(Kind.UNKNOWN, "", 0, 2), segment(Kind.RUNNING, "crun", 2, 8),
                        waiting(8, 10, List.of("do_nanosleep", "hrtimer_nanosleep")))), rules);
        assertEquals(2, path.starts());
        assertEquals(15, path.wall());
        assertEquals(List.of("crun", "ocibench"), List.copyOf(path.running().keySet()));
        assertEquals(6, path.running().get("crun"));
        assertEquals(6.5, path.onCpu());
        assertEquals(.5, path.noCpu());
        assertEquals(1, path.unknown());
        assertEquals(7, path.waited());
        assertEquals(6, path.waited(WaitRules.GRACE_PERIOD));
        assertEquals(path.wall(), path.onCpu() + path.noCpu() + path.unknown() + path.waited());
        ArmPath.Spent first = path.waits().get(0);
        assertEquals("grace period: moving a process into a cgroup", first.reason().toString());
        assertEquals("crun", first.thread());
        assertEquals(.5, first.count());
        assertEquals(6, first.millis());
        assertEquals(.4, first.share(), 1e-12);
        assertEquals("sleep: fixed sleep", path.waits().get(1).reason().toString());
    }

    @Test
    void withoutAPathThereIsNothingToSumUp() {
        assertThrows(IllegalArgumentException.class, () -> ArmPath.of(List.of(), rules));
    }

    private static PathSegment waiting(long from, long to, List<String> stack) {
        return new PathSegment(Kind.WAITING, 2, "crun", from * MS, to * MS, stack);
    }

    private static PathSegment segment(Kind kind, String name, long from, long to) {
        return new PathSegment(kind, 2, name, from * MS, to * MS, List.of());
    }
}
