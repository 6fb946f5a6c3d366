package org.ocibench.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.ArmSummary;
import org.ocibench.engine.Arm;
import org.ocibench.report.ActionJson;
import org.ocibench.report.BenchstatText;
import org.ocibench.report.OpenMetricsText;
import org.ocibench.report.SummaryCsv;

/** Prints a stored campaign in the format of another program. */
final class ExportCommand {

    private ExportCommand() {
    }

    /** @param args what follows the word {@code export} */
    static int run(String... args) throws ExitException, IOException {
        ExportOptions options = Subcommand.parse(new ExportOptions(), args);
        if (options.help) {
            System.out.print(Subcommand.usage(options));
            return ExitCode.OK;
        }
        StoredCampaign campaign = CampaignChoice.open(options.campaign, options.results, meta -> true,
                one -> one.rows().stream().anyMatch(row -> row.timed()), "any arm", "java -jar benchmarks.jar");
        List<ArmSummary> summaries = campaign.meta().arms().stream().map(Arm::key).map(key -> ArmSummary.of(key, campaign.rows())).toList();
        if (summaries.stream().allMatch(summary -> summary.attempts() == 0)) {
            throw new ExitException(ExitCode.INVALID, campaign.folder() + " has no timed starts");
        }
        Map<String, String> names = campaign.meta().displayNames();
        System.out.print(switch (options.format) {
            case BENCHSTAT -> BenchstatText.of(campaign.rows(), names);
            case GITHUB_ACTION -> Json.text(ActionJson.of(summaries, names));
            case CSV -> SummaryCsv.of(summaries, names);
            case OPENMETRICS -> OpenMetricsText.of(summaries, names);
        });
        return ExitCode.OK;
    }
}
