package org.ocibench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code compare}. */
@Command(name = "compare", synopsisHeading = "Usage: java -jar benchmarks.jar ", sortOptions = false,
        description = {"Tells whether CANDIDATE is slower, or otherwise worse, than BASELINE, from a campaign in which both took turns.",
                "Where BASELINE and CANDIDATE are folders of campaigns, puts these side by side: with what differs between them, and without"
                        + " verdicts, since they were not made at the same time.%n"},
        footer = "%nExit code: 0 done; 2 inconclusive under every condition; 3 the two campaigns do not compare; 4 no verdict can be had: the"
                + " two share no whole sub-block, or a copy of BASELINE came out changed; 64 wrong command line or no campaign at CAMPAIGN; 69 none"
                + " below the results.")
final class CompareOptions extends StoredResults {

    @Parameters(index = "0", paramLabel = "BASELINE",
            description = "A runtime of the campaign, as it was named then or is shown; or the folder of a campaign.")
    String baseline;

    @Parameters(index = "1", paramLabel = "CANDIDATE", description = "Another one.")
    String candidate;

    @Parameters(index = "2", arity = "0..1", paramLabel = "CAMPAIGN",
            description = "Folder of a campaign (default: the newest one below the results that has both).")
    Path campaign;

    @Option(names = "--cross-machine", description = "Put campaigns of different machines side by side.")
    boolean crossMachine;

    @Option(names = "--json", description = "Print as JSON; verdicts as one object for each condition under which both were measured.")
    boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of what is drawn for the tail (default 1).")
    long seed = 1;
}
