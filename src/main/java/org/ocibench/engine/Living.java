package org.ocibench.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Tells the layer of a process that lived before the trace began. */
final class Living implements LongFunction<CostLayer> {

    private static final Path KTHREADD = Path.of("/proc/2/comm");
    private static final long KTHREADD_PID = 2;

    private final OptionalLong daemon;
    private final boolean kernelSeen;
    private final long self = ProcessHandle.current().pid();
    private final long scheduler = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
    // The ones that stay: asked for in every part.
    private final Map<Long, CostLayer> known = new HashMap<>();

    /** @param daemon the number of containerd's process */
    Living(OptionalLong daemon) throws IOException {
        this.daemon = daemon;
        // In a process namespace of its own a bench sees no thread of the kernel, and number 2 is somebody.
        kernelSeen = Files.exists(KTHREADD)
                && Files.readString(KTHREADD, StandardCharsets.ISO_8859_1).strip().equals("kthreadd");
    }

    @Override
    public CostLayer apply(long pid) {
        if (daemon.isPresent() && daemon.getAsLong() == pid) {
            return CostLayer.CONTAINERD;
        }
        // The scheduler and its other forks are the bench too.
        if (pid == self || pid == scheduler) {
            return CostLayer.BENCH;
        }
        CostLayer layer = known.get(pid);
        if (layer == null) {
            layer = byParent(pid);
            if (layer != CostLayer.OTHERS) {
                known.put(pid, layer);
            }
        }
        return layer;
    }

    private CostLayer byParent(long pid) {
        long parent = ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).orElse(-1L);
        if (kernelSeen && (pid == KTHREADD_PID || parent == KTHREADD_PID)) {
            return CostLayer.KERNEL;
        }
        return parent == scheduler && parent > 1 ? CostLayer.BENCH : CostLayer.OTHERS;
    }
}
