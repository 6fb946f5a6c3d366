package org.ocibench.cli;

import java.io.IOException;
import java.util.List;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.Ladder;
import org.ocibench.compare.Overhead;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.Survival;
import org.ocibench.report.OverheadReport;

/** Tells what each rung from a plain process to nerdctl adds, from a stored campaign. */
final class OverheadCommand {

    private static final String WHAT = "two or more ways to the same runtime's containers, started one after the other";

    private OverheadCommand() {
    }

    /** @param args what follows the word {@code overhead} */
    static int run(String... args) throws ExitException, IOException {
        StoredOptions options = StoredOptions.parse("overhead", "Tells what each rung from a plain process to nerdctl adds to the "
                + "one below it, and whether one runtime's advantage survives containerd.", args);
        if (options.help) {
            System.out.print(options.usage());
            return ExitCode.OK;
        }
        CampaignChoice.Chosen<Told> chosen = CampaignChoice.open(options.campaign, options.results, meta -> !ladders(meta).isEmpty(),
                Told::of, told -> told.overheads().stream().anyMatch(Overhead::hasInterval), WHAT, "java -jar benchmarks.jar --preset ladder");
        StoredCampaign campaign = chosen.campaign();
        Told told = chosen.told();
        if (told.overheads().stream().noneMatch(Overhead::hasDifference)) {
            throw new ExitException(ExitCode.INVALID, "in " + campaign.folder() + " no two rungs have starts in the same whole sub-block of "
                    + "three cycles: run a campaign with -i 12 or more");
        }
        System.out.print(new OverheadReport(told.overheads(), Survival.of(told.ladders(), told.subBlocks()), campaign.meta().displayNames(),
                campaign.specs(), campaign::trouble, campaign.caption()).text());
        return ExitCode.OK;
    }

    /** What is worked out from a campaign. */
    private record Told(SubBlocks subBlocks, List<Ladder> ladders, List<Overhead> overheads) {
        static Told of(StoredCampaign campaign) {
            SubBlocks subBlocks = SubBlocks.of(campaign.rows());
            List<Ladder> ladders = OverheadCommand.ladders(campaign.meta());
            return new Told(subBlocks, ladders, ladders.stream().map(ladder -> Overhead.of(ladder, subBlocks)).toList());
        }
    }

    private static List<Ladder> ladders(CampaignMeta meta) {
        return Ladder.of(meta.arms(), meta.notRun().stream().map(one -> one.arm().key()).toList());
    }
}
