package org.ocibench.campaign;

import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.Layer;
import org.ocibench.engine.OperationKind;
import org.ocibench.host.Printable;

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
    /** A thousand starts of a thousand arms fit, and take 200 MB of heap; more is not a log of ours. */
    private static final int MAX_ROWS = 1_000_000;
    private static final long MAX_BYTES = 256L << 20;
    private static final int MAX_LINE = 2048;
    /** Phases and digests. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+-]{0,64}");

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
     * Reads the log of a campaign, finished or not. An incomplete last line, as a killed campaign leaves it, is passed over. It
     * may come from a stranger: links, pipes and devices are refused, and what is read is bounded.
     *
     * @throws IOException if there is none, or a line is not a row; the message names file and line
     */
    public static List<OperationRow> read(Path folder) throws IOException {
        Path closed = folder.resolve(CLOSED_NAME);
        boolean finished = Files.exists(closed, LinkOption.NOFOLLOW_LINKS);
        Path file = finished ? closed : folder.resolve(OPEN_NAME);
        String name = Printable.of(file.toString());
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
            throw new IOException(name + " is no regular file");
        }
        try (InputStream raw = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                InputStream in = finished ? new GZIPInputStream(raw) : raw) {
            return rows(new BoundedLines(in, name, MAX_LINE, MAX_BYTES), name, !finished);
        } catch (EOFException e) {
            throw new IOException(name + " is damaged: it ends too early", e);
        } catch (ZipException e) {
            throw new IOException(name + " is damaged: " + e.getMessage(), e);
        }
    }

    private static List<OperationRow> rows(BoundedLines lines, String name, boolean mayBreakOff) throws IOException {
        if (!HEADER.equals(lines.next())) {
            throw new IOException(name + " line 1: not the header of an operation log");
        }
        List<OperationRow> rows = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            // A line that lacks only its last digits would still read as a row.
            if (mayBreakOff && !lines.isWhole()) {
                break;
            }
            if (rows.size() == MAX_ROWS) {
                throw new IOException(name + " line " + lines.number() + ": more than " + MAX_ROWS + " rows");
            }
            try {
                rows.add(row(line, known));
            } catch (IllegalArgumentException e) {
                throw new IOException(name + " line " + lines.number() + ": " + e.getMessage(), e);
            }
        }
        return rows;
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
        return row(line, new HashMap<>());
    }

    // A million rows share few names: each is checked and kept once.
    private static OperationRow row(String line, Map<String, String> known) {
        String[] field = line.split(",", -1);
        if (field.length != FIELDS) {
            throw new IllegalArgumentException(field.length + " fields instead of " + FIELDS);
        }
        return new OperationRow(integer(field[0]), integer(field[1]), integer(field[2]), integer(field[3]), kind(field[4]),
                field[5].isEmpty() ? "" : arm(field[5], known), arm(field[6], known), number(field[7]),
                word(field[8], known), number(field[9]), optional(field[10]), optional(field[11]), optional(field[12]),
                integer(field[13]), field[14].isEmpty() ? null : FailureClass.ofLabel(field[14]),
                field[15].isEmpty() ? null : Layer.ofLabel(field[15]), word(field[16], known), number(field[17]));
    }

    private static String arm(String key, Map<String, String> known) {
        return known.computeIfAbsent(key, k -> Arm.ofKey(k).key());
    }

    private static String word(String text, Map<String, String> known) {
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException("not a word: " + Printable.quoted(text));
        }
        return known.computeIfAbsent(text, t -> t);
    }

    private static String kindLabel(OperationKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static OperationKind kind(String label) {
        return Arrays.stream(OperationKind.values()).filter(kind -> kindLabel(kind).equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of operation: " + Printable.quoted(label)));
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }

    private static OptionalLong optional(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(text));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number: " + Printable.quoted(text), e);
        }
    }

    private static int integer(String text) {
        long number = number(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("too large a number: " + text);
        }
        return (int) number;
    }
}
