package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.host.IoFailure;
import org.ocibench.report.SafeText;

/** Finds the stored campaign that a subcommand is to read. */
final class CampaignChoice {

    private static final int LONGEST_LINE = 2000;

    private CampaignChoice() {
    }

    /** A campaign with what was worked out from it. */
    record Chosen<T>(StoredCampaign campaign, T told) {
    }

    /**
     * The campaign that was named, or the newest that fits and tells enough; where none does, the newest that fits.
     *
     * @param campaign its folder, or null
     * @param results  folder of all results
     * @param fits     whether a campaign has what is asked for
     * @param read     works out what it tells
     * @param enough   whether that is enough for an interval
     * @param what     is asked for, to follow "with"
     * @param run      how to get such a campaign
     */
    static <T> Chosen<T> open(Path campaign, Path results, Predicate<CampaignMeta> fits, Function<StoredCampaign, T> read,
            Predicate<T> enough, String what, String run) throws ExitException, IOException {
        if (campaign != null) {
            StoredCampaign named = named(campaign, fits, what);
            return new Chosen<>(named, read.apply(named));
        }
        Chosen<T> little = null;
        for (Path folder : StoredCampaign.newestFirst(results)) {
            try {
                if (fits.test(CampaignMeta.read(folder))) {
                    StoredCampaign stored = StoredCampaign.read(folder);
                    Chosen<T> found = new Chosen<>(stored, read.apply(stored));
                    if (enough.test(found.told())) {
                        return found;
                    }
                    little = little == null ? found : little;
                }
            } catch (IOException e) {
                System.err.println("passed over: " + SafeText.of(IoFailure.text(e), LONGEST_LINE));
            }
        }
        if (little != null) {
            return little;
        }
        throw new ExitException(ExitCode.UNAVAILABLE, "no campaign with " + what + " below " + results.toAbsolutePath()
                + ": run one (" + run + "), or name its folder");
    }

    /** The campaign in this folder. */
    static StoredCampaign named(Path folder) throws ExitException {
        try {
            return StoredCampaign.read(folder);
        } catch (IOException e) {
            throw ExitException.usage("not a campaign that can be read: " + IoFailure.text(e));
        }
    }

    private static StoredCampaign named(Path folder, Predicate<CampaignMeta> fits, String what) throws ExitException {
        StoredCampaign campaign = named(folder);
        if (!fits.test(campaign.meta())) {
            throw ExitException.usage(folder + " is a campaign without " + what);
        }
        return campaign;
    }
}
