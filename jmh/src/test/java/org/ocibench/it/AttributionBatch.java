package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ocibench.engine.Arm;
import org.ocibench.engine.CostLayer;
import org.ocibench.engine.Engines;
import org.ocibench.engine.LayerBill;
import org.ocibench.engine.LayerMeter;
import org.ocibench.engine.Outcome;
import org.ocibench.engine.Operations;
import org.ocibench.engine.World;
import org.ocibench.engine.WorldSetup;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.CgroupMeter;
import org.ocibench.host.PrivateWorld;
import org.ocibench.host.TaskTracer;
import org.ocibench.host.Tokens;
import org.ocibench.runtime.RuntimeCatalog;

/**
 * A program: 100 starts in a row, watched, and as much idle time; prints in ms of CPU time what the host's own accounting (the root
 * of the cpuacct cgroups, or that of v2) counts for both, and what the layers are charged with.
 */
final class AttributionBatch {

    private static final int STARTS = 100;
    private static final int WARM_UPS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final CgroupMeter host;
    private final Map<CostLayer, Long> micros = new TreeMap<>();
    private int failed;

    private AttributionBatch(CgroupLayout cgroups) {
        host = new CgroupMeter(cgroups, "/");
    }

    public static void main(String[] args) throws Exception {
        PrivateWorld.enter(PrivateWorld.Layout.AUTO, true);
        CgroupLayout cgroups = CgroupLayout.read(Path.of("/"));
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        Arm arm = new Arm(args[0], args[1], "exit", "burst", "default");
        try (WorldSetup setup = new WorldSetup(Tokens.fresh(), RuntimeCatalog.discover(places, null), List.of(args[0]), cgroups)) {
            if (Engines.needsContainerd(arm)) {
                setup.startContainerd(WorldSetup.programs(places).orElseThrow());
            }
            World world = setup.world(null);
            try (Operations operations = Operations.of(world, arm, cgroups, 0)) {
                operations.prime(world.rootfs().resolve("bin/busybox"));
                new AttributionBatch(cgroups).run(world, arm, cgroups, operations);
            }
        } finally {
            PrivateWorld.leave();
        }
    }

    private void run(World world, Arm arm, CgroupLayout cgroups, Operations operations) throws IOException, InterruptedException {
        try (LayerMeter meter = new LayerMeter(world, arm.key(), cgroups, 4 * TaskTracer.DEFAULT_BUFFER_BYTES,
                TaskTracer.DEFAULT_PERIOD_NANOS)) {
            meter.begin();
            for (int i = 0; i < WARM_UPS; i++) {
                start(operations, meter);
            }
            micros.clear();
            failed = 0;
            long before = host.cpuMicros().orElseThrow();
            long begun = System.nanoTime();
            for (int i = 0; i < STARTS; i++) {
                start(operations, meter);
            }
            long length = System.nanoTime() - begun;
            long busy = host.cpuMicros().orElseThrow() - before;
            long quiet = host.cpuMicros().orElseThrow();
            Thread.sleep(length / 1_000_000);
            long idle = host.cpuMicros().orElseThrow() - quiet;
            long layers = micros.entrySet().stream().filter(layer -> layer.getKey() != CostLayer.OTHERS)
                    .mapToLong(Map.Entry::getValue).sum();
            System.out.println("starts " + STARTS + "\nfailed " + failed + "\nwall " + length / 1e6 + "\nhost " + busy / 1e3 + "\nidle "
                    + idle / 1e3 + "\nlayers " + layers / 1e3);
            Arrays.stream(CostLayer.values()).forEach(layer ->
                    System.out.println(layer.label() + " " + micros.getOrDefault(layer, 0L) / 1e3));
        }
    }

    private void start(Operations operations, LayerMeter meter) throws IOException {
        Outcome outcome = operations.run(LIMIT, false).outcome();
        failed += outcome.fold(ok -> 0, bad -> 1, late -> 1);
        LayerBill bill = meter.take();
        failed += bill.complete() ? 0 : 1;
        bill.layers().forEach((layer, costs) -> micros.merge(layer, costs.cpuMicros(), Long::sum));
    }
}
