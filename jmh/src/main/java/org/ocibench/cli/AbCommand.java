package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ocibench.host.IoFailure;
import org.ocibench.report.ConfirmedReport;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.UnknownRuntimeException;
import org.ocibench.schedule.AbRequest;
import org.ocibench.schedule.AbRun;

/** Tells whether one version is slower than another, by measuring both. */
final class AbCommand {

    /** What git bisect run takes as "this one cannot be tested". */
    private static final int SKIP = 125;
    /** What ends git bisect run. */
    private static final int ABORT = 255;

    private RuntimeCatalog catalog;

    private AbCommand(RuntimeCatalog catalog) {
        this.catalog = catalog;
    }

    /** @param args what follows the word {@code ab} */
    static int run(String... args) throws ExitException, IOException, InterruptedException {
        AbOptions options = Subcommand.parse(new AbOptions(), args);
        if (options.help) {
            System.out.print(Subcommand.usage(options));
            return ExitCode.OK;
        }
        if (!options.bisect) {
            return compare(options, args);
        }
        try {
            return forBisect(compare(options, args));
        } catch (ExitException e) {
            throw new ExitException(e.code() == ExitCode.INVALID ? SKIP : ABORT, e.getMessage());
        }
    }

    /** What git bisect run is told instead of an exit code of a comparison. */
    static int forBisect(int code) {
        return code == ExitCode.OK || code == ExitCode.REGRESSED ? code : code == ExitCode.INTERRUPTED ? ABORT : SKIP;
    }

    private static int compare(AbOptions options, String... args) throws ExitException, IOException, InterruptedException {
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        AbCommand command = new AbCommand(Main.catalog(places, options.runtimes));
        String baseline = command.named(options.baseline, "old", ExitCode.USAGE);
        String candidate = command.named(options.candidate, "new", options.bisect ? ExitCode.INVALID : ExitCode.USAGE);
        if (baseline.equals(candidate)) {
            throw ExitException.usage("OLD and NEW are the same, " + baseline + ": for how far apart equal ones come out, run a campaign "
                    + "with --aa");
        }
        AbRequest request = options.request(baseline, candidate, args);
        // Before it is measured for minutes.
        Main.requireWritableFile("--json-to", options.jsonFile == null ? null : options.jsonFile.toString());
        try (AbHost host = AbHost.open(options, places, command.catalog, request.kernel())) {
            return tell(host.run(request), options);
        }
    }

    private String named(String name, String version, int otherwise) throws ExitException {
        if (name.contains("/")) {
            try {
                RuntimeBinary binary = catalog.identify(Path.of(name), version);
                catalog = catalog.with(binary);
                return binary.id();
            } catch (IOException e) {
                throw new ExitException(otherwise, IoFailure.text(e));
            }
        }
        try {
            catalog.resolve(name);
            return name;
        } catch (UnknownRuntimeException e) {
            throw ExitException.usage(e.getMessage());
        }
    }

    private static int tell(AbRun.Result result, AbOptions options) throws ExitException, IOException {
        if (result.stopped()) {
            System.err.println("ocibench: " + Main.interrupted(result.first().isPresent()));
        }
        if (result.first().isEmpty()) {
            System.out.print(result.stopped() ? "" : result.trouble());
            return result.stopped() ? ExitCode.INTERRUPTED : ExitCode.INVALID;
        }
        ConfirmedReport report = report(result);
        if (options.jsonFile != null) {
            Files.writeString(options.jsonFile, Json.text(report.json()));
        }
        System.out.print(options.json ? Json.text(report.json()) : report.text());
        if (result.stopped()) {
            return ExitCode.INTERRUPTED;
        }
        if (report.isInvalid()) {
            throw new ExitException(ExitCode.INVALID, "a copy of OLD came out changed, so no verdict is to be believed");
        }
        return report.isRegressed() ? ExitCode.REGRESSED : report.isInconclusive() ? ExitCode.INCONCLUSIVE : ExitCode.OK;
    }

    /** The report of a comparison whose first campaign was run. */
    static ConfirmedReport report(AbRun.Result result) {
        AbRun.Measured first = result.first().orElseThrow();
        List<String> caption = new ArrayList<>(first.campaign().caption());
        result.confirming().ifPresent(second -> caption.addAll(second.campaign().caption()));
        return new ConfirmedReport(first.versus(), result.confirming().map(AbRun.Measured::versus),
                first.campaign().meta().displayNames(), caption);
    }
}
