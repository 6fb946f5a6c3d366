package org.ocibench.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Small kernel files below a root folder, read as facts. */
final class FactFiles {

    private static final int LIMIT = 1 << 20;

    private final Path root;

    FactFiles(Path root) {
        this.root = root;
    }

    /** Where an absolute path of the host lies below the root. */
    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /** Whole content without the white space around it, at most 1 MiB. */
    Fact text(String path) {
        return read(path, false);
    }

    /** Like {@link #text} for a gzip file. */
    Fact unzipped(String path) {
        return read(path, true);
    }

    private Fact read(String path, boolean zipped) {
        try (InputStream raw = Files.newInputStream(at(path)); InputStream in = zipped ? new GZIPInputStream(raw) : raw) {
            return Fact.of(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Fact.missing(path + ": " + cause(e));
        } catch (InvalidPathException e) {
            return Fact.missing(Printable.of(path) + ": not a path in this locale");
        }
    }

    /** A whole number. */
    Fact number(String path) {
        Fact text = text(path);
        if (!text.isKnown()) {
            return text;
        }
        try {
            return Fact.of(Long.parseLong(text.text("")));
        } catch (NumberFormatException e) {
            return Fact.missing(path + ": not a number");
        }
    }

    /** Names in a folder, sorted; empty if it cannot be read. */
    List<String> names(String path) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(path))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    private static String cause(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return "not readable";
    }
}
