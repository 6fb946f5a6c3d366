package org.ocibench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ocibench.host.Nearest;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line, taken apart: options with two dashes are the bench's, everything else is JMH's.
 *
 * @param bench the bench's options
 * @param jmh   JMH's options
 * @param all   the arguments as given
 */
record Arguments(BenchOptions bench, CommandLineOptions jmh, List<String> all) {

    /** JMH's options whose values, flags for a JVM, may begin with two dashes. */
    private static final List<String> JVM_FLAGS = List.of("-jvmArgs", "-jvmArgsPrepend", "-jvmArgsAppend");

    static Arguments parse(String[] args) throws ExitException {
        CommandLine own = new CommandLine(new BenchOptions()).setCaseInsensitiveEnumValuesAllowed(true);
        List<String> ours = new ArrayList<>();
        List<String> jmhs = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--") || i > 0 && JVM_FLAGS.contains(args[i - 1])) {
                jmhs.add(args[i]);
                continue;
            }
            String name = args[i].split("=", 2)[0];
            OptionSpec option = own.getCommandSpec().findOption(name);
            if (option == null) {
                List<String> known = own.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
                throw ExitException.usage("unknown option " + name + ": did you mean " + Nearest.to(name, known)
                        + "? (-h lists all)");
            }
            ours.add(args[i]);
            if (option.arity().max() > 0 && !args[i].contains("=")) {
                if (++i == args.length) {
                    throw ExitException.usage(name + " needs a value: " + option.paramLabel());
                }
                ours.add(args[i]);
            }
        }
        try {
            own.parseArgs(ours.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw ExitException.usage(e.getMessage());
        }
        try {
            CommandLineOptions jmh = new CommandLineOptions(jmhs.toArray(String[]::new));
            return new Arguments(own.getCommand(), jmh, Arrays.asList(args));
        } catch (CommandLineOptionException e) {
            throw ExitException.usage(e.getMessage() == null ? "JMH does not understand: " + String.join(" ", jmhs)
                    : e.getMessage().lines().findFirst().orElse("") + " (-h lists all options)");
        }
    }

    /** Prints both sets of options. */
    static void printHelp(CommandLineOptions jmh) throws java.io.IOException {
        jmh.showHelp();
        System.out.println();
        System.out.println("Options of ocibench:");
        CommandLine.Help help = new CommandLine(new BenchOptions()).getHelp();
        System.out.println(help.optionList());
        System.out.println("Subcommands (as the first argument): doctor, clean");
    }
}
