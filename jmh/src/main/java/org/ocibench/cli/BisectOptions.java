package org.ocibench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of {@code bisect}. */
@Command(name = "bisect", synopsisHeading = "Usage: java -jar benchmarks.jar ", sortOptions = false, description = {
        "Finds the first version of RUNTIME that is slower, or otherwise worse, than GOOD, among the versions on this host: each is compared"
                + " with GOOD as by ab.%n"}, footer = {
        "%nExit code: 0 found; 2 of versions in between nothing could be told, so that several remain; 4 BAD is no regression of GOOD that was"
                + " confirmed, or there was no verdict on it; 64 wrong command line; 69 a prerequisite is missing; 130 interrupted."})
final class BisectOptions extends AbConditions {

    @Parameters(index = "0", paramLabel = "RUNTIME", description = "Name of the runtime.")
    String runtime;

    @Parameters(index = "1", paramLabel = "GOOD", description = "A version without the regression.")
    String good;

    @Parameters(index = "2", paramLabel = "BAD", description = "A later one that has it.")
    String bad;
}
