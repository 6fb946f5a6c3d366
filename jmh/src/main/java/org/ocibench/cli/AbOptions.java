package org.ocibench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code ab}. */
@Command(name = "ab", synopsisHeading = "Usage: java -jar benchmarks.jar ", sortOptions = false, description = {
        "Tells whether NEW is slower, or otherwise worse, than OLD: measures both in turns, beside a copy of OLD and a plain process, for as"
                + " long as --budget says, and once more before it reports a regression.%n"}, footer = {
        "%nExit code: 0 no regression: equivalent, improved, or apart but not shown to be beyond the margin; 1 a confirmed regression; 2"
                + " inconclusive: of wall or CPU time neither a change nor equality was shown, or a regression was not confirmed or rests on too"
                + " little; 4 no verdict can be had: one of the two could not be measured to the end, or the copy of OLD came out changed; 64 wrong"
                + " command line; 69 a prerequisite is missing; 70 the bench itself failed; 130 interrupted. With --bisect-exit: 0 and 1 as"
                + " above, 125 for 2 and 4, 255 whatever a bisection cannot go on from, an OLD that cannot be measured among it."})
final class AbOptions extends AbConditions {

    static final String BISECT = "--bisect-exit";

    @Parameters(index = "0", paramLabel = "OLD",
            description = "What is compared with: a runtime as for -p runtime (runc@1.1.13), or the path of a binary (./runc).")
    String baseline;

    @Parameters(index = "1", paramLabel = "NEW", description = "What is judged, likewise.")
    String candidate;

    @Option(names = BISECT, description = "Exit as git bisect run wants it.")
    boolean bisect;

    @Option(names = "--json", description = "Print the verdicts as JSON.")
    boolean json;

    @Option(names = "--json-to", paramLabel = "FILE", description = "Write the verdicts as JSON into FILE, beside the tables.")
    Path jsonFile;
}
