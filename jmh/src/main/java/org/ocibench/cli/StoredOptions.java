package org.ocibench.cli;

import java.nio.file.Path;
import java.util.List;
import org.ocibench.host.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of what reads a stored campaign. */
final class StoredOptions extends StoredResults {

    private static final int HELP_WIDTH = 120;

    @Parameters(arity = "0..1", paramLabel = "CAMPAIGN",
            description = "Folder of a campaign (default: the newest one below the results that has what is asked for).")
    Path campaign;

    private final String command;
    private final String purpose;

    private StoredOptions(String command, String purpose) {
        this.command = command;
        this.purpose = purpose;
    }

    /**
     * Parses.
     *
     * @param command the subcommand
     * @param purpose what it is for, a sentence
     */
    static StoredOptions parse(String command, String purpose, String... args) throws ExitException {
        StoredOptions options = new StoredOptions(command, purpose);
        CommandLine line = new CommandLine(options);
        try {
            line.parseArgs(args);
        } catch (CommandLine.UnmatchedArgumentException e) {
            String word = e.getUnmatched().get(0).split("=", 2)[0];
            List<String> known = line.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
            throw ExitException.usage(word.startsWith("-")
                    ? command + " has no option " + word + Nearest.hint(word, known)
                    : command + " takes one campaign, and '" + word + "' is one more");
        } catch (CommandLine.ParameterException e) {
            throw ExitException.usage(command + ": " + e.getMessage());
        }
        return options;
    }

    String usage() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(this).name(command);
        spec.usageMessage().description(purpose + "%n").synopsisHeading("Usage: java -jar benchmarks.jar ")
                .width(HELP_WIDTH).footer("%nExit code: 0 done, 4 the campaign has no such numbers, 64 wrong command line or no "
                        + "campaign at CAMPAIGN, 69 none below the results.");
        return new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF);
    }
}
