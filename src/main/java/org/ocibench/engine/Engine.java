package org.ocibench.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.ocibench.host.Launcher;

/** One way to start a container: the {@code via} of an arm. */
public interface Engine {

    /**
     * Makes everything for one start but the start itself. Not timed.
     *
     * @param id     container id, unique in the campaign
     * @param stderr file that takes what the command writes to stderr
     */
    Start prepare(String id, Path stderr) throws IOException;

    /**
     * The same start with a mark: its container writes {@link org.ocibench.bundle.Workload#MARK} first. Only where
     * {@link #startsContainer}.
     *
     * @param stdout file that takes what the command writes to its standard output
     */
    Start prepareMarked(String id, Path stdout, Path stderr) throws IOException;

    /** The exit code that tells that the container ran and its process ended as meant. */
    int expectedExit();

    /** Whether what it starts is in the arm's container cgroup: true but for the controls. */
    boolean startsContainer();

    /** Which party failed, from the exit code and its words. Asked only when the exit code is not the expected one. */
    Diagnosis diagnose(Launcher.Exit exit, String stderr);

    /** The layer that is blamed for a time-out. */
    Layer timeoutLayer();

    /** Removes what a failed start may have left: container, state, processes. Never throws for what is not there. */
    void cleanUp(String id) throws IOException;

    /** Class and layer of a failure. */
    record Diagnosis(FailureClass failure, Layer layer) {
    }
}
