package org.ocibench.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Says that a campaign lives, and keeps others off the host. Take it before anything else with the token is made and close it
 * after all of it is gone: what carries the token of nobody living is cleaned away. It dies with its process, however that ends.
 */
public final class CampaignLock implements AutoCloseable {

    private final Path folder;
    private final OwnerFile owner;

    private CampaignLock(Path folder, OwnerFile owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /**
     * Makes {@code /run/ocibench/TOKEN} (mode 0700) with the owner file of this process in it.
     *
     * @param root   {@code /} but in tests
     * @param beside token of a campaign that may live meanwhile, because it is known to be idle; or null
     * @throws HostBusyException          if another campaign lives
     * @throws FileAlreadyExistsException if the token is taken
     * @throws IOException                if the folder cannot be made
     */
    public static CampaignLock acquire(Path root, String token, Instant since, String beside) throws IOException {
        Path folder = OwnerFile.folder(root, token);
        ProcessKey self = ProcessKey.self(root);
        OwnerFile owner = new OwnerFile(self.pid(), self.start(), token, since);
        Files.createDirectories(folder.getParent());
        LockDraft.removeDead(root);
        // The folder appears with the file in it: an instant without one would pass for a dead campaign.
        Path draft = LockDraft.create(folder.getParent(), self);
        try {
            Files.write(draft.resolve(OwnerFile.NAME), owner.json());
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LockDraft.remove(draft);
            // rename(2) replaces an empty folder only.
            throw Files.exists(folder) ? taken(folder, e) : e;
        }
        CampaignLock lock = new CampaignLock(folder, owner);
        try {
            // Looked for only now: of two that begin at once at least one sees the other.
            requireFree(root, token, beside);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return lock;
    }

    /**
     * Checks that no campaign lives but one that may.
     *
     * @param own    token of the caller's campaign, or null
     * @param beside as for {@link #acquire}
     * @throws HostBusyException if one does
     */
    public static void requireFree(Path root, String own, String beside) throws IOException {
        for (String token : Campaigns.living(root)) {
            Optional<OwnerFile> holder = token.equals(own) || token.equals(beside) ? Optional.empty() : OwnerFile.read(root, token);
            // One that has ended since is no obstacle.
            if (holder.isPresent()) {
                throw new HostBusyException(holder.get());
            }
        }
    }

    private static IOException taken(Path folder, IOException cause) {
        FileAlreadyExistsException taken = new FileAlreadyExistsException(folder.toString(), null, "the token is taken");
        taken.initCause(cause);
        return taken;
    }

    /** What is written in the file. */
    public OwnerFile owner() {
        return owner;
    }

    /** Folder for the campaign's state. */
    public Path folder() {
        return folder;
    }

    /** Removes the file, and the folder if nothing else is in it. Does nothing if cleaned away already. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve(OwnerFile.NAME));
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // What is in it is now a dead campaign's, and found by name.
            return;
        }
    }
}
