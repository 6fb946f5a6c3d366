package org.ocibench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code export}. */
@Command(name = "export", synopsisHeading = "Usage: java -jar benchmarks.jar ", sortOptions = false,
        description = "Prints a campaign in the format of another program.%n",
        footer = "%nExit code: 0 done; 4 the campaign has no timed starts; 64 wrong command line or no campaign at CAMPAIGN; 69 none below "
                + "the results.")
final class ExportOptions extends StoredResults {

    /** The formats. */
    enum Format {
        BENCHSTAT, GITHUB_ACTION, CSV, OPENMETRICS
    }

    @Parameters(index = "0", paramLabel = "FORMAT", converter = FormatName.class, description = {
        "benchstat: a line per start, as Go's benchmarks print them",
        "github-action: JSON for github-action-benchmark (customSmallerIsBetter)",
        "csv: a line per arm",
        "openmetrics: text for node_exporter's textfile collector"})
    Format format;

    @Parameters(index = "1", arity = "0..1", paramLabel = "CAMPAIGN",
            description = "Folder of a campaign (default: the newest one below the results).")
    Path campaign;
}
