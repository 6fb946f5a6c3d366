package org.ocibench.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every container of every burst of a campaign, see {@link RowLog}; the bursts themselves are in the {@link OperationLog}. */
public final class BurstLog extends RowLog<BurstRow> {

    /** Name of the log while the campaign runs. */
    public static final String OPEN_NAME = "bursts.csv";
    /** Name of the finished log. */
    public static final String CLOSED_NAME = "bursts.csv.gz";

    private static final String HEADER = "block,cycle,arm,shot,index,start_us,wall_ns,exit,class";
    /** Five thousand bursts of 256 containers fit; more is not a log of ours. */
    private static final int MAX_ROWS = 1_500_000;
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_LINE = 1024;
    private static final RowLog.Format<BurstRow> FORMAT = new RowLog.Format<>(OPEN_NAME, CLOSED_NAME, "a log of bursts", HEADER,
            MAX_ROWS, MAX_BYTES, MAX_LINE, BurstLog::line, BurstLog::row);

    /** Opens a new log in the campaign's folder. */
    public BurstLog(Path folder) throws IOException {
        super(folder, FORMAT);
    }

    /**
     * Reads the log of a campaign, finished or not, within the same bounds as {@link OperationLog#read}.
     *
     * @throws IOException if there is none, or a line is not a row; the message names file and line
     */
    public static List<BurstRow> read(Path folder) throws IOException {
        return RowLog.read(folder, FORMAT);
    }

    static String line(BurstRow row) {
        return String.join(",", Integer.toString(row.block()), Integer.toString(row.cycle()), row.arm(),
                Integer.toString(row.shot()), Integer.toString(row.index()), Long.toString(row.startMicros()),
                Long.toString(row.wallNanos()), Integer.toString(row.exit()), Fields.text(row.failure()));
    }

    static BurstRow row(String line) {
        return FORMAT.parsed(line, new HashMap<>());
    }

    private static BurstRow row(String[] field, Map<String, String> known) {
        return new BurstRow(Fields.integer(field[0]), Fields.integer(field[1]), Fields.arm(field[2], known),
                Fields.integer(field[3]), Fields.integer(field[4]), Fields.number(field[5]), Fields.number(field[6]),
                Fields.integer(field[7]), Fields.failure(field[8]));
    }
}
