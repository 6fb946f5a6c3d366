package org.ocibench.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;
import org.ocibench.host.Printable;

/** Every attempt of a campaign, see {@link RowLog}. */
public final class OperationLog extends RowLog<OperationRow> {

    /** Name of the log while the campaign runs. */
    public static final String OPEN_NAME = "ops.csv";
    /** Name of the finished log. */
    public static final String CLOSED_NAME = "ops.csv.gz";

    private static final String HEADER = "block,cycle,position,shot,kind,predecessor,arm,start_us,phase,wall_ns,cpu_us,"
            + "rusage_us,peak_bytes,exit,class,layer,stderr_digest,timeout_ms";
    /** Six hours of the quickest runtimes fit, and take 800 MB of heap; more is not a log of ours. */
    public static final int MAX_ROWS = 4_000_000;
    private static final long MAX_BYTES = 1L << 30;
    private static final int MAX_LINE = 2048;
    static final RowLog.Format<OperationRow> FORMAT = new RowLog.Format<>(OPEN_NAME, CLOSED_NAME, "an operation log", HEADER,
            MAX_ROWS, MAX_BYTES, MAX_LINE, OperationLog::line, OperationLog::row);

    /** Opens a new log in the campaign's folder. */
    public OperationLog(Path folder) throws IOException {
        super(folder, FORMAT);
    }

    /** Appends a row and hands it to the operating system at once. */
    public void append(OperationRow row) throws IOException {
        append(List.of(row));
    }

    /**
     * Reads the log of a campaign, finished or not. An incomplete last line, as a killed campaign leaves it, is passed over. It
     * may come from a stranger: links, pipes and devices are refused, and what is read is bounded.
     *
     * @throws IOException if there is none, or a line is not a row; the message names file and line
     */
    public static List<OperationRow> read(Path folder) throws IOException {
        return RowLog.read(folder, FORMAT);
    }

    static String line(OperationRow row) {
        return String.join(",", Integer.toString(row.block()), Integer.toString(row.cycle()),
                Integer.toString(row.position()), Integer.toString(row.shot()), kindLabel(row.kind()),
                row.predecessor(), row.arm(), Long.toString(row.startMicros()), row.phase(),
                Long.toString(row.wallNanos()), Fields.text(row.cpuMicros()), Fields.text(row.rusageMicros()),
                Fields.text(row.peakBytes()), Integer.toString(row.exit()), Fields.text(row.failure()),
                row.layer() == null ? "" : row.layer().label(), row.digest(), Long.toString(row.timeoutMillis()));
    }

    static OperationRow row(String line) {
        return FORMAT.parsed(line, new HashMap<>());
    }

    private static OperationRow row(String[] field, Map<String, String> known) {
        OperationRow row = new OperationRow(Fields.integer(field[0]), Fields.integer(field[1]), Fields.integer(field[2]),
                Fields.integer(field[3]), kind(field[4]), field[5].isEmpty() ? "" : Fields.arm(field[5], known),
                Fields.arm(field[6], known), Fields.amount(field[7]), Fields.word(field[8], known), Fields.amount(field[9]),
                Fields.optional(field[10]), Fields.optional(field[11]), Fields.optional(field[12]), Fields.integer(field[13]),
                Fields.failure(field[14]), field[15].isEmpty() ? null : Layer.ofLabel(field[15]), Fields.word(field[16], known),
                Fields.amount(field[17]));
        if (row.isStart() && row.succeeded() && row.wallNanos() == 0) {
            throw new IllegalArgumentException("a success that took no time");
        }
        return row;
    }

    private static String kindLabel(OperationKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static OperationKind kind(String label) {
        return Arrays.stream(OperationKind.values()).filter(kind -> kindLabel(kind).equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of operation: " + Printable.quoted(label)));
    }
}
