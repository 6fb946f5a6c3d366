package org.ocibench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.engine.OperationKind;

/** Campaigns below a folder of results, made up for tests. */
public final class Stored {

    private Stored() {
    }

    /**
     * A campaign of one block whose arms take 10, 20, 30, ... ms.
     *
     * @param more    further fields of meta.json, each ended by a comma
     * @param scatter nanoseconds by which all arms but the first differ from cycle to cycle: without any nothing is known of scatter
     */
    public static Path campaign(Path results, String stamp, int cycles, List<String> arms, String more, long scatter) throws IOException {
        Path folder = Files.createDirectories(results.resolve("0a1b2c3d/2026-11-25").resolve(stamp + "-0a1b2c"));
        Files.writeString(folder.resolve("meta.json"), arms.stream().map(arm -> "{\"arm\": \"" + arm + "\"}")
                .collect(Collectors.joining(", ", "{\"plan\": {}, " + more + " \"complete\": true, \"arms\": [", "]}")));
        try (OperationLog log = new OperationLog(folder)) {
            for (int cycle = 1; cycle <= cycles; cycle++) {
                for (int arm = 0; arm < arms.size(); arm++) {
                    long nanos = (arm + 1) * 10_000_000L + (arm == 0 ? 0 : cycle % 7 * scatter);
                    log.append(new OperationRow(1, cycle, 1, 1, OperationKind.TIMED, "", arms.get(arm), 0, "run", nanos, OptionalLong.empty(),
                            OptionalLong.empty(), OptionalLong.empty(), 42, null, null, "", 2000));
                }
            }
        }
        return folder;
    }
}
