package org.ocibench.schedule;

import java.nio.file.Path;
import java.util.List;

/**
 * What a campaign came to.
 *
 * @param folder     where it is kept; null if nothing was measured
 * @param table      the table for the terminal
 * @param hasNumbers whether any runtime gave a number
 * @param missing    runtimes that were asked for by name and gave none
 * @param stopped    whether it was ended early
 * @param failed     whether a failed start ended it, as asked
 * @param left       what could not be removed from the host, or null
 */
public record CampaignResult(Path folder, String table, boolean hasNumbers, List<String> missing, boolean stopped,
        boolean failed, String left) {

    /** Of a campaign that was ended before anything was measured. */
    static CampaignResult none() {
        return new CampaignResult(null, "", false, List.of(), true, false, null);
    }

    CampaignResult leaving(String what) {
        return new CampaignResult(folder, table, hasNumbers, missing, stopped, failed, what);
    }
}
