package org.ocibench.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The campaigns that have folders on this host. */
public final class Campaigns {

    private Campaigns() {
    }

    /**
     * Tokens of campaigns without a living owner, sorted: those with a folder in /run/ocibench, /var/lib/ocibench or the
     * {@code ocibench} cgroup of a hierarchy that is mounted here.
     *
     * @param root {@code /} but in tests
     * @throws IOException if the mount table cannot be read
     */
    public static Set<String> dead(Path root) throws IOException {
        Set<String> dead = all(root);
        dead.removeIf(token -> !isDead(root, token));
        return dead;
    }

    /** Tokens of all campaigns with folders, sorted, living or not; see {@link #dead(Path)}. */
    public static Set<String> all(Path root) throws IOException {
        Set<String> tokens = new TreeSet<>();
        collect(root.resolve(Census.STATE.substring(1)), tokens);
        collect(root.resolve(Census.SCRATCH.substring(1)), tokens);
        for (MountEntry mount : MountEntry.read(root)) {
            if (mount.isCgroup()) {
                collect(root.resolve(mount.point().substring(1)).resolve(Census.HOME), tokens);
            }
        }
        return tokens;
    }

    /** Tokens of campaigns that live, as far as is known: those of {@link #all} that are not {@link #dead}; sorted. */
    public static Set<String> living(Path root) throws IOException {
        Set<String> living = all(root);
        living.removeAll(dead(root));
        return living;
    }

    /** Whether it is certain that no process owns this campaign; false if its owner file must not be read by us. */
    public static boolean isDead(Path root, String token) {
        try {
            Optional<OwnerFile> owner = OwnerFile.read(root, token);
            return owner.isEmpty() || !owner.get().isAlive(root);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void collect(Path folder, Set<String> tokens) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Tokens.isToken(name)) {
                    tokens.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Where there is no such folder, or none for us, there are no campaigns.
            return;
        }
    }
}
