package org.ocibench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every subcommand has that reads or writes results; listed last in its help. */
abstract class StoredResults {

    @Option(names = "--results", paramLabel = "DIR", order = 1, description = "Folder of all results (default results).")
    Path results = Path.of("results");

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 2, description = "Print this and exit.")
    boolean help;
}
