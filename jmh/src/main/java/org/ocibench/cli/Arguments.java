package org.ocibench.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ocibench.benchmark.ContainerBenchmark;
import org.ocibench.host.Nearest;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;
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

    /** All options of JMH 1.37. */
    private static final List<String> JMH_FLAGS = List.of("-bm", "-bs", "-e", "-f", "-foe", "-gc", "-h", "-i", "-jvm", "-jvmArgs",
            "-jvmArgsAppend", "-jvmArgsPrepend", "-l", "-lp", "-lprof", "-o", "-opi", "-p", "-prof", "-lrf", "-r", "-rf", "-rff",
            "-si", "-t", "-tg", "-to", "-tu", "-v", "-w", "-wbs", "-wf", "-wi", "-wm", "-wmb");
    /** An option of several letters that JMH does not know may be to it {@code -p} with a parameter. */
    private static final Pattern UNKNOWN_OPTION =
            Pattern.compile("^(\\S+) is not a recognized option|^Unable to parse parameter string \"([^\"]+)\"");
    private static final Pattern UNKNOWN_VALUE = Pattern.compile("^No enum constant (\\S+)\\.(\\S+)");

    static Arguments parse(String[] args) throws ExitException {
        CommandLine own = new CommandLine(new BenchOptions()).setCaseInsensitiveEnumValuesAllowed(true);
        List<String> ours = new ArrayList<>();
        List<String> jmhs = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--") || i > 0 && JVM_FLAGS.contains(args[i - 1])) {
                jmhs.add(args[i]);
                continue;
            }
            if (args[i].equals("--help")) {
                jmhs.add("-h");
                continue;
            }
            String name = args[i].split("=", 2)[0];
            OptionSpec option = own.getCommandSpec().findOption(name);
            if (option == null) {
                throw ExitException.usage("unknown option " + name + hint(name, own) + " (-h lists all)");
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
            throw ExitException.usage(told(e.getMessage(), jmhs) + " (-h lists all options)");
        }
    }

    // A campaign's parameters are options of ab: who comes from there writes them as options.
    private static String hint(String name, CommandLine own) {
        List<String> parameters = Parameters.NAMES.stream().map(parameter -> "--" + parameter).toList();
        Stream<String> options = own.getCommandSpec().options().stream().map(OptionSpec::longestName);
        List<String> known = Stream.concat(options, parameters.stream()).toList();
        return Nearest.hint(name, known, nearest -> parameters.contains(nearest) ? "-p " + nearest.substring(2) + "=" : nearest);
    }

    // JMH names the letter of an unknown option and the Java type of an unknown value.
    private static String told(String message, List<String> arguments) {
        if (message == null) {
            return "JMH does not understand: " + String.join(" ", arguments);
        }
        Matcher letter = UNKNOWN_OPTION.matcher(message);
        if (letter.find()) {
            String part = letter.group(1) == null ? letter.group(2) : letter.group(1);
            return arguments.stream().filter(a -> a.startsWith("-") && a.contains(part) && !JMH_FLAGS.contains(a.split("=")[0]))
                    .findFirst().map(a -> "unknown option " + a + Nearest.hint(a, JMH_FLAGS))
                    .orElse(message);
        }
        Matcher value = UNKNOWN_VALUE.matcher(message);
        if (value.find()) {
            List<String> known = value.group(1).endsWith("VerboseMode") ? names(VerboseMode.values())
                    : value.group(1).endsWith("ResultFormatType") ? names(ResultFormatType.values()) : List.of();
            return "unknown value " + value.group(2) + Nearest.hint(value.group(2), known)
                    + (known.isEmpty() ? "" : " Known: " + String.join(", ", known));
        }
        return message.lines().findFirst().orElse("");
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    /** Prints both sets of options. */
    static void printHelp(CommandLineOptions jmh) throws java.io.IOException {
        jmh.showHelp();
        System.out.println();
        System.out.println("Options of ocibench:");
        CommandLine.Help help = new CommandLine(new BenchOptions()).getHelp();
        System.out.println(help.optionList());
        System.out.println("""
                Of JMH's defaults these do not hold here: the benchmark is StartupBenchmark; -f is 3 blocks; -i is what fits into about three
                minutes; -wi is %d. Refused, each with its reason: -t -tg -bs -wbs -opi -to -r -w -wf -wm -wmb -si -gc -tu, and -bm but for ss.

                Subcommands, as the first argument (NAME -h tells more):
                  doctor     what can run on this host, and why the rest cannot; takes about a minute
                  overhead   what each rung from a plain process to nerdctl adds, from a campaign that is kept
                  prices     what each option of the OCI spec costs, likewise
                  ab         whether one version is slower than another, by measuring both
                  compare    the same of two runtimes of a campaign that is kept; or two campaigns side by side
                  history    how a runtime's versions follow each other, over all campaigns that are kept
                  bisect     which version of a runtime brought a regression
                  export     a campaign for benchstat, github-action-benchmark, as CSV or OpenMetrics
                  explain    what starts are made of and what they wait for
                  clean      removes what dead campaigns left on the host""".formatted(ContainerBenchmark.WARM_UPS));
    }
}
