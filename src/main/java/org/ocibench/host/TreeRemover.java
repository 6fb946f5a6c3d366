package org.ocibench.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes a folder with all that is in it, follows no link and enters no mount. Works relative to open folders, so that a
 * folder exchanged for a link meanwhile leads nowhere.
 */
public final class TreeRemover {

    private static final int MAX_DEPTH = 200;

    private final Set<String> mountPoints;

    /** @param mountPoints absolute real paths */
    TreeRemover(Set<String> mountPoints) {
        this.mountPoints = mountPoints;
    }

    /**
     * Deletes a folder of this host; one that is not there is fine.
     *
     * @throws IOException with the first reason why something stayed; all else that can be deleted is
     */
    public static void removeTree(Path folder) throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Set<String> mountPoints = new HashSet<>();
        MountEntry.read(Path.of("/")).forEach(mount -> mountPoints.add(mount.point()));
        Path parent = folder.getParent().toRealPath();
        new TreeRemover(mountPoints).remove(parent, folder.getFileName().toString(),
                parent.resolve(folder.getFileName()).toString());
    }

    /**
     * Deletes the folder; one that is not there is fine.
     *
     * @param parent folder that holds it
     * @param shown  real path of the folder as mount points and messages name it
     * @throws IOException with the first reason why something stayed; all else that can be deleted is
     */
    void remove(Path parent, String name, String shown) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent)) {
            if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("this file system has no safe way to delete folders");
            }
            removeFolder(secure, Path.of(name), shown, 0);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    private void removeFolder(SecureDirectoryStream<Path> parent, Path name, String shown, int depth) throws IOException {
        if (mountPoints.contains(shown)) {
            throw new IOException(shown + " is a mount point");
        }
        if (depth > MAX_DEPTH) {
            throw new IOException(shown + " is nested too deeply");
        }
        IOException first = null;
        try (SecureDirectoryStream<Path> folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : entries(folder)) {
                try {
                    removeEntry(folder, entry.getFileName(), shown + "/" + entry.getFileName(), depth + 1);
                } catch (NoSuchFileException gone) {
                    continue;
                } catch (IOException e) {
                    first = first == null ? e : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
        parent.deleteDirectory(name);
    }

    private void removeEntry(SecureDirectoryStream<Path> folder, Path name, String shown, int depth) throws IOException {
        boolean directory = folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes().isDirectory();
        if (directory) {
            removeFolder(folder, name, shown, depth);
        } else if (mountPoints.contains(shown)) {
            throw new IOException(shown + " is a mount point");
        } else {
            folder.deleteFile(name);
        }
    }

    private static List<Path> entries(DirectoryStream<Path> folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try {
            folder.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }
}
