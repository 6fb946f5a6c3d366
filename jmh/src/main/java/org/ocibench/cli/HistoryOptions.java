package org.ocibench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code history}. */
@Command(name = "history", synopsisHeading = "Usage: java -jar benchmarks.jar ", sortOptions = false,
        description = "Tells how the versions of RUNTIME follow each other, from all campaigns below the results.",
        footer = "%nExit code: 0 done; 4 there are not two versions under one condition; 64 wrong command line; 69 the report cannot be written.")
final class HistoryOptions extends StoredResults {

    @Parameters(index = "0", paramLabel = "RUNTIME", description = "A runtime without version: runc, crun, runsc~runcshim, ...")
    String runtime;

    @Option(names = "--back", paramLabel = "N", description = "How many releases the look for creep goes back (default 4).")
    int back = 4;

    @Option(names = "--report", paramLabel = "DIR", description = "Write a report with plots into this folder, too: RUNTIME.md and SVG files.")
    Path report;
}
