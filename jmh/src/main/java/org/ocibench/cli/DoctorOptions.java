package org.ocibench.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.ocibench.host.PrivateWorld;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code doctor}. */
@Command(name = "doctor", sortOptions = false, synopsisHeading = "Usage: java -jar benchmarks.jar ", description = {
        "Tells what this host can measure: every arm with runnable or not, why not, and the remedy. Each arm is proven by one"
                + " container that has to end with the sentinel.%n"}, footer = {
        "%nExit code: 0 at least one runtime starts containers, 64 wrong command line, 69 none does, or another campaign holds"
                + " the host, 130 interrupted."})
final class DoctorOptions {

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
        DoctorOptions options = Subcommand.parse(new DoctorOptions(), args);
        options.limit();
        return options;
    }

    static String usage() {
        return Subcommand.usage(new DoctorOptions());
    }

    Duration limit() throws ExitException {
        return Subcommand.opTimeout(opTimeout);
    }
}
