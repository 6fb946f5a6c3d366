package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CgroupMeter;
import org.ocibench.host.ExitListener;
import org.ocibench.host.LivingProcess;
import org.ocibench.host.SocketOwner;
import org.ocibench.host.TaskExit;
import org.ocibench.host.TaskTrace;
import org.ocibench.host.TaskTracer;
import org.ocibench.runtime.ResolvedRuntime;
import org.ocibench.runtime.RuntimeCatalog;

/**
 * Measures what each layer uses, from outside, while it is open. It slows down the whole host a little, see {@link TaskTracer}:
 * headline times are not to be taken meanwhile.
 */
public final class LayerMeter implements AutoCloseable {

    private static final Path ROOT = Path.of("/");

    private final TaskTracer tracer;
    private final ExitListener exits;
    private final LivingProcess daemon;
    private final CgroupMeter host;
    private final Attributor attributor;
    private long hostBefore;

    /**
     * Opens it.
     *
     * @param world       the campaign's world
     * @param armKey      key of the arm
     * @param bufferBytes room for records per CPU, a power of two
     * @param periodNanos time between two samples that divide user from system time
     * @throws IOException if this host does not let us trace, with the reason
     */
    public LayerMeter(World world, String armKey, CgroupLayout cgroups, int bufferBytes, long periodNanos) throws IOException {
        World.Containerd containerd = world.containerd();
        daemon = containerd == null ? null : new LivingProcess(ROOT, SocketOwner.of(Path.of(containerd.address())));
        host = new CgroupMeter(cgroups, "/");
        OptionalLong daemonPid = daemon == null ? OptionalLong.empty() : OptionalLong.of(daemon.pid());
        attributor = new Attributor(new Roles(runtimes(world), clients(containerd), world.containersCgroup(armKey),
                new Living(daemonPid)));
        exits = exitsMissing().isPresent() ? null : new ExitListener();
        boolean open = false;
        try {
            tracer = new TaskTracer(bufferBytes, periodNanos);
            open = true;
        } finally {
            if (!open && exits != null) {
                exits.close();
            }
        }
    }

    private static Set<String> runtimes(World world) throws IOException {
        Set<String> names = new HashSet<>(RuntimeCatalog.knownBinaries());
        world.runtimes().values().stream().map(ResolvedRuntime::binary).map(LayerMeter::fileName).forEach(names::add);
        return names;
    }

    private static Set<String> clients(World.Containerd containerd) {
        Set<String> names = new HashSet<>();
        if (containerd != null) {
            names.add(fileName(containerd.ctr().toString()));
            if (containerd.nerdctl() != null) {
                names.add(fileName(containerd.nerdctl().toString()));
            }
        }
        return names;
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Why nothing can be watched here; empty if it can. */
    public static Optional<String> obstacle() {
        try {
            new TaskTracer(TaskTracer.DEFAULT_BUFFER_BYTES, TaskTracer.DEFAULT_PERIOD_NANOS).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Why written bytes and peak memory of processes that have ended are not known here; empty if they are. */
    public static Optional<String> exitsMissing() {
        try {
            new ExitListener().close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Begins a stretch here; what was before is dropped. */
    public void begin() throws IOException {
        if (daemon != null) {
            daemon.begin();
        }
        if (exits != null) {
            exits.drain();
            exits.takeOverflow();
        }
        hostBefore = host.cpuMicros().orElse(0);
        tracer.cut();
    }

    /** What each layer used since {@link #begin} or the last call. */
    public LayerBill take() throws IOException {
        boolean lost = false;
        Optional<Attributor.Daemon> wrote = Optional.empty();
        if (daemon != null) {
            LivingProcess.Reading reading;
            try {
                reading = daemon.read();
            } catch (IOException ended) {
                // The start that it served has failed; its row must not be lost for it.
                reading = new LivingProcess.Reading(Map.of(), Map.of(), OptionalLong.empty());
                lost = true;
            }
            wrote = Optional.of(new Attributor.Daemon((int) daemon.pid(), reading));
        }
        // The kernel speaks of a thread's end before the trace does: read in this order, no end is without its thread.
        Optional<List<TaskExit>> ended = exits == null ? Optional.empty() : Optional.of(exits.drain());
        lost |= exits != null && exits.takeOverflow();
        OptionalLong now = host.cpuMicros();
        TaskTrace trace = tracer.cut();
        OptionalLong used = now.isEmpty() ? now : OptionalLong.of(now.getAsLong() - hostBefore);
        hostBefore = now.orElse(0);
        LayerBill bill = attributor.bill(trace, ended, wrote, used);
        return lost ? new LayerBill(bill.layers(), bill.hostMicros(), false) : bill;
    }

    @Override
    public void close() throws IOException {
        if (exits != null) {
            exits.close();
        }
        tracer.close();
    }
}
