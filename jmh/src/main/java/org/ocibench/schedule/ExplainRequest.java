package org.ocibench.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the user asked to be explained.
 *
 * @param values        parameter values
 * @param namedRuntimes runtimes that were asked for by name: a missing one is an error in the end
 * @param starts        starts per arm, after one lead-in
 * @param opTimeout     time-out of a start
 * @param results       folder of all results
 * @param commandLine   the arguments, for explain.json
 */
public record ExplainRequest(Selection.Values values, List<String> namedRuntimes, int starts, Duration opTimeout, Path results,
        List<String> commandLine) {
}
