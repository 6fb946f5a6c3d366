package org.ocibench.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.ArmSummary;
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
        CampaignChoice.Chosen<List<ArmSummary>> chosen = CampaignChoice.open(options.campaign, options.results, meta -> true,
                ExportCommand::summaries, ExportCommand::haveStarts, "any arm", "java -jar benchmarks.jar");
        StoredCampaign campaign = chosen.campaign();
        List<ArmSummary> summaries = chosen.told();
        if (!haveStarts(summaries)) {
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

    private static List<ArmSummary> summaries(StoredCampaign campaign) {
        return campaign.meta().arms().stream().map(arm -> ArmSummary.of(arm.key(), campaign.rows())).toList();
    }

    private static boolean haveStarts(List<ArmSummary> summaries) {
        return summaries.stream().anyMatch(summary -> summary.attempts() > 0);
    }
}
