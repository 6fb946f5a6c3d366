package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.ocibench.host.CgroupLayout;

/**
 * Runs the operations of one arm, one at a time: {@link #prepare}, {@link #arm}, {@link #launch} (the timed part), {@link #finish}.
 * One time-out is over each container of it, the counters over the timed part.
 */
public interface Operations extends AutoCloseable {

    /**
     * The operations of an arm.
     *
     * @param run distinguishes the processes that start containers of one arm in one campaign
     * @throws IllegalArgumentException if the world has no such runtime or there is no such way
     */
    static Operations of(World world, Arm arm, CgroupLayout cgroups, int run) throws IOException {
        return arm.burst() == null ? new Starter(world, arm, cgroups, run) : new BurstStarter(world, arm, cgroups, run);
    }

    /**
     * Goes through everything but the container, with a trivial program in its place, until the JVM has compiled it: the first
     * spawn takes many times the later ones.
     */
    void prime(Path trivial) throws IOException;

    /** Makes the next operation ready: all that can be done before it is known when it may begin. Call on the thread that launches. */
    void prepare() throws IOException;

    /**
     * Gives what was made ready last marks, by which {@link #finish} sees that it ran. For operations that are not timed: it is
     * another command, and its output goes to a file. Does nothing for a control.
     */
    void mark() throws IOException;

    /**
     * Runs the untimed steps before, takes the counters' state and arms the time-out: the last thing before {@link #launch}. Never
     * throws for a failure of the steps.
     */
    void arm(Duration timeLimit) throws IOException;

    /**
     * Does what is timed and waits for its end. Returns the exit code; never throws for a failure. Does nothing where the steps
     * before failed.
     */
    int launch();

    /** Reads the counters, runs the untimed steps after, classes the outcome, and cleans up after a failure. */
    Measurement finish() throws IOException;

    /** One operation from {@link #prepare} to {@link #finish}, with a mark if so wanted. */
    default Measurement run(Duration timeLimit, boolean withMark) throws IOException {
        prepare();
        if (withMark) {
            mark();
        }
        arm(timeLimit);
        launch();
        return finish();
    }

    /** The command line of what was prepared last, for messages: where there are several, of the first that is timed. */
    String commandLine();

    @Override
    void close() throws IOException;
}
