package org.ocibench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ocibench.host.MadeTrace;
import org.ocibench.host.TaskTrace;

class RolesTest {

    private static final int BENCH = 100;
    private static final int DAEMON = 200;
    private static final int KTHREADD = 50;
    private static final String CONTAINERS = "/ocibench/t/arm/containers";
    private static final String CRUN = "/opt/crun/bin/crun";
    private static final String RUNC = "/opt/runc/bin/runc";
    private static final String SHIM = "/opt/containerd/bin/containerd-shim-runc-v2";
    private static final String NERDCTL = "/opt/nerdctl/bin/nerdctl";
    private static final String PROGRAM = "/bin/busybox";

    private final MadeTrace trace = new MadeTrace();
    private final Roles roles = new Roles(Set.of("crun", "runc"), Set.of("ctr", "nerdctl"), CONTAINERS,
            pid -> Map.of((long) BENCH, CostLayer.BENCH, (long) DAEMON, CostLayer.CONTAINERD, (long) KTHREADD, CostLayer.KERNEL)
                    .getOrDefault(pid, CostLayer.OTHERS));

    @BeforeEach
    void whoLivesAlready() {
        trace.run(BENCH, 1, 0).run(DAEMON, 1, 0).run(KTHREADD, 1, 0);
    }

    private void fork(int parent, int pid) {
        trace.fork(parent, pid).run(pid, 1, 0);
    }

    private void exec(int pid, String path) {
        trace.exec(pid, path).run(pid, 1, 0);
    }

    /** Layers of a process's programs, the time before its first exec first. */
    private List<CostLayer> layers(TaskTrace of, int pid) {
        return of.ofThread(pid).orElseThrow().programs().stream().map(roles::of).toList();
    }

    @Test
    void crunDirectly() {
        fork(BENCH, 1);
        exec(1, CRUN);
        fork(1, 11);
        trace.move(11, CONTAINERS + "/c1");
        exec(11, PROGRAM);
        fork(11, 12);
        exec(12, "/bin/sleep");
        TaskTrace part = trace.cut();
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.RUNTIME), layers(part, 1));
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.CONTAINER), layers(part, 11),
                "what the container's process does before its program is the runtime's work");
        assertEquals(List.of(CostLayer.CONTAINER, CostLayer.CONTAINER), layers(part, 12));
    }

    /** runc executes itself as init, which forks twice more; the last one becomes the container's. */
    @Test
    void runcsInit() {
        fork(BENCH, 1);
        exec(1, RUNC);
        fork(1, 11);
        exec(11, "/proc/self/exe");
        trace.move(11, "/box" + CONTAINERS + "/c1");
        exec(11, "/proc/self/fd/6");
        fork(11, 12);
        fork(12, 13);
        exec(13, PROGRAM);
        TaskTrace part = trace.cut();
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.RUNTIME, CostLayer.RUNTIME), layers(part, 11));
        assertEquals(List.of(CostLayer.RUNTIME), layers(part, 12));
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.CONTAINER), layers(part, 13));
    }

    /** runsc goes into the container's cgroup to make the sandbox there, and comes back before it runs hooks. */
    @Test
    void aRuntimeThatWasInTheContainersCgroup() {
        fork(BENCH, 1);
        exec(1, CRUN);
        trace.move(1, CONTAINERS + "/c1");
        trace.move(1, "/");
        fork(1, 2);
        exec(2, NERDCTL);
        assertEquals(List.of(CostLayer.HOOKS, CostLayer.HOOKS), layers(trace.cut(), 2));
    }

    /** A runtime that is its own container, as runsc: nothing else is executed in the cgroup. */
    @Test
    void aSandboxIsTheRuntimes() {
        fork(BENCH, 1);
        exec(1, "/opt/runsc/bin/crun");
        trace.move(1, CONTAINERS + "/c1");
        fork(1, 11);
        exec(11, "/proc/self/exe");
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.RUNTIME), layers(trace.cut(), 11));
    }

    @Test
    void throughContainerd() {
        fork(BENCH, 1);
        exec(1, "/opt/containerd/bin/ctr");
        fork(DAEMON, 2);
        exec(2, SHIM);
        fork(2, 3);
        exec(3, SHIM);
        fork(3, 4);
        exec(4, RUNC);
        fork(3, 5);
        fork(DAEMON, 6);
        exec(6, "/usr/bin/unpigz");
        TaskTrace part = trace.cut();
        assertEquals(List.of(CostLayer.CLIENT, CostLayer.CLIENT), layers(part, 1));
        assertEquals(List.of(CostLayer.SHIM, CostLayer.SHIM), layers(part, 2));
        assertEquals(List.of(CostLayer.SHIM, CostLayer.SHIM), layers(part, 3));
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.RUNTIME), layers(part, 4), "what it does before its exec is for the runtime");
        assertEquals(List.of(CostLayer.SHIM), layers(part, 5));
        assertEquals(List.of(CostLayer.CONTAINERD, CostLayer.CONTAINERD), layers(part, 6));
    }

    @Test
    void nerdctlIsClientLoggerAndHook() {
        fork(BENCH, 1);
        exec(1, NERDCTL);
        fork(DAEMON, 2);
        exec(2, SHIM);
        fork(2, 3);
        exec(3, NERDCTL);
        fork(2, 4);
        exec(4, CRUN);
        fork(4, 5);
        exec(5, NERDCTL);
        fork(5, 6);
        exec(6, "/opt/cni/bin/loopback");
        TaskTrace part = trace.cut();
        assertEquals(CostLayer.CLIENT, layers(part, 1).get(1));
        assertEquals(CostLayer.CLIENT, layers(part, 3).get(1), "its logger");
        assertEquals(List.of(CostLayer.HOOKS, CostLayer.HOOKS), layers(part, 5));
        assertEquals(List.of(CostLayer.HOOKS, CostLayer.HOOKS), layers(part, 6));
    }

    /** A createContainer or startContainer hook runs in the container's cgroup, before the container's program. */
    @Test
    void aHookInTheContainersCgroup() {
        fork(BENCH, 1);
        exec(1, CRUN);
        fork(1, 11);
        trace.move(11, CONTAINERS + "/c1");
        fork(11, 12);
        exec(12, "/bin/hook");
        exec(11, PROGRAM);
        fork(11, 13);
        exec(13, "/bin/hook");
        TaskTrace part = trace.cut();
        assertEquals(List.of(CostLayer.HOOKS, CostLayer.HOOKS), layers(part, 12));
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.CONTAINER), layers(part, 11));
        assertEquals(List.of(CostLayer.CONTAINER, CostLayer.CONTAINER), layers(part, 13));
    }

    /** A wrapper is the runtime: it has its name; what it executes or forks to execute is so too. */
    @Test
    void wrappersOfARuntime() {
        fork(BENCH, 1);
        exec(1, "/tmp/wrapper/crun");
        exec(1, "/usr/bin/env");
        exec(1, CRUN);
        fork(BENCH, 2);
        exec(2, "/tmp/wrapper/crun");
        fork(2, 21);
        exec(21, RUNC);
        TaskTrace part = trace.cut();
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.RUNTIME, CostLayer.RUNTIME, CostLayer.RUNTIME), layers(part, 1));
        assertEquals(List.of(CostLayer.RUNTIME, CostLayer.RUNTIME), layers(part, 21));
    }

    @Test
    void controlsKernelThreadsAndStrangers() {
        fork(BENCH, 1);
        exec(1, "/usr/bin/unshare");
        fork(1, 6);
        exec(6, PROGRAM);
        fork(BENCH, 3);
        fork(KTHREADD, 4);
        trace.run(300, 1, 0);
        fork(300, 5);
        exec(5, CRUN);
        TaskTrace part = trace.cut();
        assertEquals(List.of(CostLayer.CLIENT, CostLayer.CLIENT), layers(part, 1));
        assertEquals(List.of(CostLayer.CLIENT, CostLayer.CLIENT), layers(part, 6));
        assertEquals(List.of(CostLayer.BENCH), layers(part, 3));
        assertEquals(List.of(CostLayer.KERNEL), layers(part, 4));
        assertEquals(List.of(CostLayer.OTHERS, CostLayer.OTHERS), layers(part, 5));
    }

    /** A process that has not executed its program by the end of a part is seen again when it has. */
    @Test
    void whatIsForgottenIsFoundOutAnew() {
        fork(DAEMON, 2);
        assertEquals(List.of(CostLayer.CONTAINERD), layers(trace.cut(), 2));
        roles.forget();
        exec(2, SHIM);
        assertEquals(List.of(CostLayer.SHIM, CostLayer.SHIM), layers(trace.cut(), 2));
    }
}
