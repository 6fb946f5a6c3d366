package org.ocibench.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ocibench.host.Printable;

/**
 * A campaign as its folder keeps it.
 *
 * @param folder its folder
 * @param meta   what it says of its arms
 * @param rows   every operation, in the order in which they ran
 * @param specs  the containers' configurations by key of the arm; empty if the campaign did not store them
 */
public record StoredCampaign(Path folder, CampaignMeta meta, List<OperationRow> rows,
        Optional<Map<String, ObjectNode>> specs) {

    private static final Pattern NAME = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{6}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MACHINE = Pattern.compile("[0-9a-f]{8}");

    public StoredCampaign {
        rows = List.copyOf(rows);
    }

    /**
     * Reads a campaign, which may come from a stranger.
     *
     * @throws IOException if the folder is no campaign's, or one of its files is damaged or of another campaign; the message
     *                     says which
     */
    public static StoredCampaign read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(Printable.of(folder.toString()) + " is no folder");
        }
        StoredCampaign campaign = new StoredCampaign(folder, CampaignMeta.read(folder), OperationLog.read(folder), SpecsFile.read(folder));
        // Afterwards, since reading refuses what is no plain file.
        CampaignMeta.verify(folder, List.of(OperationLog.CLOSED_NAME, CampaignFolder.SPECS_JSON));
        return campaign;
    }

    /** Where it lies, and the conditions of the whole of it: a line each. */
    public List<String> caption() {
        return Stream.concat(Stream.of("campaign " + folder), meta.caption().stream()).toList();
    }

    /**
     * What is known of an arm's trouble: why it could not run, what its trial before the campaign said, what most of its failed
     * starts said, why it was given up. Empty if there is nothing.
     */
    public Optional<String> trouble(String armKey) {
        return notRun(armKey)
                .or(() -> Optional.ofNullable(meta.probes().get(armKey)))
                .or(() -> complaint(armKey))
                .or(() -> Optional.ofNullable(meta.parked().get(armKey)));
    }

    /** Why an arm was not measured to the end: it could not run, or it was given up. Empty if it was. */
    public Optional<String> givenUp(String armKey) {
        return Optional.ofNullable(meta.parked().get(armKey))
                .map(reason -> reason + complaint(armKey).filter(said -> !said.equals(reason)).map(said -> ": " + said).orElse(""))
                .or(() -> notRun(armKey));
    }

    private Optional<String> notRun(String armKey) {
        return meta.notRun().stream().filter(one -> one.arm().key().equals(armKey)).map(CampaignMeta.Absent::reason).findFirst();
    }

    private Optional<String> complaint(String armKey) {
        return rows.stream().filter(row -> row.arm().equals(armKey) && meta.stderr().containsKey(row.digest()))
                .collect(Collectors.groupingBy(OperationRow::digest, Collectors.counting())).entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(most -> meta.stderr().get(most.getKey()));
    }

    /**
     * The folders of all campaigns below a folder of results, the newest first. Links are passed over, and so is what {@code explain} kept, which
     * is no campaign.
     *
     * @param results folder of all results; may be missing
     */
    public static List<Path> newestFirst(Path results) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path machine : folders(results, MACHINE)) {
            for (Path day : folders(machine, DAY)) {
                found.addAll(folders(day, NAME));
            }
        }
        found.removeIf(folder -> Files.exists(folder.resolve(CampaignFolder.EXPLAIN_JSON)));
        found.sort(Comparator.comparing((Path folder) -> folder.getFileName().toString()).reversed());
        return found;
    }

    private static List<Path> folders(Path parent, Pattern name) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                if (name.matcher(entry.getFileName().toString()).matches()
                        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}
