package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** What was found on this host: a name means the same whatever binaries are given by path beside it. */
    private final RuntimeCatalog found;
    private RuntimeCatalog catalog;

    private AbCommand(RuntimeCatalog found) {
        this.found = found;
        catalog = found;
    }

    /** @param args what follows the word {@code ab} */
    static int run(String... args) throws ExitException, IOException, InterruptedException {
        // Asked before the command line is known to be right: what is wrong with it is no verdict on a commit.
        if (Arrays.stream(args).noneMatch(argument -> argument.startsWith(AbOptions.BISECT))) {
            return judge(args);
        }
        try {
            return forBisect(judge(args));
        } catch (ExitException e) {
            throw new ExitException(e.code() == ExitCode.INVALID ? SKIP : ABORT, e.getMessage());
        } catch (IOException e) {
            throw new ExitException(ABORT, IoFailure.text(e));
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            throw new ExitException(ABORT, "the bench itself failed, see above");
        }
    }

    private static int judge(String... args) throws ExitException, IOException, InterruptedException {
        AbOptions options = Subcommand.parse(new AbOptions(), args);
        if (options.help) {
            System.out.print(Subcommand.usage(options));
            return ExitCode.OK;
        }
        return compare(options, args);
    }

    /** What git bisect run is told instead of an exit code of a comparison. */
    static int forBisect(int code) {
        return code == ExitCode.OK || code == ExitCode.REGRESSED ? code : code == ExitCode.INTERRUPTED ? ABORT : SKIP;
    }

    private static int compare(AbOptions options, String... args) throws ExitException, IOException, InterruptedException {
        // Before it is measured for minutes; and no verdict of another day is left where this one comes to none.
        Main.requireWritableFile("--json-to", options.jsonFile == null ? null : options.jsonFile.toString());
        if (options.jsonFile != null && Files.isRegularFile(options.jsonFile)) {
            Files.write(options.jsonFile, new byte[0]);
        }
        RuntimeCatalog.Places places = RuntimeCatalog.Places.ofEnvironment();
        AbCommand command = new AbCommand(Main.catalog(places, options.runtimes));
        String baseline = command.named(options.baseline, "old", ExitCode.USAGE);
        String candidate = command.named(options.candidate, "new", options.bisect ? ExitCode.INVALID : ExitCode.USAGE);
        if (baseline.equals(candidate)) {
            throw ExitException.usage("OLD and NEW are the same binary, " + baseline + ": for how far apart equal ones come out, run a campaign "
                    + "with --aa");
        }
        AbRequest request = options.request(baseline, candidate, args);
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
            int variant = name.indexOf('~');
            return found.resolve(name).id() + (variant < 0 ? "" : name.substring(variant));
        } catch (UnknownRuntimeException e) {
            throw ExitException.usage(e.getMessage());
        }
    }

    private static int tell(AbRun.Result result, AbOptions options) throws ExitException, IOException {
        if (result.stopped()) {
            System.err.println("ocibench: " + Main.interrupted(result.first().isPresent()));
        }
        if (result.first().isEmpty()) {
            if (result.stopped()) {
                return ExitCode.INTERRUPTED;
            }
            AbRun.FailedPilot pilot = result.pilot().orElseThrow();
            print(ConfirmedReport.json(pilot.troubles()), pilot.table(), options);
            // With another commit the baseline is no better.
            throw new ExitException(options.bisect && pilot.ofBaseline() ? ExitCode.UNAVAILABLE : ExitCode.INVALID, "no campaign is made, since in the pilot " + String.join("; ", pilot.troubles()));
        }
        ConfirmedReport report = report(result);
        print(report.json(), report.text(), options);
        if (result.stopped()) {
            return ExitCode.INTERRUPTED;
        }
        if (report.isInvalid()) {
            throw new ExitException(ExitCode.INVALID, report.isControlChanged() ? "a copy of OLD came out changed, so no verdict is to be believed"
                    : String.join("; ", report.troubles()));
        }
        return report.isRegressed() ? ExitCode.REGRESSED : report.isInconclusive() ? ExitCode.INCONCLUSIVE : ExitCode.OK;
    }

    private static void print(Map<String, Object> json, String text, AbOptions options) throws IOException {
        if (options.jsonFile != null) {
            Files.writeString(options.jsonFile, Json.text(json));
        }
        System.out.print(options.json ? Json.text(json) : text);
    }

    /** The report of a comparison whose first campaign was run. */
    static ConfirmedReport report(AbRun.Result result) {
        AbRun.Measured first = result.first().orElseThrow();
        List<String> caption = new ArrayList<>(first.campaign().caption());
        result.confirming().ifPresent(second -> caption.addAll(second.campaign().caption()));
        List<String> troubles = Stream.concat(Stream.of(first), result.confirming().stream()).flatMap(one -> one.troubles().stream()).distinct()
                .toList();
        return new ConfirmedReport(first.versus(), result.confirming().map(AbRun.Measured::versus), troubles,
                first.campaign().meta().displayNames(), caption);
    }
}
