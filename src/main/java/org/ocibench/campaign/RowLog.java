package org.ocibench.campaign;

import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.ocibench.host.Printable;

/**
 * A file of a campaign with one comma-separated line per row, in the order in which they came. A line is written whole as soon
 * as its row is known; when the campaign ends the file is compressed. No field can hold a comma, a quote or a line break.
 */
class RowLog<R> implements AutoCloseable {

    private final Path folder;
    private final Format<R> format;
    private final BufferedWriter out;
    private final List<R> rows = new ArrayList<>();
    private boolean closed;

    /**
     * What tells one sort of log from another.
     *
     * @param openName   name of the file while the campaign runs
     * @param closedName name of the finished file
     * @param what       what a reader calls it
     * @param header     first line
     * @param maxRows    a file with more is not one of ours
     * @param maxBytes   unpacked
     * @param maxLine    longest line
     * @param line       a row as a line
     * @param row        a line as a row, with the names that are known already: many rows share few, and each is kept once;
     *                   throws IllegalArgumentException if it is none
     */
    record Format<R>(String openName, String closedName, String what, String header, int maxRows, long maxBytes, int maxLine,
            Function<R, String> line, BiFunction<String[], Map<String, String>, R> row) {

        R parsed(String text, Map<String, String> known) {
            String[] field = text.split(",", -1);
            int fields = header.split(",").length;
            if (field.length != fields) {
                throw new IllegalArgumentException(field.length + " fields instead of " + fields);
            }
            return row.apply(field, known);
        }
    }

    /** Opens a new log in the campaign's folder. */
    RowLog(Path folder, Format<R> format) throws IOException {
        this.folder = folder;
        this.format = format;
        out = Files.newBufferedWriter(folder.resolve(format.openName()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        out.write(format.header() + "\n");
        out.flush();
    }

    /** Appends rows and hands them to the operating system at once. */
    public final synchronized void append(List<R> added) throws IOException {
        try {
            for (R row : added) {
                out.write(format.line().apply(row) + "\n");
            }
            out.flush();
        } catch (IOException e) {
            throw new IOException(folder.resolve(format.openName()) + ": " + e.getMessage(), e);
        }
        rows.addAll(added);
    }

    /** The rows so far. */
    public final synchronized List<R> rows() {
        return List.copyOf(rows);
    }

    /** Closes the log and compresses it. Closing it again does nothing. */
    @Override
    public final synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        out.close();
        Path draft = folder.resolve(format.closedName() + ".new");
        try (OutputStream gz = new GZIPOutputStream(Files.newOutputStream(draft))) {
            Files.copy(folder.resolve(format.openName()), gz);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw new IOException(draft + ": " + e.getMessage(), e);
        }
        Files.move(draft, folder.resolve(format.closedName()), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(folder.resolve(format.openName()));
    }

    /**
     * Reads the log of a campaign, finished or not. An incomplete last line, as a killed campaign leaves it, is passed over. It
     * may come from a stranger: links, pipes and devices are refused, and what is read is bounded.
     *
     * @throws IOException if there is none, or a line is not a row; the message names file and line
     */
    static <R> List<R> read(Path folder, Format<R> format) throws IOException {
        Path closed = folder.resolve(format.closedName());
        boolean finished = Files.exists(closed, LinkOption.NOFOLLOW_LINKS);
        Path file = finished ? closed : folder.resolve(format.openName());
        String name = Printable.of(file.toString());
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
            throw new IOException(name + " is no regular file");
        }
        try (InputStream raw = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                InputStream in = finished ? new GZIPInputStream(raw) : raw) {
            return rows(new BoundedLines(in, name, format.maxLine(), format.maxBytes()), name, !finished, format);
        } catch (EOFException e) {
            throw new IOException(name + " is damaged: it ends too early", e);
        } catch (ZipException e) {
            throw new IOException(name + " is damaged: " + e.getMessage(), e);
        }
    }

    private static <R> List<R> rows(BoundedLines lines, String name, boolean mayBreakOff, Format<R> format) throws IOException {
        if (!format.header().equals(lines.next())) {
            throw new IOException(name + " line 1: not the header of " + format.what());
        }
        List<R> rows = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            // A line that lacks only its last digits would still read as a row.
            if (mayBreakOff && !lines.isWhole()) {
                break;
            }
            if (rows.size() == format.maxRows()) {
                throw new IOException(name + " line " + lines.number() + ": more than " + format.maxRows() + " rows");
            }
            try {
                rows.add(format.parsed(line, known));
            } catch (IllegalArgumentException e) {
                throw new IOException(name + " line " + lines.number() + ": " + e.getMessage(), e);
            }
        }
        return rows;
    }
}
