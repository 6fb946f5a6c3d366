package org.ocibench.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;

/**
 * How a kind of campaign lives when it is left alone.
 *
 * @param seconds   from its token to its end
 * @param perBlock  operations in a block
 * @param timed     timed ones of each arm in a block
 * @param blocks    blocks
 * @param arguments of the command line
 */
record Life(double seconds, long perBlock, int timed, int blocks, List<String> arguments) {

    /** What such a campaign is doing just now, by what is in its folder. */
    String phase(Path results, Path starts) throws IOException {
        Path folder = Kept.folderOf(results);
        if (folder == null || Files.notExists(folder.resolve(OperationLog.OPEN_NAME))) {
            boolean closed = folder != null && Files.exists(folder.resolve(OperationLog.CLOSED_NAME));
            return closed ? "writing results" : Files.size(starts) == 0 ? "set-up" : "probes";
        }
        List<OperationRow> rows = OperationLog.read(folder);
        int block = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).block();
        if (rows.stream().filter(row -> row.block() == block).count() < perBlock) {
            return block == 0 ? "first forks" : "in block " + block;
        }
        return block == blocks ? "writing results" : "between blocks";
    }
}
