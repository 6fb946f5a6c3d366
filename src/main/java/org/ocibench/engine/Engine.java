package org.ocibench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.ocibench.host.Launcher;

/** One way to start a container and what of it is timed: the {@code via} and the phase of an arm. */
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
     * {@link #startsContainer}. Where every start has one that its steps wait for, it is the same as {@link #prepare}'s.
     *
     * @param stdout file that takes what the command writes to its standard output
     */
    Start prepareMarked(String id, Path stdout, Path stderr) throws IOException;

    /** Whether what it starts is in the arm's container cgroup: true but for the controls. */
    boolean startsContainer();

    /** Which party failed, from the exit code and its words. Asked only when a step has not ended as it should. */
    Diagnosis diagnose(Launcher.Exit exit, String stderr);

    /** Class and layer of a start that ended as it should, but without its mark. */
    default Diagnosis withoutMark() {
        return new Diagnosis(FailureClass.NOT_RUN, Layer.RUNTIME);
    }

    /** The layer that is blamed for a time-out. */
    Layer timeoutLayer();

    /** Removes what a failed start may have left: container, state, processes. Never throws for what is not there. */
    void cleanUp(String id) throws IOException;

    /**
     * The OCI configuration with which the runtime makes this arm's containers; empty where there is no runtime. Through containerd
     * it is made anew by the client for every container, so one is run to see it. Not for a timed region.
     *
     * @throws IOException if it cannot be read, or the container in question fails
     */
    Optional<JsonNode> spec() throws IOException;

    /** Class and layer of a failure. */
    record Diagnosis(FailureClass failure, Layer layer) {
    }
}
