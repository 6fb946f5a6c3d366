package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ocibench.compare.VersionHistory;
import org.ocibench.report.HistoryReport;

/** Tells how the versions of a runtime follow each other, from all campaigns that are kept. */
final class HistoryCommand {

    private static final int MOST_BACK = 1000;

    private HistoryCommand() {
    }

    /** @param args what follows the word {@code history} */
    static int run(String... args) throws ExitException, IOException {
        HistoryOptions options = Subcommand.parse(new HistoryOptions(), args);
        if (options.help) {
            System.out.print(Subcommand.usage(options));
            return ExitCode.OK;
        }
        if (options.runtime.contains("@")) {
            throw ExitException.usage("history is of all versions: name the runtime without one, "
                    + HistoryReader.nameOf(options.runtime));
        }
        if (options.back < 2 || options.back > MOST_BACK) {
            throw ExitException.usage("--back wants a number from 2 to " + MOST_BACK + ", not " + options.back);
        }
        List<VersionHistory> all = HistoryReader.read(options.runtime, options.results);
        List<VersionHistory> histories = all.stream().filter(history -> history.versions().size() > 1).toList();
        if (histories.isEmpty()) {
            throw new ExitException(ExitCode.INVALID, "below " + options.results.toAbsolutePath() + " there are no two versions of " + options.runtime
                    + " that were measured under one condition on one machine: run a campaign with both, for example "
                    + "-p runtime=" + options.runtime + "@OLD," + options.runtime + "@NEW --full");
        }
        HistoryReport report = new HistoryReport(options.runtime, histories, all.size() - histories.size(), options.back);
        System.out.print(report.text());
        if (options.report != null) {
            write(report, options);
        }
        return ExitCode.OK;
    }

    private static void write(HistoryReport report, HistoryOptions options) throws ExitException {
        String name = options.runtime.replace('~', '-');
        try {
            Files.createDirectories(options.report);
            List<String> plots = new ArrayList<>();
            for (int i = 0; i < report.histories().size(); i++) {
                plots.add(name + "-" + (i + 1) + ".svg");
                Files.writeString(options.report.resolve(plots.get(i)), report.plot(i));
            }
            Path file = options.report.resolve(name + ".md");
            Files.writeString(file, report.markdown(plots));
            System.err.println("written to " + file);
        } catch (IOException e) {
            throw new ExitException(ExitCode.UNAVAILABLE, "the report cannot be written into " + options.report.toAbsolutePath()
                    + ": choose another folder with --report DIR");
        }
    }
}
