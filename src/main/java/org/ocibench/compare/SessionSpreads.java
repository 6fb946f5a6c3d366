package org.ocibench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ocibench.campaign.CampaignMeta;
import org.ocibench.campaign.Environment;
import org.ocibench.campaign.StoredCampaign;
import org.ocibench.engine.Arm;

/** What campaigns of one environment differ by, from those with an A/A control that are kept below a folder of results. */
public final class SessionSpreads {

    /** Of the newest ones; to read a campaign takes some tenths of a second. */
    private static final int MOST = 50;

    private final List<Control> controls;

    private record Control(List<Arm> arms, SubBlocks subBlocks) {
    }

    private SessionSpreads(List<Control> controls) {
        this.controls = List.copyOf(controls);
    }

    /**
     * Reads them; what cannot be read is passed over, and so are campaigns whose original binaries were not copied as their copies were.
     *
     * @param results       folder of all results
     * @param machineId     the machine
     * @param environmentId what else must be the same
     * @param but           name of the folder of a campaign that is not to count, since it is to be judged; or null
     */
    public static SessionSpreads read(Path results, String machineId, String environmentId, String but) {
        List<Control> controls = new ArrayList<>();
        for (Path folder : folders(results)) {
            if (controls.size() < MOST && !folder.getFileName().toString().equals(but)) {
                control(folder, machineId, environmentId).ifPresent(controls::add);
            }
        }
        return new SessionSpreads(controls);
    }

    private static Optional<Control> control(Path folder, String machineId, String environmentId) {
        try {
            CampaignMeta meta = CampaignMeta.read(folder);
            Environment environment = meta.environment();
            return environment.machineId().equals(machineId) && environment.environmentId().equals(environmentId) && environment.runsCopies()
                    && Controls.originals(meta.arms()).findAny().isPresent()
                            ? Optional.of(new Control(meta.arms(), SubBlocks.of(StoredCampaign.read(folder).rows()))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Path> folders(Path results) {
        try {
            return StoredCampaign.newestFirst(results);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What campaigns differ by under the conditions of this arm, whatever its runtime. */
    public SessionSpread like(Arm arm) {
        return SessionSpread.of(controls.stream().flatMap(one -> SessionSpread.control(one.arms(), arm, one.subBlocks()).stream()).toList());
    }
}
