package org.ocibench.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The switch behind the parameter {@code kernel}: {@code /sys/kernel/rcu_expedited}. With 1 the kernel ends RCU grace periods
 * at once; most of the wait of a container start, and of its noise, is such periods behind writes to {@code cgroup.procs}.
 *
 * <p>It is a setting of the whole host. The value found is written to a file before it is changed, and the file is removed
 * after it is restored, so that a later start can restore it when this one was killed.
 */
public final class KernelSetting {

    /** Name of the setting's normal state. */
    public static final String DEFAULT = "default";
    /** Name of the state with expedited grace periods. */
    public static final String QUIET = "quiet";

    /** A value and a boot id are far below. */
    private static final int MAX_BYTES = 1024;

    private final Path knob;
    private final Path saved;
    private final Path bootId;
    private boolean mine;

    /**
     * @param root  root of the file system, {@code /} but in tests
     * @param state folder that outlives a killed campaign and not the boot
     */
    public KernelSetting(Path root, Path state) {
        knob = root.resolve("sys/kernel/rcu_expedited");
        bootId = root.resolve("proc/sys/kernel/random/boot_id");
        saved = state.resolve("rcu_expedited.saved");
    }

    /** Why the setting cannot be changed here, or null if it can. */
    public String obstacle() {
        if (!Files.exists(knob)) {
            return knob + " does not exist: this kernel has no switch for expedited grace periods";
        }
        return Files.isWritable(knob) ? null : knob + " cannot be written: run as root with a writable /sys";
    }

    /** The state in force: {@code quiet} or {@code default}. */
    public String current() throws IOException {
        return Files.exists(knob) && !read(knob).equals("0") ? QUIET : DEFAULT;
    }

    /**
     * Puts the host into the named state: {@code quiet} sets the switch, {@code default} takes back what this object set, and
     * leaves alone what another campaign set.
     *
     * @throws IOException if the switch cannot be read or written; the host is unchanged then
     */
    public void apply(String state) throws IOException {
        if (state.equals(DEFAULT)) {
            if (mine) {
                restore();
            }
            return;
        }
        boolean unchanged = !isChanged();
        if (unchanged) {
            Path draft = saved.resolveSibling(saved.getFileName() + ".new");
            Files.createDirectories(saved.getParent());
            Files.writeString(draft, read(knob) + " " + boot() + "\n");
            Files.move(draft, saved, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            write("1");
            mine = true;
        } catch (IOException e) {
            if (unchanged) {
                // A note of a change that was not made would have to be undone where nothing can be written.
                Files.delete(saved);
            }
            throw e;
        }
    }

    /**
     * Restores what a campaign, this or a killed one, had changed. Does nothing if nothing was changed since boot.
     *
     * @return true if a value was written back
     * @throws IOException if the value cannot be written back; the note of it is kept
     */
    public boolean restore() throws IOException {
        if (!isChanged()) {
            return false;
        }
        String[] note = Files.isRegularFile(saved, LinkOption.NOFOLLOW_LINKS) ? read(saved).split(" ") : new String[0];
        if (note.length != 2 || !note[0].matches("[0-9]{1,3}")) {
            throw new IOException(saved + " is damaged: write the value wanted into " + knob + " and remove it");
        }
        boolean sameBoot = note[1].equals(boot());
        if (sameBoot) {
            write(note[0]);
        }
        Files.delete(saved);
        mine = false;
        return sameBoot;
    }

    /** Whether a campaign, living or dead, has changed the switch and not restored it. */
    public boolean isChanged() {
        return Files.exists(saved, LinkOption.NOFOLLOW_LINKS);
    }

    private String boot() throws IOException {
        return Files.exists(bootId) ? read(bootId) : "unknown-boot";
    }

    private void write(String value) throws IOException {
        try {
            Files.writeString(knob, value);
        } catch (AccessDeniedException e) {
            throw new IOException(knob + " cannot be written: run as root with a writable /sys", e);
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
        }
    }
}
