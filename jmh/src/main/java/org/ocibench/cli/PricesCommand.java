package org.ocibench.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ocibench.bundle.SpecOption;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.Estimate;
import org.ocibench.compare.PriceList;
import org.ocibench.compare.SubBlocks;
import org.ocibench.report.PriceReport;

/** Tells what each option of the spec costs, from a stored campaign. */
final class PricesCommand {

    private PricesCommand() {
    }

    /** @param args what follows the word {@code prices} */
    static int run(String... args) throws ExitException, IOException {
        StoredOptions options = StoredOptions.parse("prices", "Tells what each option of the OCI spec costs each runtime, compared "
                + "with the plain spec.", args);
        if (options.help) {
            System.out.print(options.usage());
            return ExitCode.OK;
        }
        CampaignChoice.Chosen<List<PriceList>> chosen = CampaignChoice.open(options.campaign, options.results, PricesCommand::hasOptions,
                PricesCommand::lists, lists -> differences(lists).anyMatch(wall -> wall.interval().isPresent()), "options of the spec",
                "java -jar benchmarks.jar --preset prices");
        StoredCampaign campaign = chosen.campaign();
        List<PriceList> lists = chosen.told();
        if (differences(lists).findAny().isEmpty()) {
            throw new ExitException(ExitCode.INVALID, "in " + campaign.folder() + " no option has starts in the same whole sub-block of three "
                    + "cycles as the plain spec: run a campaign with -i 12 or more");
        }
        Map<String, String> told = new LinkedHashMap<>();
        SpecOption.labels().forEach(label -> told.put(label, SpecOption.ofLabel(label).sentence()));
        System.out.print(new PriceReport(lists, campaign.meta().displayNames(), told, campaign::trouble, campaign.caption()).text());
        return ExitCode.OK;
    }

    private static List<PriceList> lists(StoredCampaign campaign) {
        CampaignMeta meta = campaign.meta();
        return PriceList.of(meta.arms(), meta.notRun().stream().map(CampaignMeta.Absent::arm).toList(), SubBlocks.of(campaign.rows()));
    }

    private static Stream<Estimate> differences(List<PriceList> lists) {
        return lists.stream().flatMap(list -> list.prices().stream()).flatMap(price -> price.wall().stream());
    }

    private static boolean hasOptions(CampaignMeta meta) {
        return meta.arms().stream().anyMatch(PriceList::hasOption);
    }
}
