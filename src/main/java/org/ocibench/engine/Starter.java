package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.ocibench.host.CgroupLayout;
import org.ocibench.host.Native;

/**
 * Runs the operations of one arm, one at a time: {@link #prepare}, {@link #arm} (with the untimed steps before), {@link #launch} (the
 * timed part), {@link #finish} (with the untimed steps after). One time-out is over all of them, the counters over the timed part.
 */
public final class Starter implements AutoCloseable {

    /** Spawns of a trivial program after which the launcher's times are flat. */
    static final int PRIMING_SPAWNS = 50;

    private final ContainerStart start;
    private final ArmMeters meters;
    private final String idPrefix;
    private int sequence;
    private int joinedThread;
    private Duration limit;

    /**
     * @param world the campaign's world
     * @param run   distinguishes the processes that start containers of one arm in one campaign
     * @throws IllegalArgumentException if the world has no such runtime or there is no such way
     */
    public Starter(World world, Arm arm, CgroupLayout cgroups, int run) throws IOException {
        idPrefix = world.idPrefix(arm.key(), run);
        start = new ContainerStart(Engines.of(world, arm), Files.createDirectories(world.output()).resolve(idPrefix));
        meters = new ArmMeters(world, arm, cgroups);
    }

    /**
     * Goes through everything but the container, with a trivial program in its place, until the JVM has compiled it: the first
     * spawn takes many times the later ones.
     */
    public void prime(Path trivial) throws IOException {
        for (int i = 0; i < PRIMING_SPAWNS; i++) {
            prepare();
            start.preparePriming(trivial);
            meters.watch();
            start.launch();
            start.ended();
            meters.cpuMicros(0);
            meters.peakBytes();
        }
    }

    /** Makes the next start ready: all that can be done before it is known when it may begin. Call on the thread that will launch. */
    public void prepare() throws IOException {
        if (meters.threaded() && joinedThread != Native.threadId()) {
            joinedThread = Native.threadId();
            meters.join();
        }
        start.prepare(String.format("%s-%06d", idPrefix, ++sequence));
    }

    /**
     * Gives the container that was made ready last a mark, by which {@link #finish} sees that it ran. For starts that are not
     * timed: it is another command, and its output goes to a file. Does nothing for a control.
     */
    public void mark() throws IOException {
        start.mark();
    }

    /**
     * Runs the untimed steps before, takes the counters' state and arms the time-out: the last thing before {@link #launch}. Never
     * throws for a failure of the steps.
     */
    public void arm(Duration timeLimit) throws IOException {
        limit = timeLimit;
        meters.notice();
        if (start.beginsTimed()) {
            meters.watch();
            start.arm(limit);
        } else {
            start.arm(limit);
            start.runBefore();
            meters.watch();
        }
    }

    /**
     * Does what is timed and waits for its end. Returns the exit code; never throws for a failure. Does nothing where the steps
     * before failed.
     */
    public int launch() {
        return start.launch();
    }

    /** Reads the counters, runs the untimed steps after, classes the outcome, and cleans up after a failure. */
    public Measurement finish() throws IOException {
        start.ended();
        long rusage = start.rusageMicros();
        OptionalLong cpu = meters.cpuMicros(rusage);
        OptionalLong peak = start.startsContainer() ? meters.peakBytes() : OptionalLong.empty();
        start.runAfter();
        Outcome outcome = start.outcome(meters);
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

    /** One start from {@link #prepare} to {@link #finish}, with a mark if so wanted. */
    public Measurement run(Duration timeLimit, boolean withMark) throws IOException {
        prepare();
        if (withMark) {
            mark();
        }
        arm(timeLimit);
        launch();
        return finish();
    }

    /** The id of the start that was prepared last. */
    public String id() {
        return start.id();
    }

    /** The command line of the start that was prepared last, for messages: where there are several, of the first that is timed. */
    public String commandLine() {
        return start.commandLine();
    }

    @Override
    public void close() throws IOException {
        start.close();
    }
}
