package org.ocibench.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.ocibench.host.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the subcommands with options have in common: one sentence for whatever is wrong with them. */
final class Subcommand {

    private static final int HELP_WIDTH = 120;
    /** Seconds; time-outs are kept in whole milliseconds. */
    private static final double SHORTEST_TIMEOUT = .001;

    private Subcommand() {
    }

    /**
     * Parses what follows the word.
     *
     * @param options annotated for picocli, with the subcommand's name
     * @return the same object, filled
     */
    static <T> T parse(T options, String... args) throws ExitException {
        CommandLine line = commandLine(options);
        String name = line.getCommandName();
        try {
            line.parseArgs(args);
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unknown(name, e.getUnmatched().get(0), line, args);
        } catch (CommandLine.ParameterException e) {
            throw ExitException.usage(name + ": " + e.getMessage());
        }
        return options;
    }

    /** The help text. */
    static String usage(Object options) {
        return commandLine(options).getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    /** The value of {@code --op-timeout}, in seconds. */
    static Duration opTimeout(double seconds) throws ExitException {
        if (!(seconds >= SHORTEST_TIMEOUT) || seconds > Duration.ofHours(1).toSeconds()) {
            throw ExitException.usage("--op-timeout wants seconds from " + SHORTEST_TIMEOUT + " to 3600, not " + seconds);
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static CommandLine commandLine(Object options) {
        return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpWidth(HELP_WIDTH);
    }

    private static ExitException unknown(String command, String word, CommandLine line, String... args) {
        List<String> known = line.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
        List<String> all = line.getCommandSpec().options().stream().flatMap(o -> Stream.of(o.names())).toList();
        String name = word.split("=", 2)[0];
        // A campaign's parameters are options here: -p kernel=quiet is --kernel quiet.
        int next = Arrays.asList(args).indexOf("-p") + 1;
        String meant = name.equals("-p") && next < args.length ? "--" + args[next].split("=", 2)[0] : name;
        return ExitException.usage(name.startsWith("-")
                ? command + " has no option " + name + Nearest.hint(meant, all) + " (" + command + " -h lists all)"
                : command + " takes no argument '" + name + "'; its options are " + String.join(", ", known));
    }
}
