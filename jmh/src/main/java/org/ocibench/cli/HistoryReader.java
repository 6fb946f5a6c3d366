package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.Environment;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.compare.Controls;
import org.ocibench.compare.SubBlocks;
import org.ocibench.compare.VersionHistory;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.host.IoFailure;
import org.ocibench.report.SafeText;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.Version;

/** Gathers the versions of a runtime from all campaigns. */
final class HistoryReader {

    private static final int LONGEST_LINE = 2000;

    /** Binaries that were given by their paths have words for versions. */
    private static final Pattern VERSION = Pattern.compile("\\d");

    private final String runtime;
    private final Map<Series, List<VersionHistory.Point>> points = new LinkedHashMap<>();

    /**
     * What versions must share to be followed.
     *
     * @param arm with the runtime's name alone
     */
    private record Series(String machineId, String benchmarkVersion, Arm arm) {
    }

    private HistoryReader(String runtime) {
        this.runtime = runtime;
    }

    /**
     * The histories under every condition that the runtime was measured under, in the order of the first campaign of each. What cannot be
     * read is told and passed over.
     *
     * @param runtime its name, with a variant behind a tilde where it has one
     */
    static List<VersionHistory> read(String runtime, Path results) throws IOException {
        HistoryReader reader = new HistoryReader(runtime);
        List<Path> oldestFirst = new ArrayList<>(StoredCampaign.newestFirst(results));
        oldestFirst.sort(Comparator.comparing(folder -> folder.getFileName().toString()));
        for (Path folder : oldestFirst) {
            try {
                if (CampaignMeta.read(folder).arms().stream().anyMatch(reader::isOurs)) {
                    reader.add(StoredCampaign.read(folder));
                }
            } catch (IOException e) {
                System.err.println("passed over: " + SafeText.of(IoFailure.text(e), LONGEST_LINE));
            }
        }
        return reader.histories();
    }

    /** The name of a runtime without its version. */
    static String nameOf(String parameter) {
        int at = parameter.indexOf('@');
        int tilde = parameter.indexOf('~');
        return at < 0 ? parameter : parameter.substring(0, at) + (tilde < 0 ? "" : parameter.substring(tilde));
    }

    private boolean isOurs(Arm arm) {
        return !arm.isControl() && !RuntimeCatalog.isCopy(arm.runtime()) && nameOf(arm.runtime()).equals(runtime);
    }

    private void add(StoredCampaign campaign) {
        Environment environment = campaign.meta().environment();
        SubBlocks subBlocks = SubBlocks.of(campaign.rows());
        if (Controls.haveOtherTimes(campaign.meta().arms(), subBlocks)) {
            System.err.println("passed over: " + SafeText.of(campaign.folder().toString(), LONGEST_LINE)
                    + " is invalid, since a copy of a binary came out changed there");
            return;
        }
        for (Arm arm : campaign.meta().arms()) {
            String version = environment.versions().getOrDefault(arm.runtime(), Environment.UNKNOWN);
            if (isOurs(arm) && VERSION.matcher(version).find()) {
                Series series = new Series(environment.machineId(), environment.benchmarkVersion(), arm.with(runtime));
                VersionHistory.Point point = VersionHistory.Point.of(version, campaign.folder().getFileName().toString(),
                        environment.binaries().getOrDefault(arm.runtime(), Environment.UNKNOWN), subBlocks, arm.key(),
                        Engines.anchor(arm).key());
                List<VersionHistory.Point> of = points.computeIfAbsent(series, s -> new ArrayList<>());
                // A campaign may have one version under two names, or have been ended before it had anything of one.
                if (point.values().values().stream().anyMatch(values -> !values.isEmpty())
                        && of.stream().noneMatch(other -> other.version().equals(point.version()) && other.campaign().equals(point.campaign()))) {
                    of.add(point);
                }
            }
        }
    }

    private List<VersionHistory> histories() {
        List<VersionHistory> histories = new ArrayList<>();
        points.forEach((series, found) -> {
            found.sort(Comparator.comparing((VersionHistory.Point point) -> new Version(point.version()))
                    .thenComparing(VersionHistory.Point::campaign));
            histories.add(new VersionHistory(series.machineId(), series.benchmarkVersion(), series.arm(), found));
        });
        return histories;
    }
}
