package org.ocibench.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ocibench.host.IoFailure;
import org.ocibench.host.Sha256;

/** The folder that keeps a campaign: {@code results/<machineId>/<yyyy-mm-dd>/<UTC stamp>-<6 hex>}. */
public final class CampaignFolder {

    /** JMH's results. */
    public static final String JMH_JSON = "jmh.json";
    /** Plan, machine, arms, quality. */
    public static final String META_JSON = "meta.json";
    /** The OCI configuration of each arm's containers, by the key of the arm. */
    public static final String SPECS_JSON = "specs.json";
    /** What starts are made of. */
    public static final String EXPLAIN_JSON = "explain.json";
    /** The tables for people. */
    public static final String REPORT = "report.md";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path path;

    private CampaignFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder of a new campaign.
     *
     * @param results   folder of all results
     * @param machineId identity of the machine's hardware
     * @param started   when the campaign began
     * @param suffix    six hexadecimal digits
     */
    public static CampaignFolder create(Path results, String machineId, Instant started, String suffix) throws IOException {
        return new CampaignFolder(Files.createDirectories(
                results.resolve(machineId).resolve(DAY.format(started)).resolve(STAMP.format(started) + "-" + suffix)));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Writes a text so that a reader sees the old or the new one, never a part. */
    public void write(String name, String text) throws IOException {
        replace(path.resolve(name), text);
    }

    /** Writes a tree as indented JSON, as {@link #write} does. */
    public void writeJson(String name, Map<String, Object> tree) throws IOException {
        write(name, JSON.writeValueAsString(tree) + "\n");
    }

    /** SHA-256 of these files, by name. */
    public Map<String, Object> checksums(List<String> names) throws IOException {
        Map<String, Object> sums = new LinkedHashMap<>();
        for (String name : names) {
            sums.put(name, Sha256.of(path.resolve(name)));
        }
        return sums;
    }

    /** Replaces a file's content atomically. */
    public static void replace(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(draft);
            throw new IOException(file + " cannot be written: " + reason(e), e);
        }
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // Where nothing can be written any more, what is told is the first failure.
            return;
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException named && named.getReason() != null ? named.getReason() : IoFailure.text(e);
    }
}
