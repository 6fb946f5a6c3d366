package org.ocibench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.ocibench.host.Nearest;
import org.ocibench.host.PrivateWorld;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of {@code doctor}. */
@Command(name = "doctor", sortOptions = false, synopsisHeading = "Usage: java -jar benchmarks.jar ", description = {
        "Tells what this host can measure: every arm with runnable or not, why not, and the remedy. Each arm is proven by one"
                + " container that has to end with the sentinel.%n"}, footer = {
        "%nExit code: 0 at least one runtime starts containers, 64 wrong command line, 69 none does, or another campaign holds"
                + " the host, 130 interrupted."})
final class DoctorOptions {

    private static final int HELP_WIDTH = 120;
    private static final double SHORTEST_TIMEOUT = .001;

    @Option(names = "--cgroup", paramLabel = "LAYOUT",
            description = "auto, v1, v2 or host: the cgroup hierarchies that the bench shows to itself (default auto: a hybrid "
                    + "host as v1).")
    PrivateWorld.Layout cgroup = PrivateWorld.Layout.AUTO;

    @Option(names = "--runtimes", paramLabel = "FILE", description = "Further runtime descriptors (JSON).")
    Path runtimes;

    @Option(names = "--op-timeout", paramLabel = "SECONDS", description = "Time-out of one start (default 10).")
    double opTimeout = 10;

    @Option(names = "--all-versions", description = "Prove every version found, not only each runtime's newest.")
    boolean allVersions;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this and exit.")
    boolean help;

    static DoctorOptions parse(String... args) throws ExitException {
        CommandLine line = commandLine();
        try {
            line.parseArgs(args);
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unknown(e.getUnmatched().get(0), line);
        } catch (CommandLine.ParameterException e) {
            throw ExitException.usage("doctor: " + e.getMessage());
        }
        DoctorOptions options = line.getCommand();
        if (!(options.opTimeout >= SHORTEST_TIMEOUT) || options.opTimeout > Duration.ofHours(1).toSeconds()) {
            throw ExitException.usage("--op-timeout wants seconds from " + SHORTEST_TIMEOUT + " to 3600, not "
                    + options.opTimeout);
        }
        return options;
    }

    static String usage() {
        return commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    Duration limit() {
        return Duration.ofMillis(Math.round(opTimeout * 1000));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new DoctorOptions()).setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpWidth(HELP_WIDTH);
    }

    private static ExitException unknown(String word, CommandLine line) {
        List<String> known = line.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
        List<String> all = line.getCommandSpec().options().stream().flatMap(o -> Stream.of(o.names())).toList();
        String name = word.split("=", 2)[0];
        return ExitException.usage(name.startsWith("-")
                ? "doctor has no option " + name + ": did you mean " + Nearest.to(name, all) + "? (doctor -h lists all)"
                : "doctor takes no argument '" + name + "'; its options are " + String.join(", ", known));
    }
}
