package org.ocibench.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ocibench.host.Nearest;
import org.ocibench.report.ConfirmedReport;
import org.ocibench.report.SharedRegression;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.schedule.AbRequest;
import org.ocibench.schedule.AbRun;

/** Finds the version that brought a regression, by halving. */
final class BisectCommand {

    private final BisectOptions options;
    private final String[] args;
    private final AbHost host;
    private final List<String> versions;

    private BisectCommand(BisectOptions options, String[] args, AbHost host, List<String> versions) {
        this.options = options;
        this.args = args;
        this.host = host;
        this.versions = versions;
    }

    /** @param args what follows the word {@code bisect} */
    static int run(String... args) throws ExitException, IOException, InterruptedException {
        BisectOptions options = Subcommand.parse(new BisectOptions(), args);
        if (options.help) {
            System.out.print(Subcommand.usage(options));
            return ExitCode.OK;
        }
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        RuntimeCatalog catalog = Main.catalog(places, options.runtimes);
        List<String> versions = between(catalog.found().stream().filter(binary -> binary.descriptor().name().equals(options.runtime))
                .map(RuntimeBinary::version).toList(), options);
        String kernel = options.request(id(options, options.good), id(options, options.bad), args).kernel();
        try (AbHost host = AbHost.open(options, places, catalog, kernel)) {
            return new BisectCommand(options, args, host, versions).search();
        }
    }

    /** The versions from the good to the bad one, in their order. */
    static List<String> between(List<String> known, BisectOptions options) throws ExitException {
        for (String version : List.of(options.good, options.bad)) {
            if (!known.contains(version)) {
                throw ExitException.usage(known.isEmpty() ? "no version of " + options.runtime + " is here: run jmh/provision.sh "
                        + options.runtime + "@" + version : options.runtime + " " + version + " is not here"
                        + Nearest.hint(version, known) + " Found: " + String.join(", ", known));
            }
        }
        int from = known.indexOf(options.good);
        int to = known.indexOf(options.bad);
        if (from >= to) {
            throw ExitException.usage("GOOD must be older than BAD, and " + options.good + " is not older than " + options.bad);
        }
        return known.subList(from, to + 1);
    }

    private int search() throws ExitException, IOException, InterruptedException {
        int last = versions.size() - 1;
        ConfirmedReport worst = judged(last).orElseThrow(() -> new ExitException(ExitCode.INVALID, "there is no verdict on " + options.bad));
        if (!worst.isRegressed()) {
            throw new ExitException(ExitCode.INVALID, options.bad + " is no regression of " + options.good + " that was confirmed; a longer "
                    + "--budget shows smaller ones");
        }
        Halving.Found found = Halving.search(last, version -> judged(version)
                .map(report -> SharedRegression.of(report, worst)).orElse(SharedRegression.UNDECIDED));
        List<String> suspects = versions.subList(found.good() + 1, found.bad() + 1);
        System.out.println("the first that is worse than " + options.runtime + " " + options.good + " is " + (suspects.size() == 1 ? suspects.get(0)
                : "one of " + String.join(", ", suspects) + ", of which only the last could be judged") + "; the last that is not shown to be is "
                + versions.get(found.good()));
        return suspects.size() == 1 ? ExitCode.OK : ExitCode.INCONCLUSIVE;
    }

    /** What is said of a version against the good one; empty if there is no verdict. */
    private Optional<ConfirmedReport> judged(int version) throws ExitException, IOException, InterruptedException {
        String name = options.runtime + " " + versions.get(version);
        AbRun.Result result = host.run(options.request(id(options, options.good), id(options, versions.get(version)), args));
        if (result.stopped()) {
            throw new ExitException(ExitCode.INTERRUPTED, Main.interrupted(result.first().isPresent()));
        }
        if (result.first().isEmpty()) {
            System.out.println(name + " cannot be judged: " + String.join("; ", result.pilot().orElseThrow().troubles()));
            return Optional.empty();
        }
        ConfirmedReport report = AbCommand.report(result);
        System.out.print(report.text());
        System.out.println();
        return report.isInvalid() ? Optional.empty() : Optional.of(report);
    }

    private static String id(BisectOptions options, String version) {
        return options.runtime + "@" + version;
    }
}
