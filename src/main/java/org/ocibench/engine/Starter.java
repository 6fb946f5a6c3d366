package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Native;
import org.ocibench.host.OomKills;

/** One container after the other: one time-out is over all the steps of an operation. */
final class Starter implements Operations {

    /** Spawns of a trivial program after which the launcher's times are flat. */
    static final int PRIMING_SPAWNS = 50;

    private final ContainerStart start;
    private final ArmMeters meters;
    private final String idPrefix;
    private final Optional<LimitDiagnosis> limited;
    private int sequence;
    private int joinedThread;
    private Duration limit;

    Starter(World world, Arm arm, CgroupLayout cgroups, int run) throws IOException {
        idPrefix = world.idPrefix(arm.key(), run);
        start = new ContainerStart(Engines.of(world, arm), Files.createDirectories(world.output()).resolve(idPrefix));
        meters = new ArmMeters(world, arm, cgroups);
        limited = Engines.limit(arm.via())
                .map(limit -> new LimitDiagnosis(new OomKills(Path.of("/"), cgroups, world.containersCgroup(arm.key()))));
    }

    @Override
    public void prime(Path trivial) throws IOException {
        for (int i = 0; i < PRIMING_SPAWNS; i++) {
            prepare();
            start.preparePriming(trivial);
            watch();
            start.launch();
            start.ended();
            meters.cpuMicros(0);
            meters.peakBytes();
        }
    }

    @Override
    public void prepare() throws IOException {
        if (meters.threaded() && joinedThread != Native.threadId()) {
            joinedThread = Native.threadId();
            meters.join();
        }
        start.prepare(String.format("%s-%06d", idPrefix, ++sequence));
    }

    @Override
    public void mark() throws IOException {
        start.mark();
    }

    @Override
    public void arm(Duration timeLimit) throws IOException {
        limit = timeLimit;
        meters.notice();
        if (start.beginsTimed()) {
            watch();
            start.arm(limit);
        } else {
            start.arm(limit);
            start.runBefore();
            watch();
        }
    }

    private void watch() throws IOException {
        if (limited.isPresent()) {
            limited.get().watch();
        }
        meters.watch();
    }

    @Override
    public int launch() {
        return start.launch();
    }

    @Override
    public Measurement finish() throws IOException {
        start.ended();
        long rusage = start.rusageMicros();
        OptionalLong cpu = meters.cpuMicros(rusage);
        OptionalLong peak = start.startsContainer() ? meters.peakBytes() : OptionalLong.empty();
        start.runAfter();
        Outcome outcome = start.outcome(meters);
        if (limited.isPresent()) {
            outcome = limited.get().refine(outcome);
        }
        if (start.mayHaveLeft() && outcome.fold(c -> false, f -> true, t -> true)) {
            cleanUp();
        }
        return new Measurement(outcome, cpu, OptionalLong.of(rusage), peak, limit.toMillis());
    }

    private void cleanUp() {
        try {
            start.takeOrphans();
            meters.endContainers();
            start.cleanUp();
            meters.endContainers();
        } catch (IOException e) {
            // The outcome must not be lost for it. What stays is found by the look between cycles, and charged to the arm.
            return;
        }
    }

    /** The id of the start that was prepared last. */
    String id() {
        return start.id();
    }

    @Override
    public String commandLine() {
        return start.commandLine();
    }

    @Override
    public void close() throws IOException {
        start.close();
    }
}
