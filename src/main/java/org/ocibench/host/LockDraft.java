package org.ocibench.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that becomes a campaign's when its owner file is in it. Its name tells who makes it, since a kill before that leaves it
 * behind, with or without the file.
 */
public final class LockDraft {

    private static final String HEAD = ".new-";
    private static final Pattern NAME = Pattern.compile(Pattern.quote(HEAD) + "([0-9:]+)-[0-9]+");

    private LockDraft() {
    }

    /** Makes one that nobody else may enter. */
    static Path create(Path home, ProcessKey maker) throws IOException {
        return Files.createTempDirectory(home, HEAD + maker + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Removes one with the owner file in it. */
    static void remove(Path draft) throws IOException {
        Files.deleteIfExists(draft.resolve(OwnerFile.NAME));
        Files.deleteIfExists(draft);
    }

    /**
     * Removes those whose makers are dead.
     *
     * @param root {@code /} but in tests
     * @return what was removed
     */
    public static List<Path> removeDead(Path root) {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(root.resolve(Census.STATE.substring(1)),
                draft -> isDead(root, draft))) {
            for (Path draft : drafts) {
                remove(draft);
                removed.add(draft);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Without the folder there are none; what cannot be removed is in nobody's way.
            return removed;
        }
        return removed;
    }

    private static boolean isDead(Path root, Path draft) {
        Matcher name = NAME.matcher(draft.getFileName().toString());
        return name.matches() && Files.isDirectory(draft, LinkOption.NOFOLLOW_LINKS)
                && ProcessKey.parse(name.group(1)).filter(maker -> !maker.isAlive(root)).isPresent();
    }
}
