package org.ocibench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code clean}. */
@Command(name = "clean", synopsisHeading = "Usage: java -jar benchmarks.jar ",
        description = "Removes what dead campaigns left on the host, and restores the kernel setting. Touches nothing of a living one.%n",
        footer = "%nExit code: 0 nothing is left, 64 wrong command line, 69 no root, or something could not be removed.")
final class CleanOptions {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this and exit.")
    boolean help;
}
