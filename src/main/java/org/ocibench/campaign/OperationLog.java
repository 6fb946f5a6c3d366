package org.ocibench.campaign;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;

/**
 * Every attempt of a campaign, as comma-separated lines in the order in which they ran. A line is written whole as soon as its
 * operation is done; when the campaign ends the file is compressed. No field can hold a comma, a quote or a line break.
 */
public final class OperationLog implements AutoCloseable {

    /** Name of the log while the campaign runs. */
    public static final String OPEN_NAME = "ops.csv";
    /** Name of the finished log. */
    public static final String CLOSED_NAME = "ops.csv.gz";

    private static final String HEADER = "block,cycle,position,shot,kind,predecessor,arm,start_us,phase,wall_ns,cpu_us,"
            + "rusage_us,peak_bytes,exit,class,layer,stderr_digest,timeout_ms";
    private static final int FIELDS = HEADER.split(",").length;
    /** A thousand starts of a thousand arms would fit; more is not a log of ours. */
    private static final int MAX_ROWS = 10_000_000;

    private final Path folder;
    private final BufferedWriter out;
    private boolean closed;
    private final List<OperationRow> rows = new ArrayList<>();

    /** Opens a new log in the campaign's folder. */
    public OperationLog(Path folder) throws IOException {
        this.folder = folder;
        out = Files.newBufferedWriter(folder.resolve(OPEN_NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        out.write(HEADER + "\n");
        out.flush();
    }

    /** Appends a row and hands it to the operating system at once. */
    public synchronized void append(OperationRow row) throws IOException {
        try {
            out.write(line(row) + "\n");
            out.flush();
        } catch (IOException e) {
            throw new IOException(folder.resolve(OPEN_NAME) + ": " + e.getMessage(), e);
        }
        rows.add(row);
    }

    /** The rows so far. */
    public synchronized List<OperationRow> rows() {
        return List.copyOf(rows);
    }

    /** Closes the log and compresses it. Closing it again does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        out.close();
        Path draft = folder.resolve(CLOSED_NAME + ".new");
        try (OutputStream gz = new GZIPOutputStream(Files.newOutputStream(draft))) {
            Files.copy(folder.resolve(OPEN_NAME), gz);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw new IOException(draft + ": " + e.getMessage(), e);
        }
        Files.move(draft, folder.resolve(CLOSED_NAME), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(folder.resolve(OPEN_NAME));
    }

    /**
     * Reads the log of a campaign, finished or not. An incomplete last line, as a killed campaign leaves it, is passed over.
     *
     * @throws IOException if there is none, or a line is not a row; the message names file and line
     */
    public static List<OperationRow> read(Path folder) throws IOException {
        Path closed = folder.resolve(CLOSED_NAME);
        Path file = Files.exists(closed) ? closed : folder.resolve(OPEN_NAME);
        boolean brokenOff = !file.equals(closed) && isBrokenOff(file);
        List<OperationRow> rows = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                BufferedReader in = new BufferedReader(new InputStreamReader(
                        file.equals(closed) ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8))) {
            if (!HEADER.equals(in.readLine())) {
                throw new IOException(file + " line 1: not the header of an operation log");
            }
            int number = 1;
            String line = in.readLine();
            while (line != null) {
                number++;
                String next = in.readLine();
                if (next == null && brokenOff) {
                    break;
                }
                try {
                    rows.add(row(line));
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + " line " + number + ": " + e.getMessage(), e);
                }
                if (rows.size() > MAX_ROWS) {
                    throw new IOException(file + ": more than " + MAX_ROWS + " rows");
                }
                line = next;
            }
        } catch (EOFException | ZipException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        return rows;
    }

    // A line that lacks only its last digits would still read as a row.
    private static boolean isBrokenOff(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            if (bytes.length() == 0) {
                return false;
            }
            bytes.seek(bytes.length() - 1);
            return bytes.read() != '\n';
        }
    }

    static String line(OperationRow row) {
        return String.join(",", Integer.toString(row.block()), Integer.toString(row.cycle()),
                Integer.toString(row.position()), Integer.toString(row.shot()), kindLabel(row.kind()),
                row.predecessor(), row.arm(), Long.toString(row.startMicros()), row.phase(),
                Long.toString(row.wallNanos()), text(row.cpuMicros()), text(row.rusageMicros()), text(row.peakBytes()),
                Integer.toString(row.exit()), row.failure() == null ? "" : row.failure().label(),
                row.layer() == null ? "" : row.layer().label(), row.digest(), Long.toString(row.timeoutMillis()));
    }

    static OperationRow row(String line) {
        String[] field = line.split(",", -1);
        if (field.length != FIELDS) {
            throw new IllegalArgumentException(field.length + " fields instead of " + FIELDS);
        }
        return new OperationRow(Integer.parseInt(field[0]), Integer.parseInt(field[1]), Integer.parseInt(field[2]),
                Integer.parseInt(field[3]), kind(field[4]), field[5], Arm.ofKey(field[6]).key(), Long.parseLong(field[7]),
                field[8], Long.parseLong(field[9]), number(field[10]), number(field[11]), number(field[12]),
                Integer.parseInt(field[13]), field[14].isEmpty() ? null : FailureClass.ofLabel(field[14]),
                field[15].isEmpty() ? null : Layer.ofLabel(field[15]), field[16], Long.parseLong(field[17]));
    }

    private static String kindLabel(OperationKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static OperationKind kind(String label) {
        return OperationKind.valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }

    private static OptionalLong number(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
