package org.ocibench.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Everything of a campaign that is written as it comes: its operations, and the containers of bursts where it has some. */
public final class CampaignLog implements AutoCloseable {

    private final OperationLog operations;
    private final BurstLog bursts;

    /**
     * Opens new logs in the campaign's folder.
     *
     * @param withBursts whether there is a log of bursts
     */
    public CampaignLog(Path folder, boolean withBursts) throws IOException {
        operations = new OperationLog(folder);
        try {
            bursts = withBursts ? new BurstLog(folder) : null;
        } catch (IOException e) {
            operations.close();
            throw e;
        }
    }

    /** Appends an operation of a single container, or what was found between operations. */
    public void append(OperationRow row) throws IOException {
        operations.append(row);
    }

    /**
     * Appends a burst.
     *
     * @param containers all of its containers that are known; where the burst was lost there are none
     */
    public void append(OperationRow row, List<BurstRow> containers) throws IOException {
        // The containers first: a burst that is in the log is there with all that belongs to it.
        if (!containers.isEmpty()) {
            bursts.append(containers);
        }
        operations.append(row);
    }

    /** The operations so far. */
    public List<OperationRow> rows() {
        return operations.rows();
    }

    /** The containers of bursts so far. */
    public List<BurstRow> containers() {
        return bursts == null ? List.of() : bursts.rows();
    }

    /** Names of the files once it is closed. */
    public List<String> names() {
        return bursts == null ? List.of(OperationLog.CLOSED_NAME) : List.of(OperationLog.CLOSED_NAME, BurstLog.CLOSED_NAME);
    }

    /** Closes and compresses them. Closing again does nothing. */
    @Override
    public void close() throws IOException {
        try {
            operations.close();
        } finally {
            if (bursts != null) {
                bursts.close();
            }
        }
    }
}
